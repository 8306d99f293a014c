import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFile,
  cp,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';

import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { patchesTable, photosTable } from '@tintype/records';
import { listShippedRecipes } from '@tintype/stage/testing';
import { openStore, readManifest, sha256 } from '@tintype/store';
import sharp from 'sharp';

import { printedLines, readReadmes, samplesIn, shapeOf } from './testing/samples.ts';
import {
  copyWorkspace,
  createWorkspace,
  editSource,
  filesIn,
  type NxRun,
  runNx,
  runTintype,
  writePhoto,
  writeRecipe,
} from './testing/workspace.ts';

const STAGES = ['ingest', 'convert', 'prior', 'patches', 'train', 'evaluate'] as const;

let finished: string;
let first: NxRun;
beforeAll(async () => {
  finished = await createWorkspace();
  first = await runNx(finished);
}, 180_000);

let workspace: string;
beforeEach(async () => {
  workspace = await copyWorkspace(finished);
});

/** The stages that Nx started; the others came from its cache. */
function ran({ stages }: NxRun): readonly string[] {
  return STAGES.filter((name) => stages[name]?.cached === false);
}

/** The stages that computed a shard, and how many. */
function computed({ stages }: NxRun): Readonly<Record<string, number>> {
  return Object.fromEntries(
    STAGES.flatMap((name) => {
      const stage = stages[name];
      return stage !== undefined && !stage.cached && stage.computed > 0 ? [[name, stage.computed]] : [];
    }),
  );
}

async function manifestOf(stage: string, recipe = 'tiny') {
  const manifest = await readManifest(join(workspace, `data/manifests/pipeline/${recipe}/${stage}.json`));
  if (manifest === null) throw new Error(`expected a manifest of ${stage}`);
  return manifest;
}

describe('npx nx run pipeline:all', () => {
  it('takes a folder of photos to a model, held-out numbers and a report', async () => {
    expect({ exitCode: first.exitCode, ran: ran(first) }).toEqual({ exitCode: 0, ran: [...STAGES] });
    expect(first.stages['evaluate']?.text).toMatch(/network.*grey.*global mean.*per lightness/s);
    expect(first.stages['evaluate']?.text).toContain('data/reports/pipeline/tiny/report.html');
    const results = (await filesIn(workspace, 'data/reports/pipeline/tiny')).map(({ path }) => path);
    for (const name of ['report.html', 'model/model.json', 'model/weights.bin', 'results.png'])
      expect(results).toContain(`/data/reports/pipeline/tiny/${name}`);
  });

  it('prints what the READMEs show of it, but for figures', () => {
    const readmes = readReadmes(join(import.meta.dirname, '../../..'));
    const samples = [...readmes.values()].flatMap((document) => samplesIn(document));
    const shown = samples.filter(({ command }) => command === 'npx nx run pipeline:all');
    expect(shown.length).toBeGreaterThanOrEqual(2);
    for (const { lines } of shown)
      expect(printedLines(lines, first.output).map(shapeOf)).toEqual(lines.map(shapeOf));
  });

  it('comes from the cache the second time, with every byte as it was and no shard or result touched', async () => {
    const before = await filesIn(finished, 'data');
    const again = await runNx(finished);
    expect(ran(again)).toEqual([]);
    const after = await filesIn(finished, 'data');
    expect(after.map(({ path, text }) => [path, text])).toEqual(before.map(({ path, text }) => [path, text]));
    const untouched = (files: typeof after) =>
      files.filter(({ path }) => !path.startsWith('/data/manifests'));
    expect(untouched(after)).toEqual(untouched(before));
  });

  it('gives the same manifests, model and report from an empty store', async () => {
    const before = await filesIn(workspace, 'data/manifests');
    await rm(join(workspace, 'data'), { recursive: true });
    await rm(join(workspace, '.nx'), { recursive: true });
    expect(ran(await runNx(workspace))).toEqual([...STAGES]);
    const after = await filesIn(workspace, 'data/manifests');
    expect(after.map(({ path, text }) => [path, text])).toEqual(before.map(({ path, text }) => [path, text]));
  });

  it('run twice at once from an empty store and no cache computes each shard once, and leaves the same manifests', async () => {
    const before = await filesIn(workspace, 'data/manifests');
    for (const folder of ['data', '.nx', 'pipelines/pipeline/dist'])
      await rm(join(workspace, folder), { recursive: true });
    const runs = await Promise.all([runNx(workspace), runNx(workspace)]);
    expect(runs.map(({ exitCode, output }) => (exitCode === 0 ? 0 : output))).toEqual([0, 0]);
    for (const stage of STAGES) {
      const counts = runs.map((run) => computed(run)[stage] ?? 0);
      expect({ stage, computed: Math.max(...counts) }).toEqual({ stage, computed: computed(first)[stage] });
      expect({ stage, computed: Math.min(...counts) }).toEqual({ stage, computed: 0 });
    }
    const after = await filesIn(workspace, 'data/manifests');
    expect(after.map(({ path, text }) => [path, text])).toEqual(before.map(({ path, text }) => [path, text]));
  }, 120_000);

  it('keeps every held-out photo out of training', async () => {
    const store = openStore(join(workspace, 'data/store'));
    const ingested = (await manifestOf('ingest')).shards.find(({ name }) => name === 'photos');
    const photos = photosTable.decode(await store.readBlob(ingested?.sha256 ?? sha256('')));
    const heldOut = new Set(photos.photo.filter((_, i) => photos.split[i] === 'test'));
    const trained: string[] = [];
    for (const shard of (await manifestOf('patches')).shards)
      trained.push(...patchesTable.decode(await store.readBlob(shard.sha256)).photo);
    expect(heldOut.size).toBeGreaterThan(0);
    expect(trained.length).toBeGreaterThan(0);
    expect(trained.filter((photo) => heldOut.has(photo))).toEqual([]);
  });
});

describe('npx tintype eval', () => {
  async function heldOutFolder(): Promise<void> {
    const shard = (await manifestOf('ingest')).shards.find(({ name }) => name === 'photos');
    const store = openStore(join(workspace, 'data/store'));
    const { path, split } = photosTable.decode(await store.readBlob(shard?.sha256 ?? sha256('')));
    await mkdir(join(workspace, 'held-out'));
    for (const [i, name] of path.entries())
      if (split[i] === 'test') await cp(join(workspace, 'photos', name), join(workspace, 'held-out', name));
  }

  it.each(['tiny', 'data/reports/pipeline/tiny/model'])(
    'measures %s on the held-out photos as the stage evaluate did',
    async (model) => {
      await heldOutFolder();
      const { exitCode, output } = await runTintype(
        workspace,
        'eval',
        '--model',
        model,
        '--photos',
        'held-out',
        '--json',
      );
      expect(exitCode).toBe(0);
      const { overall } = JSON.parse(output) as { overall: Readonly<Record<string, unknown>>[] };
      const { scores } = (await manifestOf('evaluate')).summary as { scores: typeof overall };
      expect(overall.map(({ method }) => method)).toEqual(scores.map(({ method }) => method));
      for (const [i, score] of scores.entries())
        for (const [name, value] of Object.entries(score))
          if (typeof value === 'number' && overall[i]?.[name] !== null)
            expect({ name, value: Number(overall[i]?.[name]) }).toEqual({
              name,
              value: expect.closeTo(value, 3),
            });
    },
  );

  it('measures what it can read, and fails at the end for the rest', async () => {
    await heldOutFolder();
    await writeFile(join(workspace, 'held-out/text.jpg'), 'no photo');
    const { exitCode, output } = await runTintype(
      workspace,
      'eval',
      '--model',
      'tiny',
      '--photos',
      'held-out',
    );
    expect(exitCode).toBe(1);
    expect(output).toMatch(/^network, T = 0.38 +0\.\d{3}/m);
    expect(output).toContain('not read: text.jpg: the file is not a photo in a known format');
    expect(output).toMatch(/eval: 1 of \d photos could not be read/);
  });
});

describe('npx nx run pipeline:bundle', () => {
  const card = () => readFile(join(workspace, 'data/models/bundled/README.md'), 'utf8');
  const bundle = () => runNx(workspace, 'bundle');

  it('writes the model in float16 with a card of its data, recipe and results beside every baseline', async () => {
    const { exitCode, output } = await bundle();
    expect(exitCode === 0 ? 0 : output).toBe(0);
    const sizes = await Promise.all(
      ['data/reports/pipeline/tiny/model', 'data/models/bundled'].map(
        async (folder) => (await stat(join(workspace, folder, 'weights.bin'))).size,
      ),
    );
    expect(Number(sizes[1]) / Number(sizes[0])).toBeLessThan(0.6);
    const { fingerprint } = await manifestOf('train');
    for (const part of ['| network | article, width 1 |', '10 photos:', `| train | \`${fingerprint}\` |`])
      expect(await card()).toContain(part);
    expect(await card()).toMatch(/\| network, T = 0.38 \| 0\.\d{3} /);
    for (const name of [
      'grey',
      'global mean',
      'mean per lightness',
      'likeliest per lightness',
      'mean per row',
    ])
      expect((await card()).split(`\n| ${name} |`)).toHaveLength(3); // scores, and what the network is ahead by
  });

  it('keeps what people wrote of its failures, and takes in a cross-validation', async () => {
    await bundle();
    const file = join(workspace, 'data/models/bundled/README.md');
    await writeFile(file, (await card()).replace('Nobody has looked for them yet.', 'Red buses turn grey.'));
    const rows = [
      {
        ...{ method: 'network', temperature: 0.38, photos: 10 },
        ...{ aucBalanced: 0.8765, intervals: { aucBalanced: [0.8, 0.9] } },
      },
    ];
    const results = JSON.stringify({ folds: 5, photos: 10, temperature: 0.38, rows });
    await writeFile(join(workspace, 'data/models/bundled/cross-validation.json'), results);
    await bundle();
    expect(await card()).toContain('<!-- known-failures:begin -->\n\nRed buses turn grey.\n\n<!-- known');
    expect(await card()).toContain('5 models of the same recipe');
    expect(await card()).toContain('| network, T = 0.38 | 0.876 [0.800, 0.900] | – |');
  });

  it('says which stage is missing', async () => {
    await rm(join(workspace, 'data/manifests/pipeline/tiny/evaluate.json'));
    const { exitCode, output } = await bundle();
    expect(exitCode).toBe(1);
    expect(output).toContain('expected the artefact of evaluate; run "npx nx run pipeline:all -c tiny"');
  });
});

describe('npx nx run pipeline:cross-validate', () => {
  it('scores every photo by a model that has not seen it, and computes nothing the second time', async () => {
    const first = await runNx(workspace, 'cross-validate', 'tiny', '--folds=2');
    expect(first.output).toMatch(/tiny: 10 photos in 2 folds/);
    const file = join(workspace, 'data/reports/cross-validation/tiny.json');
    const result = JSON.parse(await readFile(file, 'utf8'));
    expect(result.rows).toContainEqual(expect.objectContaining({ method: 'grey', photos: 10 }));
    const second = await runNx(workspace, 'cross-validate', 'tiny', '--folds=2');
    expect(second.output).not.toMatch(/shards? computed/);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(result);
  });
});

describe('npx nx run pipeline:sweep', () => {
  it('runs combinations beside the recipe, of which it takes all that they share', async () => {
    await writeFile(join(workspace, 'grid.json'), '{ "train.decode.temperature": [0.7, 1] }');
    const { output, exitCode } = await runNx(workspace, 'sweep', 'tiny', '--grid', 'grid.json');
    expect(exitCode).toBe(0);
    expect(output).not.toMatch(/(ingest|convert|prior|patches) .* shards? computed/);
    expect(output.match(/^train .* 1 of 2 shards computed/gm)).toHaveLength(2); // no training
    expect(output).toMatch(/^1 .* tiny-sweep-train\.decode\.temperature-(0\.7|1)$/m);
    const { output: table } = await runTintype(workspace, 'status');
    expect(table).toMatch(/^tiny-sweep-train\.decode\.temperature-1 +evaluate .* fresh/m);
  });
});

describe('the README', () => {
  const python = process.env['TINTYPE_PYTHON'];
  if (python === undefined)
    process.stdout.write('TINTYPE_PYTHON is not set: the snippet of the README is not run\n');

  (python === undefined ? it.skip : it)('opens an artefact with pyarrow as it says', async () => {
    const readme = await readFile(join(import.meta.dirname, '../../../README.md'), 'utf8');
    const snippet = /```python\n(.*?)```/s.exec(readme)?.[1]?.replace('/default/', '/tiny/') ?? '';
    const printed = execFileSync(python ?? '', ['-c', snippet], { cwd: workspace, encoding: 'utf8' });
    expect(printed).toMatch(/^train\/\S+ \(\d+, 32, 32\) \(\d+, 16, 16, 2\)\n$/);
  });

  const hasDuckDb = python !== undefined && spawnSync(python, ['-c', 'import duckdb, pyarrow']).status === 0;
  (hasDuckDb ? it : it.skip)('opens a blob with DuckDB as that of the pipeline says', async () => {
    const readme = await readFile(join(import.meta.dirname, '../README.md'), 'utf8');
    const [, open, query] = /`(patches = pyarrow[^`]+)`, then `(duckdb[^`]+)`/.exec(readme) ?? [];
    const blob = (await manifestOf('patches')).shards[0];
    const path = openStore(join(workspace, 'data/store')).blobPath(blob?.sha256 ?? sha256(''));
    const program = `import duckdb, pyarrow\npath = "${path}"\n${open}\nprint(len(${query}.fetchall()))`;
    const printed = execFileSync(python ?? '', ['-c', program], { encoding: 'utf8' });
    expect(Number(printed)).toBe(blob?.rows);
  });

  it('names every recipe', async () => {
    const readme = await readFile(join(import.meta.dirname, '../../../README.md'), 'utf8');
    for (const recipe of await listShippedRecipes(join(import.meta.dirname, '..')))
      expect(readme).toMatch(new RegExp(`^\\| \`${recipe}\` +\\|`, 'm'));
  });
});

describe('a change of the recipe', () => {
  it('of train.epochs runs train and evaluate alone', async () => {
    await writeRecipe(workspace, (recipe) => (recipe.train.epochs = 2));
    expect(ran(await runNx(workspace))).toEqual(['train', 'evaluate']);
  });

  it('of train.decode trains nothing', async () => {
    const decode = { temperature: 0.7, coherence: 1, saturation: 1.5 };
    await writeRecipe(workspace, (recipe) => Object.assign(recipe.train, { decode }));
    const run = await runNx(workspace);
    expect(ran(run)).toEqual(['train', 'evaluate']);
    expect(computed(run)['train']).toBe(1);
    expect((await manifestOf('train')).summary).toMatchObject({ decoding: decode });
    const model = await readFile(join(workspace, 'data/reports/pipeline/tiny/model/model.json'), 'utf8');
    expect(JSON.parse(model).userDefinedMetadata.tintype).toMatchObject(decode);
  });

  it('of prior.lambda converts, samples and counts nothing', async () => {
    await writeRecipe(workspace, (recipe) => Object.assign(recipe.prior, { lambda: 0.3 }));
    const run = await runNx(workspace);
    expect(ran(run)).toEqual(['prior', 'train', 'evaluate']);
    expect(computed(run)['prior']).toBe(1);
  });
});

describe('a change of the photos', () => {
  it('by one more looks into it, converts its shard, and leaves the others', async () => {
    await writePhoto(workspace, 10);
    const before = new Set((await manifestOf('convert')).shards.map(({ sha256 }) => sha256));
    const run = await runNx(workspace);
    const fresh = (await manifestOf('convert')).shards.filter(({ sha256 }) => !before.has(sha256));
    expect(computed(run)['convert']).toBe(fresh.length);
    expect(fresh.length).toBeLessThanOrEqual(2); // a shard, or the two that it was split into
    expect(fresh.length).toBeLessThan(before.size);
  });

  it('by one byte converts the shard it leaves and the shard it enters', async () => {
    const { stages } = first;
    await appendFile(join(workspace, 'photos/coast_00.png'), '\0');
    const run = await runNx(workspace);
    expect(run.exitCode).toBe(0);
    expect(run.stages['convert']?.computed).toBeLessThan(stages['convert']?.shards ?? 0);
    expect(run.stages['convert']?.computed).toBeGreaterThan(0);
  });

  it('by another name of one, and another folder, converts, counts, samples and trains nothing', async () => {
    const photos = join(workspace, 'photos');
    await rename(join(photos, 'coast_00.png'), join(photos, 'coast_renamed.png'));
    await mkdir(join(photos, 'more'));
    const moved = (await readdir(photos)).find((name) => name.startsWith('forest_')) ?? '';
    await rename(join(photos, moved), join(photos, 'more', moved));
    const { ingest, ...others } = computed(await runNx(workspace));
    expect(ingest).toBe(1); // the table of photos
    expect(Object.keys(others)).toEqual(['evaluate']); // which shows their names
  });

  it('by touching one recomputes nothing', async () => {
    const file = join(workspace, 'photos/coast_00.png');
    const bytes = await readFile(file);
    await rm(file);
    await writeFile(file, bytes);
    const run = await runNx(workspace);
    expect({ ran: ran(run), computed: computed(run) }).toEqual({ ran: expect.anything(), computed: {} });
  });
});

describe('a change of the code', () => {
  it('in one line of the patches recomputes patches and what follows', async () => {
    await editSource(
      workspace,
      'pipelines/pipeline/src/patches/draw-windows.ts',
      "rngFrom('patches',",
      "rngFrom('other',",
    );
    const run = await runNx(workspace);
    expect(Object.keys(computed(run))).toEqual(['patches', 'train', 'evaluate']);
    expect(run.stages['patches']?.computed).toBe(run.stages['patches']?.shards);
  });

  it('in a comment of a lib recomputes nothing', async () => {
    await appendFile(join(workspace, 'libs/colour/src/lab/lab.ts'), '// a remark\n');
    expect(computed(await runNx(workspace))).toEqual({});
  });
});

describe('a change of the workspace', () => {
  it('in nx.json costs a look into the store', async () => {
    const nx = JSON.parse(await readFile(join(workspace, 'nx.json'), 'utf8'));
    await writeFile(join(workspace, 'nx.json'), JSON.stringify({ ...nx, parallel: 1 }));
    const stored = async () =>
      (await Promise.all(['blobs', 'shards'].map((name) => filesIn(workspace, `data/store/${name}`)))).flat();
    const before = await stored();
    expect(computed(await runNx(workspace))).toEqual({});
    expect(await stored()).toEqual(before);
  });
});

describe('a damaged store', () => {
  it('that was deleted while Nx remembers it is made again', async () => {
    await rm(join(workspace, 'data'), { recursive: true });
    const run = await runNx(workspace, 'patches');
    expect({ exitCode: run.exitCode, computed: Object.keys(computed(run)) }).toEqual({
      exitCode: 0,
      computed: ['ingest', 'convert', 'patches'],
    });
  });

  it('gets back the one shard that was deleted, and nothing after it runs', async () => {
    const [shard] = (await manifestOf('convert')).shards;
    if (shard === undefined) throw new Error('expected a shard');
    await rm(openStore(join(workspace, 'data/store')).blobPath(shard.sha256));
    const run = await runNx(workspace);
    // ingest is told that something is missing, and looks; what follows convert comes from Nx's cache.
    expect({ ran: ran(run), computed: computed(run) }).toEqual({
      ran: ['ingest', 'convert'],
      computed: { convert: 1 },
    });
  });

  it('gets back a report that was deleted without computing it', async () => {
    await rm(join(workspace, 'data/reports'), { recursive: true });
    expect(computed(await runNx(workspace))).toEqual({});
    expect((await filesIn(workspace, 'data/reports/pipeline/tiny')).map(({ path }) => path)).toContain(
      '/data/reports/pipeline/tiny/report.html',
    );
  });
});

describe('bad input', () => {
  it('is quarantined with a reason, and usable oddities are used', async () => {
    const photos = join(workspace, 'photos');
    const noise = sharp({
      create: {
        width: 80,
        height: 70,
        channels: 3,
        background: '#48a',
        noise: { type: 'gaussian', mean: 120, sigma: 40 },
      },
    });
    await writeFile(join(photos, 'forest_text.jpg'), 'this is a text');
    await writeFile(join(photos, 'forest_truncated.jpg'), await noise.clone().jpeg().toBuffer());
    await truncate(join(photos, 'forest_truncated.jpg'), 1500);
    await writeFile(join(photos, 'forest_tiny.png'), await noise.clone().resize(1, 1).png().toBuffer());
    await writeFile(
      join(photos, 'forest_cmyk.jpg'),
      await noise.clone().toColourspace('cmyk').jpeg().toBuffer(),
    );
    await writeFile(
      join(photos, 'forest_deep.png'),
      await noise.clone().toColourspace('rgb16').png().toBuffer(),
    );
    await writeFile(join(photos, 'forest_grey.png'), await noise.clone().greyscale().png().toBuffer());
    const run = await runNx(workspace);
    const text = run.stages['ingest']?.text ?? '';
    expect(run.exitCode).toBe(0);
    expect(text).toContain('13 photos in');
    expect(text).toContain('quarantined forest_text.jpg: the file is not a photo in a known format');
    expect(text).toMatch(/quarantined forest_truncated\.jpg: the file is truncated or damaged/);
    expect(text).toContain('quarantined forest_tiny.png: 1×1: smaller than 32 px');
    expect(run.stages['convert']?.text).toContain('1 near-grey');
  });

  it('such as an empty folder ends in one clear line', async () => {
    await rm(join(workspace, 'photos'), { recursive: true });
    await mkdir(join(workspace, 'photos'));
    const { exitCode, output } = await runNx(workspace, 'ingest');
    expect(exitCode).not.toBe(0);
    expect(output).toMatch(/tintype: ingest\.source\.path: .*photos has no photos: expected at least one of/);
    expect(output).not.toMatch(/^\s+at /m);
  });

  it('such as an unknown key of the recipe names the nearest one', async () => {
    await writeRecipe(workspace, (recipe) => Object.assign(recipe.prior, { lamda: 0.3 }));
    const { exitCode, output } = await runNx(workspace, 'prior');
    expect(exitCode).not.toBe(0);
    expect(output).toContain(
      'tintype: recipes/tiny.json: prior: unknown key "lamda": did you mean "lambda"?',
    );
    expect(output).not.toMatch(/^\s+at /m);
  });

  it('such as a store that cannot be written ends with the place', async () => {
    await rm(join(workspace, 'data/store/blobs'), { recursive: true });
    await writeFile(join(workspace, 'data/store/blobs'), 'a file where a folder should be');
    const { exitCode, output } = await runNx(workspace, 'convert');
    expect(exitCode).not.toBe(0);
    expect(output).toMatch(/tintype: .*data\/store\/blobs/);
    expect(output).not.toMatch(/^\s+at /m);
  });
});
