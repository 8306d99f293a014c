import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';

import { makeFolder } from './make-folder.ts';
import { publish, publishAll, publishNew, publishWritten } from './publish.ts';

/** Says the name of its draft, and then ends as it is told; else it waits for a signal. */
const PROGRAM = `
import { basename } from 'node:path';
import { publishWritten } from './publish.ts';
const [file, end] = process.argv.slice(2);
await publishWritten(file, async (draft) => {
  process.stdout.write(basename(draft));
  if (end === 'exit') process.exit(3);
  if (end === 'throw') setImmediate(() => { throw new Error('unforeseen'); });
  await new Promise((resolve) => setTimeout(resolve, 60_000));
});
`;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tintype-publish-'));
});

describe('a draft', () => {
  const program = join(tmpdir(), `tintype-draft-${process.pid}.mjs`);
  beforeAll(() =>
    build({
      stdin: { contents: PROGRAM, resolveDir: import.meta.dirname },
      ...{ outfile: program, bundle: true, format: 'esm', platform: 'node' },
    }),
  );

  /** @returns the name of the draft of a process that has ended */
  async function endProcess(end: 'exit' | 'throw' | 'SIGKILL'): Promise<string> {
    const child = spawn(process.execPath, [program, join(folder, 'file'), end]);
    const closed = once(child, 'close');
    const [name] = await once(child.stdout, 'data');
    if (end === 'SIGKILL') child.kill(end);
    await closed;
    return String(name);
  }

  it('has a short name, so that a file may have any name that the system allows', async () => {
    const name = `${'ä'.repeat(125)}.jpeg`;
    await publish(join(folder, name), 'text');
    await publishNew(join(folder, `1${name.slice(1)}`), 'text');
    expect((await readdir(folder)).sort()).toEqual([`1${name.slice(1)}`, name]);
  });

  it.each(['exit', 'throw'] as const)('goes with a process that ends by itself (%s)', async (end) => {
    expect(await endProcess(end)).toMatch(/^\.tintype-\d+-.*\.tmp$/);
    expect(await readdir(folder)).toEqual([]);
  });

  it('of a process that was killed goes when the next one writes there, and no other file does', async () => {
    const left = await endProcess('SIGKILL');
    const others = ['.tintype-notes.tmp', `${left}x`, 'a.tmp'];
    for (const name of others) await writeFile(join(folder, name), '');
    expect(await readdir(folder)).toContain(left);
    await publish(join(folder, 'next'), 'text');
    expect((await readdir(folder)).sort()).toEqual([...others, 'next'].sort());
  });

  it('of a process out of sight stays for a day, and that of a living one for ever', async () => {
    const living = await nameOfDraft();
    const inContainer = (namespace: string) => living.replace(/-\w+(?=-\w+-\w+\.tmp$)/, `-${namespace}`);
    const [elsewhere, old] = [inContainer('00000000'), inContainer('00000001')];
    for (const name of [living, elsewhere, old]) await writeFile(join(folder, name), '');
    const twoDaysAgo = Date.now() / 1000 - 48 * 3600;
    for (const name of [living, old]) await utimes(join(folder, name), twoDaysAgo, twoDaysAgo);
    await publish(join(folder, 'next'), 'text');
    expect((await readdir(folder)).sort()).toEqual([living, elsewhere, 'deep', 'next'].sort());
  });

  async function nameOfDraft(): Promise<string> {
    let name = '';
    await publishWritten(join(folder, 'deep', 'file'), async (draft) => {
      name = basename(draft);
    });
    return name;
  }
});

describe('permissions', () => {
  it.each([
    [0o022, 0o644],
    [0o002, 0o664],
    [0o077, 0o600],
  ])('that the umask %o leaves are those of a file that may be written', async (umask, mode) => {
    const before = process.umask(umask);
    try {
      await publish(join(folder, 'bytes'), 'text', { readOnly: false });
      await publishWritten(join(folder, 'written'), (draft) => writeFile(draft, 'text', { mode: 0o644 }), {
        readOnly: false,
      });
    } finally {
      process.umask(before);
    }
    for (const name of ['bytes', 'written']) expect((await stat(join(folder, name))).mode & 0o777).toBe(mode);
  });
});

describe('making folders', () => {
  it('makes those above, and says which it made', async () => {
    await mkdir(join(folder, 'a'));
    expect(await makeFolder(join(folder, 'a/b/c'))).toEqual([join(folder, 'a/b'), join(folder, 'a/b/c')]);
    expect(await makeFolder(join(folder, 'a/b/c'))).toEqual([]);
    await symlink('a', join(folder, 'link'));
    expect(await makeFolder(join(folder, 'link/d'))).toEqual([join(folder, 'link/d')]);
  });

  it('names what is in the way', async () => {
    await writeFile(join(folder, 'file'), '');
    await symlink('nowhere', join(folder, 'dangling'));
    const dangling = `expected a folder, got the link ${join(folder, 'dangling')}, which leads to nowhere, where nothing is`;
    for (const [name, reason] of [
      ['file', `expected a folder, got the file ${join(folder, 'file')}`],
      ['file/deep/er', `expected a folder, got the file ${join(folder, 'file')}`],
      ['dangling', dangling],
      ['dangling/deep/er', dangling],
      ['n'.repeat(256), /cannot make the folder .*ENAMETOOLONG/],
    ] as const)
      await expect(makeFolder(join(folder, name))).rejects.toThrow(reason);
    expect((await readdir(folder)).sort()).toEqual(['dangling', 'file']);
  });

  it('ends where none can be made', async () => {
    await expect(makeFolder('/dev/null/x/y')).rejects.toThrow('expected a folder, got the file /dev/null');
    if (process.platform !== 'linux') return;
    await expect(makeFolder('/proc/x/y')).rejects.toThrow('no folder can be made in /proc');
    await expect(publish('/proc/x/y', '')).rejects.toThrow(
      'cannot write /proc/x/y: no folder can be made in',
    );
    await expect(publishNew('/dev/null/x', '')).rejects.toThrow(/cannot write .*got the file \/dev\/null/);
  });
});

describe('a message', () => {
  it('has the remedy that fits the cause, and none where none is known', async () => {
    const failure = (code: string) => async () => {
      throw Object.assign(new Error(`${code}: said so`), { code });
    };
    const file = join(folder, 'file');
    const failed = async (code: string) =>
      String(await publishWritten(file, failure(code)).catch((error) => error));
    expect(await failed('ENOSPC')).toMatch(/ENOSPC: said so; free some space there and run again$/);
    expect(await failed('EOTHER')).toBe(`Error: cannot write ${file}: EOTHER: said so`);
    const remedies = { EACCES: 'choose another' };
    await expect(publishWritten(file, failure('EACCES'), { remedies })).rejects.toThrow(
      `cannot write ${file}: EACCES: said so; choose another`,
    );
    await mkdir(join(folder, 'taken', 'inside'), { recursive: true });
    const taken = await publish(join(folder, 'taken'), '').catch(String);
    expect(taken).toMatch(/cannot write .*taken: (EISDIR|ENOTEMPTY|EEXIST): [a-z ]+, rename$/); // not the draft's name
    await rm(join(folder, 'taken'), { recursive: true });
    await expect(publish(`${file}${'n'.repeat(255)}`, '')).rejects.toThrow(
      /ENAMETOOLONG.*; choose a shorter name/,
    );
    expect(await readdir(folder)).toEqual([]);
    await publish(file, 'text');
    expect(await readFile(file, 'utf8')).toBe('text');
  });
});

describe('several files', () => {
  it('appear whole, read-only, in folders that are made for them', async () => {
    const files = ['a/one', 'a/two', 'b/three'].map((name) => ({ file: join(folder, name), bytes: name }));
    await publishAll(files);
    for (const { file, bytes } of files) {
      expect(await readFile(file, 'utf8')).toBe(bytes);
      expect((await stat(file)).mode & 0o777).toBe(0o444);
    }
    expect(await readdir(join(folder, 'a'))).toEqual(['one', 'two']);
  });

  it('none of which can be written leave nothing, and the error names the one that could not be', async () => {
    await writeFile(join(folder, 'blocked'), '');
    const [good, bad] = [join(folder, 'good'), join(folder, 'blocked/bad')];
    await expect(publishAll([good, bad].map((file) => ({ file, bytes: 'text' })))).rejects.toThrow(
      `cannot write ${bad}: expected a folder, got the file ${join(folder, 'blocked')}`,
    );
    expect(await readdir(folder)).toEqual(['blocked']);
  });
});
