import { readdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { brokenArtefacts, visibleFiles } from '@tintype/stage/testing';
import { listManifests, openStore, planGarbage, readManifest, removeGarbage } from '@tintype/store';

import { pipeline } from '../../pipeline.ts';
import { DATED_EVENT_FILES } from '../../train/dated-event-files.ts';
import { injectFaults, pointsOf, runUndisturbed, spreadOver, type Undisturbed } from './inject-faults.ts';
import { copyTrial, createTrial, dataOf, locksIn, restoreData, runTrialStage } from './trial.ts';

/** A sample of what `npm run faults` does at every call: the real stages, each in a process of its own. */
const SAMPLE = 2;
jest.setTimeout(900_000); // some forty processes, on a machine that may be busy

let trials: readonly [string, string];
let runs: readonly Undisturbed[];
beforeAll(async () => {
  const trial = await createTrial(join(import.meta.dirname, '../../../../..'));
  runs = await runUndisturbed(
    trial,
    pipeline.stages.map(({ name }) => name),
  );
  trials = [trial, await copyTrial(trial)];
});
afterAll(() => Promise.all(trials.map((trial) => rm(trial, { recursive: true }))));

function runOf(stage: string): Undisturbed {
  const run = runs.find((one) => one.stage === stage);
  if (run === undefined) throw new Error(`expected a stage ${stage}`);
  return run;
}

describe('every stage of the pipeline', () => {
  it('that is killed leaves nothing that is not whole, and its rerun gives the bytes of an undisturbed run', async () => {
    const points = runs.flatMap((run) => spreadOver(pointsOf(run, 'kill'), SAMPLE));
    expect(points).toHaveLength(SAMPLE * pipeline.stages.length);
    for (const { point, problems } of await injectFaults(points, trials))
      expect({ stage: point.run.stage, call: point.call, problems }).toMatchObject({ problems: [] });
  });

  it.each([
    ['on a read-only disk', 'EROFS'],
    ['in a folder of somebody else', 'EACCES'],
  ] as const)('ends %s with exit code 1 and one line that says what to do', async (_, kind) => {
    const [trial] = trials;
    for (const { stage, before } of runs) {
      await restoreData(trial, before);
      const found = await visibleFiles(dataOf(trial), DATED_EVENT_FILES);
      const { exitCode, output } = await runTrialStage(trial, stage, { kind, at: 'all' });
      expect({ stage, exitCode, lines: output.trim().split('\n').length }).toEqual({
        ...{ stage, exitCode: 1, lines: 1 },
      });
      const remedy = 'make it writable, or work in a copy';
      expect(output).toMatch(new RegExp(`cannot write .*/data/store/locks.*${kind}.*${remedy}`));
      expect(await visibleFiles(dataOf(trial), DATED_EVENT_FILES)).toEqual(found);
    }
  });

  it('syncs what it shows before it shows it, folders of photos too', () => {
    const shown = runs.flatMap(({ calls }) =>
      calls.flatMap((call, i) => (call.startsWith('rename ') ? [{ call, before: calls.slice(0, i) }] : [])),
    );
    expect(shown.length).toBeGreaterThan(80);
    for (const { call, before } of shown) {
      const written = writtenBelow(call.split(' from ')[1] ?? '', before);
      const late = written.filter((file) => before.lastIndexOf(`sync ${file}`) < lastWrite(file, before));
      expect({ call, some: written.length > 0, late }).toEqual({ call, some: true, late: [] });
    }
  });
});

/** A draft that was written, or the files of one that is a folder. */
function writtenBelow(draft: string, calls: readonly string[]): readonly string[] {
  const written = calls.flatMap((call) => /^(?:write|writeFile) (.*)$/.exec(call)?.[1] ?? []);
  return [...new Set(written.filter((file) => file === draft || file.startsWith(`${draft}/`)))];
}

function lastWrite(file: string, calls: readonly string[]): number {
  return Math.max(calls.lastIndexOf(`write ${file}`), calls.lastIndexOf(`writeFile ${file}`));
}

describe('collecting garbage after a training was killed', () => {
  it('leaves all that it needs to go on, though no manifest names that any more', async () => {
    const [trial] = trials;
    const { before, calls, files } = runOf('train');
    const saved = calls.findIndex((call) => /^rename .*\.checkpoint from /.test(call));
    await restoreData(trial, before);
    await runTrialStage(trial, 'train', { kind: 'kill', at: saved + 3 });
    const upstream = ['prior', 'patches'];
    for (const stage of upstream) await rm(join(dataOf(trial), `manifests/pipeline/tiny/${stage}.json`));
    expect(await collectGarbage(dataOf(trial))).toBeGreaterThan(0);
    const store = openStore(join(dataOf(trial), 'store'));
    const patches = await readManifest(join(before, 'manifests/pipeline/tiny/patches.json'));
    const kept = (patches?.shards ?? []).map(({ sha256, bytes }) => store.hasBlob(sha256, bytes));
    expect(await Promise.all(kept)).toEqual([true, true]); // training and validation patches
    for (const stage of upstream) await runTrialStage(trial, stage); // as the recipe is what it was again
    const { exitCode, output } = await runTrialStage(trial, 'train');
    expect({ exitCode, output }).toEqual({
      exitCode: 0,
      output: expect.stringMatching(/goes on from step \d/),
    });
    const manifest = 'manifests/pipeline/tiny/train.json';
    expect((await visibleFiles(dataOf(trial), DATED_EVENT_FILES))[manifest]).toBe(files[manifest]);
  });
});

/** @returns how many records it removed */
async function collectGarbage(data: string): Promise<number> {
  const store = openStore(join(data, 'store'));
  const manifests = await listManifests(join(data, 'manifests'));
  const garbage = await planGarbage(store, manifests, { before: Number.MAX_SAFE_INTEGER });
  await removeGarbage(store, garbage);
  return garbage.records.length;
}

describe('two processes of one stage that begin together', () => {
  const together = async (places: readonly string[]) =>
    Promise.all(places.map((place) => runTrialStage(place, 'convert')));
  const shown = (calls: readonly string[]) => calls.filter((call) => call.startsWith('rename /store/blobs'));

  async function expectOneOf(ends: Awaited<ReturnType<typeof together>>): Promise<void> {
    const { calls, files } = runOf('convert');
    expect(ends.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(ends.flatMap((end) => shown(end.calls))).toHaveLength(shown(calls).length);
    expect(ends.map((end) => shown(end.calls).length).sort()).toEqual([0, shown(calls).length]); // one did it all
    const [trial] = trials;
    expect(await brokenArtefacts(dataOf(trial), DATED_EVENT_FILES)).toEqual([]);
    expect(await visibleFiles(dataOf(trial), DATED_EVENT_FILES)).toEqual(files);
    expect(await locksIn(trial)).toEqual([]);
  }

  it('in one checkout both succeed, do the work once, and leave the same bytes', async () => {
    const [trial] = trials;
    await restoreData(trial, runOf('convert').before);
    await expectOneOf(await together([trial, trial]));
  });

  it('also in two checkouts that share a data folder', async () => {
    const [trial, other] = trials;
    await restoreData(trial, runOf('convert').before);
    await rm(dataOf(other), { recursive: true });
    await symlink(dataOf(trial), dataOf(other));
    await expectOneOf(await together([trial, other]));
    await rm(dataOf(other));
  });

  it('leave no draft behind', async () => {
    const names = await readdir(dataOf(trials[0]), { recursive: true });
    expect(names.filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
