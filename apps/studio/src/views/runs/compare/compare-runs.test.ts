import { describe, expect, it } from '@jest/globals';
import { computeFingerprint, sha256 } from '@tintype/store';
import type { Json, Manifest } from '@tintype/store/neutral';

import { compareRuns, type StageComparison } from './compare-runs.ts';

function made(stage: string, settings: Json, blobs: readonly string[] = [], input = ''): Manifest {
  return {
    ...{ formatVersion: 1, pipeline: 'pipeline', recipe: 'one', stage, files: {}, summary: { bins: 12 } },
    ...{ fingerprint: computeFingerprint(stage), settings },
    inputs: input === '' ? [] : [{ stage: 'ingest', content: sha256(input) }],
    shards: blobs.map((name) => {
      return { name, fingerprint: computeFingerprint(name), sha256: sha256(name), bytes: 1, rows: 1 };
    }),
  };
}

const kinds = (stage: StageComparison | undefined) =>
  Object.fromEntries(stage?.settings.map(({ path, kind }) => [path, kind]) ?? []);

describe('comparing two runs', () => {
  it('tells each field of the settings: same, changed, added or removed', () => {
    const before = made('train', { batch: 8, network: { kind: 'article', width: 2 }, old: null });
    const now = made('train', { batch: 8, network: { kind: 'article', width: 4 }, fresh: [1] });
    const [stage] = compareRuns([before], [now]);
    expect(kinds(stage)).toEqual({
      ...{
        batch: 'same',
        fresh: 'added',
        'network.kind': 'same',
        'network.width': 'changed',
        old: 'removed',
      },
    });
    expect(stage?.settings.find(({ path }) => path === 'network.width')).toMatchObject({ from: 2, to: 4 });
  });

  it('counts shards with equal bytes, and compares what they were made from', () => {
    const [stage] = compareRuns(
      [made('prior', {}, ['a', 'b'], 'x')],
      [made('prior', {}, ['b', 'c', 'd'], 'y')],
    );
    expect(stage?.shards).toEqual({ from: 2, to: 3, equal: 1 });
    expect(stage?.inputs).toEqual([{ path: 'ingest', from: sha256('x'), to: sha256('y'), kind: 'changed' }]);
    expect(stage?.summary.map(({ kind }) => kind)).toEqual(['same']);
  });

  it('names the run that alone has a stage', () => {
    const stages = compareRuns(
      [made('ingest', {}), made('train', {})],
      [made('ingest', {}), made('prior', {})],
    );
    expect(stages.map(({ stage, only }) => [stage, only])).toEqual([
      ['ingest', null],
      ['train', 'from'],
      ['prior', 'to'],
    ]);
  });
});
