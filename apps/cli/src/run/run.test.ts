import { chmod, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { beforeEach, describe, expect, it } from '@jest/globals';

import { main } from '../main.ts';

/** Stands in for Nx: prints what Nx prints around stages, some of which tell on the channel how they go. */
const NX = (told: readonly object[], { code = 0, hang = false } = {}) => `
const { connect } = require('node:net');
console.log('\\n NX   Running target all for project pipeline and 4 tasks it depends on:\\n\\n\\n');
console.log('> nx run pipeline:build  [local cache]\\n\\n> node esbuild.config.mjs pipelines/pipeline\\n');
console.log('> nx run pipeline:ingest:forest  [existing outputs match the cache, left as is]\\n');
console.log('> node pipelines/pipeline/dist/main.js ingest --recipe=forest\\n');
console.log('ingest    5 photos · 1 of 4 shards computed · 1.1 s\\n          quarantined x.jpg: no photo\\n');
console.log('> nx run pipeline:convert:forest\\n\\n> node pipelines/pipeline/dist/main.js convert\\n');
const socket = connect(process.env.TINTYPE_RUN_CHANNEL, () => {
  for (const message of ${JSON.stringify(told)}) socket.write(JSON.stringify(message) + '\\n');
  if (${hang}) process.on('SIGINT', () => socket.end(() => process.exit(130)));
  else socket.end(end);
});
setInterval(() => {}, 1000);
function end() {
  console.log(' NX   Successfully ran target all\\n\\n  Run duration:      1m 46s\\n  Critical path: 1m\\n\\n  Recommendations:\\n    - Speed up');
  console.error('what went to standard error');
  process.exit(${code});
}
`;

const stage = 'convert';
const wave = { type: 'wave', stage, total: 2, reused: 0 };
const done = {
  ...{ type: 'stage-done', stage, headline: '5 images', details: ['left out y.jpg'] },
  ...{ shards: 2, reused: 1, ms: 1234 },
};
const LINES = [
  'ingest    from cache · 5 photos',
  'convert   5 images · 1 of 2 shards computed · 1.2 s',
  '          left out y.jpg',
];

let workspace: string;
beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'tintype-run-'));
  await mkdir(join(workspace, 'data/manifests'), { recursive: true });
  await mkdir(join(workspace, 'pipelines/pipeline/recipes'), { recursive: true });
  await mkdir(join(workspace, 'node_modules/.bin'), { recursive: true });
  for (const recipe of ['default', 'forest'])
    await writeFile(join(workspace, `pipelines/pipeline/recipes/${recipe}.json`), '{}');
});

const setNx = async (program: string) => {
  await writeFile(join(workspace, 'node_modules/.bin/nx'), program);
  await chmod(join(workspace, 'node_modules/.bin/nx'), 0o755);
};

async function run(argv: readonly string[], { isTTY = false, interrupt = false } = {}) {
  const written = { out: '', err: '' };
  const interruption = new AbortController();
  const code = await main(['run', ...argv], {
    cwd: workspace,
    env: { PATH: process.env['PATH'] },
    stdout: {
      isTTY,
      columns: 60,
      write: (text) => {
        written.out += String(text);
        if (interrupt && written.out.includes('0 %')) interruption.abort();
      },
    },
    stderr: { write: (text) => (written.err += String(text)) },
    heedInterrupts: () => interruption.signal,
  });
  return { code, ...written };
}

describe('tintype run', () => {
  it('prints a line for each stage, with its details, and nothing of Nx', async () => {
    await setNx(NX([wave, done]));
    expect(await run(['-c', 'forest'])).toEqual({ code: 0, out: `${LINES.join('\n')}\n`, err: '' });
  });

  it('says where the report is when the last stage comes from the cache', async () => {
    const cached = `console.log('> nx run pipeline:evaluate  [local cache]\\n\\nevaluate  good · 9 of 9 shards reused · 1.0 s\\n          a table\\n          \\n          report data/report.html\\n')`;
    await setNx(cached);
    expect((await run([])).out).toBe('evaluate  from cache · good\n          report data/report.html\n');
  });

  it('draws a bar while a stage runs, where a person reads along', async () => {
    await setNx(NX([wave, done]));
    const { out } = await run(['-c', 'forest'], { isTTY: true });
    expect(out).toContain('\nconvert   ░');
    expect(out).toMatch(/\r\x1b\[Kconvert {3}5 images/);
  });

  it('ends with the one sentence of the stage that failed, and its exit code', async () => {
    const failure = { type: 'stage-failed', message: 'train: lower train.learningRate', exitCode: 2 };
    await setNx(NX([wave, failure], { code: 130 }));
    const { code, out, err } = await run(['-c', 'forest'], { isTTY: true });
    expect({ code, err }).toEqual({ code: 2, err: 'tintype: train: lower train.learningRate\n' });
    expect(out).toMatch(/\r\x1b\[K$/); // the bar is gone
  });

  it('shows what Nx printed where no stage could say what failed', async () => {
    await setNx(
      `console.log('> nx run pipeline:build\\n'); console.log('main.ts: no such file'); process.exit(1);`,
    );
    const { code, err } = await run([]);
    expect(code).toBe(1);
    expect(err).toMatch(/^main\.ts: no such file\ntintype: the run has failed before a stage/);
  });

  it('passes Ctrl-C on, and ends with 130 when Nx has ended', async () => {
    await setNx(NX([wave], { hang: true }));
    const { code, err } = await run(['-c', 'forest'], { isTTY: true, interrupt: true });
    expect({ code, err }).toEqual({
      code: 130,
      err: 'tintype: interrupted; run the same command again to continue\n',
    });
  });

  it('prints one document where that is asked for, and the lines to standard error', async () => {
    await setNx(NX([wave, done]));
    const { out, err } = await run(['-c', 'forest', '--json']);
    expect(err).toBe(`${LINES.join('\n')}\n`);
    expect(JSON.parse(out)).toMatchObject({
      pipeline: 'pipeline',
      recipe: 'forest',
      stages: [
        { stage: 'ingest', cached: true, headline: '5 photos', details: ['quarantined x.jpg: no photo'] },
        { stage: 'convert', cached: false, shards: 2, computed: 1, seconds: 1.23 },
      ],
    });
  });

  it('runs the stages that are named, of the recipe and the pipeline', async () => {
    await setNx('console.error(process.argv.slice(2).join(" ")); process.exit(1)');
    const argv = async (...given: string[]) => (await run(given)).err.split(' --outputStyle')[0];
    expect(await argv()).toBe('run pipeline:all --configuration default');
    expect(await argv('train', '-c', 'forest')).toBe('run pipeline:train --configuration forest');
    expect(await argv('prior', 'patches')).toBe(
      'run-many --projects pipeline --targets prior,patches --configuration default',
    );
  });

  it.each([
    [['trian'], 'no stage "trian": did you mean "train"?'],
    [['-c', 'forrest'], 'no recipe "forrest": did you mean "forest"?'],
    [['--pipeline', 'activation'], 'no pipeline "activation": did you mean "activations"?'],
  ])('refuses %j', async (argv, message) => {
    expect(await run(argv)).toEqual({ code: 2, out: '', err: `tintype: ${message}\n` });
  });
});
