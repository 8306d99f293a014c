import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';

/** A training whose checkpoints lie in the folder named on its command line; it tells its events as lines. */
const PROGRAM = `
import { createHash } from 'node:crypto';
import { checkpointFolder } from '../checkpoints/checkpoint-folder.ts';
import { train } from './node-train.ts';
import { SMALL, smallGamut, syntheticPatches } from '../testing/synthetic-patches.ts';
const say = (text) => process.stdout.write(text + '\\n');
const { model, curves, readings } = await train({
  settings: { ...SMALL, epochs: 3, keep: 'last' },
  backEnd: 'wasm',
  gamut: smallGamut(),
  weights: new Float32Array(9).fill(1),
  data: { train: syntheticPatches(43, 'train'), validation: syntheticPatches(8, 'validation') },
  checkpoints: checkpointFolder(process.argv[2], 'wasm'),
  checkpointEvery: 0,
  signal: new AbortController().signal,
  now: () => performance.now(),
  emit: (event) => say(event.type + ' ' + (event.step ?? event.resumedSteps ?? '')),
});
const hash = createHash('sha256').update(model['model.json']).update(model['weights.bin']);
say('done ' + hash.update(JSON.stringify(curves)).update(readings).digest('hex'));
`;

let folder = '';
beforeAll(async () => {
  // Inside the package, so that the bundle finds @tensorflow in node_modules as a built program does.
  const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
  await mkdir(dist, { recursive: true });
  folder = await mkdtemp(join(dist, 'test-'));
  await build({
    stdin: { contents: PROGRAM, resolveDir: import.meta.dirname },
    outfile: join(folder, 'train.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['@tensorflow/*', 'webgpu', 'pbf'],
  });
});
afterAll(() => rm(folder, { recursive: true }));

describe('a training that is killed', () => {
  it('ends with the bytes of one that was not, whenever it is', async () => {
    const straight = await run('straight');
    // Before the first checkpoint is safe, at the last step before validation, after it, within the last epoch.
    for (const moment of ['step 5', 'step 11', 'epoch ', 'step 30']) {
      const checkpoints = moment.replace(' ', '-');
      const killed = await run(checkpoints, moment);
      expect(killed.at(-1)).toBe(moment);
      const resumed = await run(checkpoints);
      expect([moment, resumed.at(-1)]).toEqual([moment, straight.at(-1)]);
      expect(resumed.length).toBeLessThanOrEqual(straight.length);
    }
  });

  it('ends with the same bytes when it is killed again and again', async () => {
    const straight = await run('straight'); // finished: only saves its model again
    const told: string[] = [];
    for (let runs = 0; !told.at(-1)?.startsWith('done') && runs < 20; runs++)
      told.push(...(await run('often', 'step', 2)));
    expect(told.filter((line) => line.startsWith('started')).length).toBeGreaterThan(3);
    expect(told.at(-1)).toBe(straight.at(-1));
  });
});

/** Runs the program; kills it by SIGKILL when it has told the `count`-th line that begins with `killAt`. → its lines */
async function run(checkpoints: string, killAt?: string, count = 1): Promise<string[]> {
  const child = spawn(process.execPath, [join(folder, 'train.mjs'), join(folder, checkpoints)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  let left = count;
  for await (const line of createInterface({ input: child.stdout })) {
    if (left === 0) break; // told before the signal arrived
    lines.push(line);
    if (killAt !== undefined && line.startsWith(killAt) && --left === 0) child.kill('SIGKILL');
  }
  return lines;
}
