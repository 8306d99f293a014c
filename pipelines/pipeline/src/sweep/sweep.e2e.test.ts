import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { beforeAll, describe, expect, it } from '@jest/globals';

import type { SweepDocument } from './sweep-recipe.ts';

const CHECKOUT = join(import.meta.dirname, '../../../..');

/** Small enough for a training in seconds, on a back end that is always there. */
const TINY = {
  ingest: { source: { kind: 'generated', count: 9, seed: 1 }, validation: 0.2, test: 0.2 },
  convert: { size: 64 },
  patches: { perPhoto: 2 },
  train: { backEnd: 'wasm', replicas: 1, network: { width: 1 }, epochs: 1, batch: 8 },
  evaluate: { temperatures: [0.38], gallery: 2 },
};

const GRID = [
  { 'prior.lambda': 0.5 },
  { 'prior.lambda': 0.7 },
  { 'prior.lambda': 0.7, 'train.decode.temperature': 1 },
];
const NAMES = GRID.map((combination) => ['tiny-sweep', ...Object.entries(combination).flat()].join('-'));

let workspace = '';
beforeAll(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'tintype-sweep-'));
  await mkdir(join(workspace, 'pipelines/pipeline/recipes'), { recursive: true });
  const dist = 'pipelines/pipeline/dist'; // as "nx run pipeline:build" left it
  await cp(join(CHECKOUT, dist), join(workspace, dist), { recursive: true });
  await symlink(join(CHECKOUT, 'node_modules'), join(workspace, 'node_modules'));
  await writeFile(join(workspace, 'pipelines/pipeline/recipes/tiny.json'), JSON.stringify(TINY));
});

const begin = (...argv: readonly string[]) => {
  const child = spawn(process.execPath, ['pipelines/pipeline/dist/main.js', ...argv], {
    cwd: workspace,
    env: { ...process.env, CI: 'true', CUDA_VISIBLE_DEVICES: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  const closed = Promise.all([once(child, 'close'), text(child.stderr)]);
  const ended = closed.then(([[exitCode], errors]) => ({ exitCode, output, errors }));
  const said = (words: RegExp) =>
    new Promise<void>((resolve) => {
      child.stdout.on('data', () => words.test(output) && resolve());
    });
  return { child, ended, said };
};

async function sweep(grid: unknown, ...options: readonly string[]) {
  const file = join(workspace, 'grid.json');
  await writeFile(file, JSON.stringify(grid));
  return begin('sweep', '--recipe=tiny', '--grid', file, ...options);
}

const recipes = async () => (await readdir(join(workspace, 'pipelines/pipeline/recipes'))).sort();
const document = async (): Promise<SweepDocument> =>
  JSON.parse(await readFile(join(workspace, 'data/reports/sweep/tiny.json'), 'utf8'));

/** How often a stage has told that it computed something. */
function countComputed(output: string): Readonly<Record<string, number>> {
  const stages = output.matchAll(/^(\w+) .* \d+ of \d+ shards? computed/gm);
  const counts: Record<string, number> = {};
  for (const [, stage = ''] of stages) counts[stage] = (counts[stage] ?? 0) + 1;
  return counts;
}

describe('npx nx run pipeline:sweep', () => {
  it('says what it would compute, and writes nothing', async () => {
    const { output } = await (await sweep(GRID, '--dry-run')).ended;
    expect(output.split('\n').slice(0, 3)).toEqual([
      `${NAMES[0]}: ingest, convert, prior, patches, train, evaluate`,
      `${NAMES[1]}: prior, train, evaluate`,
      `${NAMES[2]}: evaluate`,
    ]);
    expect(await recipes()).toEqual(['tiny.json']);
    expect(await readdir(workspace)).not.toContain('data');
  });

  it('runs what combinations share once, and puts what they came to into one table', async () => {
    const { output, exitCode } = await (await sweep(GRID)).ended;
    expect(exitCode).toBe(0);
    expect(countComputed(output)).toEqual({
      ...{ ingest: 1, convert: 1, prior: 2, patches: 1 },
      ...{ train: 3, evaluate: 3 }, // how the third is decoded is no training
    });
    expect(output.match(/^train .* 1 of 2 shards computed/gm)).toHaveLength(1);
    expect(output).toMatch(/^ +prior\.lambda +train\.decode\.temperature +validation AuC +balanced AuC/m);
    expect(output).toMatch(/^ +best baseline +– +0\.\d{3}/m);
    expect(await recipes()).toEqual(['tiny.json', ...NAMES.map((name) => `${name}.json`)].sort());

    const { results, failed } = await document();
    const aucs = results.map(({ validationAuc }) => validationAuc ?? NaN);
    expect(aucs).toEqual([...aucs].sort((one, other) => other - one));
    const [first, second, third] = NAMES.map((name) => results.find(({ recipe }) => recipe === name));
    expect(third).toMatchObject({ settings: GRID[2], temperature: 1, trainingSeconds: null });
    expect(third?.validationAuc).toBe(second?.validationAuc);
    expect(first?.test.auc).not.toBe(second?.test.auc);
    expect(first?.trainingSeconds).toBeGreaterThan(0);
    expect(failed).toEqual([]);
  });

  it('computes nothing the second time, and comes to the same', async () => {
    const before = await document();
    const { output, errors } = await (await sweep(GRID, '--json')).ended;
    expect(countComputed(errors)).toEqual({});
    expect(JSON.parse(output)).toEqual(before);
    expect((await (await sweep(GRID, '--dry-run')).ended).output).toContain('a run would compute nothing');
  });

  it('leaves recipes like any other: a stage of one finds all that the sweep has made', async () => {
    for (const stage of ['train', 'evaluate']) {
      const { output } = await begin(stage, `--recipe=${NAMES[1]}`).ended;
      expect(output).toMatch(/(\d+) of \1 shards reused/);
    }
  });

  it('goes on when a combination fails, names it with the reason, and ends with 1', async () => {
    const { exitCode, output, errors } = await (await sweep([{ 'train.start': 'nowhere' }, GRID[0]])).ended;
    expect(exitCode).toBe(1);
    expect(errors).toContain('sweep: 1 of 2 recipes failed');
    expect(errors).toMatch(
      /tiny-sweep-train\.start-nowhere: ended with exit code 2, .*\n.*model nowhere: no such folder/,
    );
    expect(output).toMatch(new RegExp(`^1 .* ${NAMES[0]}$`, 'm'));
    expect((await document()).failed).toMatchObject([{ recipe: 'tiny-sweep-train.start-nowhere' }]);
  });

  it('refuses a setting that no stage knows before it runs anything', async () => {
    const { exitCode, output, errors } = await (await sweep({ 'train.learningrate': [1] })).ended;
    expect([exitCode, output]).toEqual([2, '']);
    expect(errors).toContain('grid.json: train: unknown key "learningrate": did you mean "learningRate"?');
  });

  it('is interrupted with its trainings, and goes on where it was', async () => {
    const grid = { 'train.seed': [2] };
    const { child, ended, said } = await sweep(grid);
    await said(/^train /m); // the note on how few photos there are, before the first step
    child.kill('SIGINT');
    const { exitCode, errors } = await ended;
    expect(exitCode).toBe(130);
    expect(errors).toContain('interrupted; run the same command again');
    expect(await readdir(join(workspace, 'data/store/locks'))).toEqual([]);
    expect((await (await sweep(grid)).ended).exitCode).toBe(0);
  });
});
