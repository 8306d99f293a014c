import { beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { makeTar, makeZip, type FixtureEntry } from '@tintype/download/fixtures';
import { extractArchive, type ExtractLimits } from './extract-archive.ts';
import type { SourceEvent } from './source-event.ts';

let folder = '';
let events: SourceEvent[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'extract-'));
  events = [];
});

async function extract(
  archive: Buffer,
  limits?: ExtractLimits,
  signal = new AbortController().signal,
): Promise<string[]> {
  const file = join(folder, 'archive');
  const target = join(folder, 'inner', 'photos');
  await writeFile(file, archive);
  await mkdir(target, { recursive: true });
  const emit = (event: SourceEvent): number => events.push(event);
  await extractArchive(file, target, { signal, emit, ...(limits && { limits }) });
  return listAll(target);
}

async function listAll(target: string): Promise<string[]> {
  const entries = await readdir(target, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory());
  return files.map((entry) => join(entry.parentPath, entry.name).slice(target.length + 1)).sort();
}

const FORMATS: readonly (readonly [string, (entries: readonly FixtureEntry[]) => Buffer])[] = [
  ['zip', makeZip],
  ['tar', makeTar],
  ['tar.gz', (entries) => gzipSync(makeTar(entries))],
];

describe.each(FORMATS)('extractArchive from a %s', (_, make) => {
  it('extracts photos with their folders and leaves out everything else', async () => {
    const big = 'b'.repeat(200_000);
    const archive = make([
      { path: 'set/', type: 'Directory' },
      { path: './set/a.jpg', content: 'A' },
      { path: 'set/deep/ü.PNG', content: big },
      { path: 'set/read.me', content: 'text' },
      { path: 'set/.hidden.jpg', content: 'x' },
      { path: '__MACOSX/set/a.jpg', content: 'x' },
    ]);
    expect(await extract(archive)).toEqual(['set/a.jpg', 'set/deep/ü.PNG']);
    expect(await readFile(join(folder, 'inner/photos/set/deep/ü.PNG'), 'utf8')).toBe(big);
    expect(events.at(-1)).toMatchObject({ kind: 'extract', photos: 2, ignored: 1 });
  });

  it.each(['../../evil.jpg', '/tmp/evil.jpg', 'set/../../evil.jpg', '..\\evil.jpg', 'C:\\evil.jpg'])(
    'refuses the path %s and writes nothing outside',
    async (path) => {
      const archive = make([{ path, content: 'evil' }]);
      await expect(extract(archive)).rejects.toThrow('leads out of the archive');
      expect(await listAll(folder)).toEqual(['archive']);
    },
  );

  it('leaves out links and devices, also those that call themselves photos', async () => {
    const archive = make([
      { path: 'link.jpg', type: 'SymbolicLink', linkpath: '/etc/passwd', content: '' },
      { path: 'null.jpg', type: 'CharacterDevice' },
      { path: 'a.jpg', content: 'A' },
    ]);
    expect(await extract(archive)).toEqual(['a.jpg']);
    expect(events.at(-1)).toMatchObject({ photos: 1, ignored: 2 });
  });

  it('stops at more entries or more bytes than it may extract', async () => {
    const archive = make([1, 2, 3].map((i) => ({ path: `${i}.jpg`, content: 'x'.repeat(1000) })));
    await expect(extract(archive, { entries: 2, bytes: 1e6 })).rejects.toThrow('more than 2 entries');
    await expect(extract(archive, { entries: 9, bytes: 2500 })).rejects.toThrow('more than 2500 bytes');
  });

  it('says which archive ends early', async () => {
    const whole = make([{ path: 'a.jpg', content: 'x'.repeat(5000) }]);
    const cut = whole.subarray(0, Math.floor(whole.length * 0.6));
    await expect(extract(cut)).rejects.toThrow(/ingest\.source: cannot extract .*archive/);
  });

  it('ends when the run is interrupted', async () => {
    const archive = make([{ path: 'a.jpg', content: 'A' }]);
    await expect(extract(archive, undefined, AbortSignal.abort())).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});

describe('extractArchive', () => {
  it('says that a file is no archive', async () => {
    await expect(extract(Buffer.from('<html>Not found</html>'.repeat(50)))).rejects.toThrow(
      'expected a zip or tar archive',
    );
  });
});
