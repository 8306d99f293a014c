import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { beforeAll, describe, expect, it } from '@jest/globals';
import { openStore, readManifest } from '@tintype/store';

import { createWorkspace, filesIn, runNx, runTintype, writePhoto, writeRecipe } from './testing/workspace.ts';

/** One workspace for all, whose tests each leave it sound: a run of the stages that need no training. */
let workspace: string;
beforeAll(async () => {
  workspace = await createWorkspace();
  await runNx(workspace, 'prior');
  await runNx(workspace, 'patches');
  await runTintype(workspace, 'status'); // builds the program
}, 180_000);

interface StageReport {
  readonly stage: string;
  readonly state: string;
  readonly shards: number;
  readonly missing: readonly string[];
  readonly changes: readonly { readonly kind: string; readonly name: string; readonly from: unknown }[];
  readonly seconds: number | null;
}

async function explain(...stage: readonly string[]): Promise<readonly StageReport[]> {
  const { output } = await runTintype(workspace, 'explain', ...stage, '-c', 'tiny', '--json');
  return JSON.parse(output).stages;
}

async function blobs(stage: string): Promise<readonly string[]> {
  const file = join(workspace, `data/manifests/pipeline/tiny/${stage}.json`);
  const store = openStore(join(workspace, 'data/store'));
  return ((await readManifest(file))?.shards ?? []).map(({ sha256 }) => store.blobPath(sha256));
}

async function isThere(path: string): Promise<boolean> {
  return readFile(path).then(
    () => true,
    () => false,
  );
}

describe('npx tintype', () => {
  it('status and explain tell what there is, before and after a change, and touch nothing', async () => {
    const before = await filesIn(workspace, 'data');
    expect((await explain()).map(({ state }) => state)).toEqual([
      ...['fresh', 'fresh', 'fresh', 'fresh', 'missing', 'unknown'],
    ]);
    const { stages } = JSON.parse((await runTintype(workspace, 'status', '--json')).output);
    expect(stages).toContainEqual(
      expect.objectContaining({ recipe: 'tiny', stage: 'convert', state: 'fresh', rows: { images: 10 } }),
    );
    await writeRecipe(workspace, (recipe) => Object.assign(recipe.prior, { lambda: 0.3 }));
    expect((await explain())[2]).toMatchObject({
      state: 'partial',
      missing: ['prior'],
      changes: [{ kind: 'setting', name: 'prior.lambda', from: 0.5, to: 0.3 }],
      seconds: expect.any(Number),
    });
    await writeRecipe(workspace, () => {});
    expect(await filesIn(workspace, 'data')).toEqual(before);
  });

  it('explain of one stage counts what has to run before it, and nothing that has run', async () => {
    expect((await explain('train')).map(({ stage }) => stage)).toEqual(['train']);
    await writeRecipe(workspace, (recipe) => Object.assign(recipe.prior, { lambda: 0.3 }));
    expect((await explain('train')).map(({ stage }) => stage)).toEqual(['prior', 'train']);
    await writeRecipe(workspace, () => {});
    const { output } = await runTintype(workspace, 'explain', 'tiny');
    expect(output).toContain('tiny is a recipe: explain -c tiny');
  });

  it('status takes the recipe as a word, and with -c as the other commands do', async () => {
    const [word, option] = await Promise.all(
      [['tiny'], ['-c', 'tiny']].map((recipe) => runTintype(workspace, 'status', ...recipe, '--json')),
    );
    expect(JSON.parse(word?.output ?? '').stages).toHaveLength(6);
    expect(option?.output).toBe(word?.output);
  });

  it('explain foretells what a run with one more photo then computes', async () => {
    await writePhoto(workspace, 10);
    const [ingest, convert, , patches] = await explain();
    expect(ingest).toMatchObject({ state: 'partial', changes: [{ kind: 'file', from: null }] });
    expect(convert?.state).toBe('unknown'); // the header of the photo decides whether it can be used
    expect(patches?.state).toBe('unknown');
    const run = await runNx(workspace, 'ingest');
    expect(run.stages['ingest']?.computed).toBe((ingest?.missing.length ?? 0) + 1); // and the table
    const foretold = (await explain()).find(({ stage }) => stage === 'convert');
    const { stages } = await runNx(workspace, 'patches');
    expect(stages['convert']?.computed).toBe(foretold?.missing.length);
    expect(stages['convert']?.shards).toBe(foretold?.shards);
  });

  it('verify --repair computes a flipped blob again, and nothing else', async () => {
    const sound = await filesIn(workspace, 'data/store/blobs');
    const [path = ''] = await blobs('convert');
    const bytes = await readFile(path);
    await chmod(path, 0o644);
    await writeFile(path, bytes.fill(7, 1000, 1010));
    expect((await runTintype(workspace, 'verify')).exitCode).toBe(1);
    const { exitCode, output } = await runTintype(workspace, 'verify', '--repair');
    expect({ exitCode, computed: /convert .* 1 of \d+ shards computed/.test(output) }).toEqual({
      exitCode: 0,
      computed: true,
    });
    const repaired = await filesIn(workspace, 'data/store/blobs');
    expect(repaired.map(({ path: file, text }) => [file, text])).toEqual(
      sound.map(({ path: file, text }) => [file, text]),
    );
  });

  it('gc leaves no cached manifest that could come back without its blobs', async () => {
    await writeRecipe(workspace, (recipe) => Object.assign(recipe.prior, { lambda: 0.4 }));
    await runNx(workspace, 'prior');
    await writeRecipe(workspace, () => {});
    await runNx(workspace, 'prior');
    const { output } = await runTintype(workspace, 'gc', '--yes', '--json');
    expect(JSON.parse(output)).toMatchObject({
      removed: true,
      blobs: expect.arrayContaining([expect.anything()]),
    });
    await writeRecipe(workspace, (recipe) => Object.assign(recipe.prior, { lambda: 0.4 })); // Nx has seen it
    const { stages } = await runNx(workspace, 'prior');
    expect(stages['prior']).toMatchObject({ cached: false, computed: 1 });
    expect(await Promise.all((await blobs('prior')).map(isThere))).not.toContain(false);
    await writeRecipe(workspace, () => {});
  });

  it('push sends a recipe to a shared folder, and a clone without data brings it instead of computing it', async () => {
    const shared = await mkdtemp(join(tmpdir(), 'tintype-shared-'));
    process.env['TINTYPE_REMOTE'] = pathToFileURL(shared).href; // as the user has it, for tintype, Nx and its tasks
    try {
      const { exitCode, output } = await runTintype(workspace, 'push', '-c', 'tiny');
      expect({ exitCode, output }).toMatchObject({
        exitCode: 0,
        output: expect.stringContaining('blobs sent to file:'),
      });
      const manifests = await filesIn(workspace, 'data/manifests');
      for (const folder of ['data', '.nx']) await rm(join(workspace, folder), { recursive: true });
      const plans = await explain();
      const sent = plans.filter(({ stage }) => ['ingest', 'convert', 'patches'].includes(stage));
      expect(sent.map(({ missing }) => missing)).toEqual([[], [], []]);
      const { stages } = await runNx(workspace, 'patches');
      expect(stages['convert']).toMatchObject({ cached: false, computed: 0 });
      expect(stages['convert']?.text).toContain(` from ${process.env['TINTYPE_REMOTE']}, `);
      const names = (await filesIn(workspace, 'data/manifests')).map(({ path, text }) => ({ path, text }));
      expect(manifests).toEqual(expect.arrayContaining(names.map((file) => expect.objectContaining(file))));
      expect(names).toHaveLength(3);
    } finally {
      delete process.env['TINTYPE_REMOTE'];
    }
  });
});
