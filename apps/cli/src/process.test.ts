import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync, readdirSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

import { expect, it } from '@jest/globals';

import { readDocuments } from './testing/read-documents.ts';

const WORKSPACE = join(import.meta.dirname, '../../..');

/** The program in a process of its own, as a shell starts it. */
function start(
  argv: readonly string[],
  { cwd = WORKSPACE, stdout = 'pipe' as 'pipe' | number, env = {} as NodeJS.ProcessEnv } = {},
) {
  const program = join(WORKSPACE, 'apps/cli/bin/tintype.js');
  const around = { cwd, env: { ...process.env, ...env } };
  const child = spawn(process.execPath, [program, ...argv], { ...around, stdio: ['ignore', stdout, 'pipe'] });
  if (child.stderr === null) throw new Error('expected a pipe');
  const { stderr } = child;
  const ended = Promise.all([once(child, 'close'), text(stderr)]).then(([[code], err]) => ({ code, err }));
  return { child, stderr, ended };
}

it.each([
  ['text', ['--help']],
  ['a document', ['inspect', '--json', '--data', '/nowhere']],
])('ends with one line when %s cannot be written', async (_, argv) => {
  if (!existsSync('/dev/full')) return;
  const { ended } = start(argv, { stdout: openSync('/dev/full', 'w') });
  expect(await ended).toEqual({
    ...{ code: 1, err: 'tintype: cannot write to standard output: ENOSPC: no space left on device, write\n' },
  });
});

it('names TMPDIR where a run finds no place for temporary files', async () => {
  const { ended } = start(['run', '-c', 'generated'], { env: { TMPDIR: '/proc/nowhere' } });
  expect(await ended).toEqual({
    ...{
      code: 1,
      err: expect.stringMatching(/^tintype: .* at \/proc\/nowhere .*; make it, or set TMPDIR to one\n$/),
    },
  });
});

it('ends without a word, as others do, when its reader has gone', async () => {
  const { child, ended } = start(['--help']);
  child.stdout?.destroy();
  expect(await ended).toEqual({ code: 141, err: '' });
});

it.each([
  ['SIGHUP', 129],
  ['SIGTERM', 143],
] as const)('ends in order on %s, with %i and no draft left', async (signal, code) => {
  const folder = await mkdtemp(join(tmpdir(), 'tintype-signal-'));
  await mkdir(join(folder, 'photos'));
  for (let i = 0; i < 40; i += 1)
    await copyFile(join(WORKSPACE, 'data/photos/forest_lake.jpg'), join(folder, 'photos', `${i}.jpg`));
  const { child, stderr, ended } = start(['colorize', 'photos', '-o', 'out', '--back-end', 'wasm'], {
    cwd: folder,
  });
  stderr.once('data', () => child.kill(signal)); // some are done, and others under way
  expect(await ended).toEqual({
    ...{
      code,
      err: expect.stringMatching(/tintype: interrupted; run the same command again to continue\n$/),
    },
  });
  expect(readdirSync(join(folder, 'out')).filter((name) => !/^\d+\.jpg$/.test(name))).toEqual([]);
});

it('colours many photos, for which a thread predicts, as it colours one', async () => {
  const cwd = await mkdtemp(join(tmpdir(), 'tintype-many-'));
  await mkdir(join(cwd, 'photos'));
  for (const name of '12345678')
    await copyFile(join(WORKSPACE, 'data/photos/forest_lake.jpg'), join(cwd, 'photos', `${name}.jpg`));
  const colour = async (photos: string, out: string) => {
    const { ended } = start(['colorize', photos, '-o', out, '--back-end', 'wasm'], { cwd });
    expect(await ended).toMatchObject({ code: 0 });
  };
  await colour('photos', 'many');
  await colour('photos/3.jpg', 'one');
  const one = await readFile(join(cwd, 'one', '3.jpg'));
  for (const name of '38') expect((await readFile(join(cwd, 'many', `${name}.jpg`))).equals(one)).toBe(true);
});

function firstExample(document: string): string | undefined {
  return /^npx tintype (colorize .*?)(?: *#.*)?$/m.exec(readDocuments().get(document) ?? '')?.[1];
}

it('the first example of the documents works on a fresh clone', async () => {
  const example = firstExample('README.md') ?? '';
  expect(firstExample('libs/colorize/README.md')).toBe(example);
  const out = await mkdtemp(join(tmpdir(), 'tintype-example-'));
  const { child, ended } = start(example.replace(/--out \S+/, `--out ${out}`).split(' '));
  const [said, { code }] = await Promise.all([text(child.stdout ?? Readable.from([])), ended]);
  expect({ code, said }).toEqual({
    ...{ code: 0, said: expect.stringMatching(/^1 photo coloured with bundled on /m) },
  });
  expect(readdirSync(out)).toEqual(['insidecity_castle-clinton-1961.jpg']);
});
