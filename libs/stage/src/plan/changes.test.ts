import { describe, expect, it } from '@jest/globals';
import { computeFingerprint, type Json, type Manifest, MANIFEST_FORMAT, sha256 } from '@tintype/store';

import { changesSince } from './changes.ts';

const stage = { name: 'train', version: 1 };
const code = sha256('code');

function manifestWith(settings: Json): Manifest {
  const fingerprint = computeFingerprint({ stage: stage.name, version: 1, code, settings, inputs: [] });
  const address = { pipeline: 'p', recipe: 'default', stage: stage.name };
  return {
    ...{ formatVersion: MANIFEST_FORMAT, ...address, fingerprint, settings },
    ...{ inputs: [], shards: [], summary: {}, files: {} },
  };
}

const changes = (before: Json, settings: Json) =>
  changesSince(manifestWith(before), {
    ...{ stage, code, settings, inputs: [] },
    files: { before: [], now: [] },
  });

describe('changes', () => {
  it('are none where only the order of keys differs, in lists as well', () => {
    const before = { activations: [{ a: 100, kind: 'leaky-relu' }], network: { kind: 'dense', hidden: [8] } };
    const now = { network: { hidden: [8], kind: 'dense' }, activations: [{ kind: 'leaky-relu', a: 100 }] };
    expect(changes(before, now)).toEqual([]);
  });

  it('name the setting by its path, from what to what', () => {
    expect(changes({ list: [1, 2], deep: { a: 1 } }, { list: [2, 1], deep: { a: 1 }, more: null })).toEqual([
      { kind: 'setting', name: 'train.list', from: [1, 2], to: [2, 1] },
    ]);
  });
});
