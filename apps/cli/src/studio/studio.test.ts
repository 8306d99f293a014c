import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { beforeEach, describe, expect, it } from '@jest/globals';

import { main } from '../main.ts';
import { buildSite } from './build-site.ts';
import type { SitePlaces } from './site-files.ts';
import { withPolicy } from './with-policy.ts';

let folder: string;
let out: string;
let places: SitePlaces;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tintype-site-'));
  out = join(folder, 'site');
  const [page, bundled, examples, licence] = ['page', 'bundled', 'examples', 'LICENSE'].map((name) =>
    join(folder, name),
  ) as [string, string, string, string];
  places = { page, bundled, examples, licence };
  await write('LICENSE', 'MIT');
  await write('page/index.html', '<html><head><title>Studio</title></head></html>');
  await write('page/assets/index-one.js', 'one');
  await write('bundled/model.json', '{}');
  await write('bundled/weights.bin', 'weights');
  await write('bundled/README.md', 'the card');
  await write('bundled/LICENSE.encoder', 'Apache');
  await write('bundled/prior.arrow', 'rows');
  await write('examples/mill.jpg', 'photo');
  await write('examples/unnamed.jpg', 'of unknown terms');
  const columns = 'file,title,author,licence,licence_url_or_text_reference,source';
  await write('examples/LICENSES.csv', `${columns}\nmill.jpg,The mill,Ann,CC0-1.0,https://x/,y\n`);
});

async function write(file: string, text: string): Promise<void> {
  const path = join(folder, file);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, text);
}

async function filesIn(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1))
    .sort();
}

const FILES = [
  'LICENSE',
  'assets/index-one.js',
  'examples/LICENSES.csv',
  'examples/mill.jpg',
  'index.html',
  'models/bundled/LICENSE.encoder',
  'models/bundled/README.md',
  'models/bundled/model.json',
  'models/bundled/weights.bin',
  'studio.json',
  'tintype-site.json',
];

describe('a site of static files', () => {
  it('holds the page, the model with its card, examples whose terms are known, and the licences', async () => {
    const { files } = await buildSite(out, places);
    expect(await filesIn(out)).toEqual(FILES);
    expect(files).toBe(FILES.length);
    expect(JSON.parse(await readFile(join(out, 'studio.json'), 'utf8'))).toEqual({
      data: false,
      models: [{ name: 'bundled', path: 'models/bundled/' }],
      examples: [{ name: 'The mill', path: 'examples/mill.jpg', credit: 'Ann, CC0-1.0' }],
    });
  });

  it('replaces an earlier one, and leaves alone what somebody has added', async () => {
    await buildSite(out, places);
    await write('site/CNAME', 'example.org');
    await rm(join(folder, 'page/assets/index-one.js'));
    await write('page/assets/index-two.js', 'two');
    await buildSite(out, places);
    expect(await filesIn(out)).toEqual(
      [...FILES.filter((file) => !file.includes('one.js')), 'CNAME', 'assets/index-two.js'].sort(),
    );
  });

  it.each([
    ['something else', 'notes.txt', 'mine', /expected an empty folder or an earlier site, found notes\.txt/],
    ['a damaged marker', 'tintype-site.json', '{', /tintype-site\.json: not as it was written/],
    [
      'a marker that leads out of it',
      'tintype-site.json',
      '{"formatVersion":1,"files":["../LICENSE"]}',
      /stays inside/,
    ],
  ])('is not written into a folder with %s', async (_, name, text, message) => {
    await write(`site/${name}`, text);
    await expect(buildSite(out, places)).rejects.toThrow(message);
    expect(await filesIn(out)).toEqual([name]);
    expect(existsSync(join(folder, 'LICENSE'))).toBe(true);
  });

  it('is not written over a file', async () => {
    await write('site', 'a file');
    await expect(buildSite(out, places)).rejects.toThrow('expected a folder, got a file');
  });

  it('says in the page itself what it may do', () => {
    const html = withPolicy('<head><script src="x.js"></script></head>');
    expect(html).toMatch(/^<head>\s*<meta http-equiv="Content-Security-Policy" content="default-src 'self';/);
    expect(html).not.toContain('frame-ancestors');
    expect(() => withPolicy('<p>')).toThrow('expected one <head>, got 0');
  });
});

describe('tintype studio', () => {
  const run = async (...argv: readonly string[]) => {
    const written = { out: '', err: '' };
    const code = await main(['studio', ...argv], {
      cwd: folder,
      env: {},
      stdout: { write: (text) => (written.out += String(text)) },
      stderr: { write: (text) => (written.err += String(text)) },
    });
    return { code, ...written };
  };

  it.each([
    [['build'], 'studio: --out: expected a folder for the site, got none'],
    [[], 'studio: expected "build", got nothing; "tintype serve" opens the studio here'],
    [['biuld', '-o', 'x'], 'studio: expected "build", got "biuld"; "tintype serve" opens the studio here'],
  ])('refuses %j', async (argv, message) => {
    expect(await run(...argv)).toEqual({ code: 2, out: '', err: `tintype: ${message}\n` });
  });
});
