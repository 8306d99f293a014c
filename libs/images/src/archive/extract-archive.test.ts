import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { beforeEach, describe, expect, it } from '@jest/globals';
import { makeTar, makeZip, type PackedFile } from '@tintype/download/testing';

import type { SourceEvent } from '../source-event.ts';
import { extractArchive, type ExtractLimits } from './extract-archive.ts';

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

const FORMATS: readonly (readonly [string, (entries: readonly PackedFile[]) => Buffer])[] = [
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

  it('refuses two entries of one name, of which one would replace the other', async () => {
    const twice = make([
      { path: 'set/a.jpg', content: 'A' },
      { path: './set//a.jpg', content: 'B' },
    ]);
    await expect(extract(twice)).rejects.toThrow('two of its entries are called "set/a.jpg"');
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

/** The zip with its only entry's record in the directory changed. */
function withRecord(zip: Buffer, change: (record: Buffer) => void): Buffer {
  const changed = Buffer.from(zip);
  change(changed.subarray(changed.indexOf('PK\x01\x02', 0, 'latin1')));
  return changed;
}

describe('extractArchive of a zip', () => {
  const zip = makeZip([{ path: 'a.jpg', content: 'x'.repeat(100) }]);

  it('refuses an encrypted entry', async () => {
    const encrypted = withRecord(zip, (record) => {
      record.writeUInt16LE(record.readUInt16LE(8) | 1, 8);
      record.writeUInt32LE(112, 20); // 12 bytes of its key's header
    });
    await expect(extract(encrypted)).rejects.toThrow(
      /cannot extract .*a\.jpg: expected a plain file, found an encr/,
    );
  });

  it('refuses an entry that is longer or shorter than it says', async () => {
    for (const bytes of [10, 1000]) {
      const lying = withRecord(zip, (record) => record.writeUInt32LE(bytes, 24));
      await expect(extract(lying)).rejects.toThrow(/ingest\.source: cannot extract/);
    }
  });
});

describe('extractArchive of a tar.gz', () => {
  it('stops at a bomb: zeros that unpack to hundreds of times their size', async () => {
    const bomb = gzipSync(
      makeTar([
        { path: 'noise.bin', content: randomBytes(20_000) },
        { path: 'zeros.bin', content: Buffer.alloc(10_000_000) },
      ]),
    );
    expect(bomb.length).toBeLessThan(100_000);
    await expect(extract(bomb, { entries: 9, bytes: 1e6 })).rejects.toThrow(
      'it unpacks to more than 1000000 bytes; ingest.source.maxUnpacked allows more',
    );
  });
});

describe('extractArchive', () => {
  it('says that a file is no archive', async () => {
    await expect(extract(Buffer.from('<html>Not found</html>'.repeat(50)))).rejects.toThrow(
      'expected a zip or tar archive',
    );
  });
});
