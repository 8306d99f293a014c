import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { beforeEach, describe, expect, it } from '@jest/globals';
import { sha256 } from '@tintype/store';

import { type Identified, identifyPhotos } from './identify-photos.ts';
import { readHashes, writeHashes } from './photo-hashes.ts';

let folder: string;
let cache: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'identify-'));
  cache = join(folder, 'store', 'photo-hashes.txt');
});

async function put(path: string, content: string) {
  const file = join(folder, path);
  await writeFile(file, content);
  return { path, file };
}

function idsOf({ photos: { ids } }: Identified): readonly string[] {
  return Array.from({ length: ids.length }, (_, i) => ids.at(i));
}

describe('identifyPhotos', () => {
  it('tells of what cannot be read, and goes on', async () => {
    const good = await put('a.jpg', 'photo');
    const large = await put('large.jpg', 'x'.repeat(2000));
    await mkdir(join(folder, 'folder.jpg'));
    const gone = { path: 'gone.jpg', file: join(folder, 'gone.jpg') };
    const aFolder = { path: 'folder.jpg', file: join(folder, 'folder.jpg') };
    const found = await identifyPhotos([gone, good, aFolder, large], cache, { maxBytes: 1000 });
    // A folder has a size of its own, which may be above the limit.
    const isRefused = expect.stringMatching(/it is a folder, not a photo|larger than/);
    expect(found.photos).toMatchObject({ files: [good], bytes: [5] });
    expect(idsOf(found)).toEqual([sha256('photo')]);
    expect(found.unreadable).toEqual([
      { path: 'gone.jpg', reason: 'it was gone before it could be read' },
      { path: 'folder.jpg', reason: isRefused },
      { path: 'large.jpg', reason: '2000 bytes: larger than 1000 bytes' },
    ]);
  });

  it('remembers the hashes of files that are as they were, under whatever names', async () => {
    const names = ['a.jpg', 'two\nlines.jpg', 'ein "Bär" 🐻.jpg'];
    const photos = await Promise.all(names.map((name) => put(name, name)));
    await identifyPhotos(photos, cache, { maxBytes: 1000 });
    const remembered = await readHashes(cache);
    expect([...remembered].map(([file]) => file)).toEqual(photos.map(({ file }) => file));
    const forged = new Map(
      [...remembered].map(([file, hash]) => [file, hash.replace(/^.{64}/, sha256('other'))]),
    );
    await writeHashes(cache, forged);
    const again = await identifyPhotos(photos, cache, { maxBytes: 1000 });
    expect(idsOf(again)).toEqual(names.map(() => sha256('other'))); // no file was read
    const backwards = await identifyPhotos([...photos].reverse(), cache, { maxBytes: 1000 });
    expect(idsOf(backwards)).toEqual(names.map(() => sha256('other')));
    await put('a.jpg', 'another');
    const changed = await identifyPhotos(photos, cache, { maxBytes: 1000 });
    expect(idsOf(changed)).toEqual([sha256('another'), sha256('other'), sha256('other')]);
  });

  it('remembers other folders too, and forgets what a file was', async () => {
    const [one, two] = [await put('one.jpg', 'one'), await put('two.jpg', 'two')];
    await identifyPhotos([two], cache, { maxBytes: 1000 });
    await identifyPhotos([one], cache, { maxBytes: 1000 });
    await put('one.jpg', 'another one');
    await identifyPhotos([one], cache, { maxBytes: 1000 });
    const remembered = await readHashes(cache);
    expect([...remembered].map(([file, hash]) => [file, hash.slice(0, 64)])).toEqual([
      [one.file, sha256('another one')],
      [two.file, sha256('two')],
    ]);
    expect(remembered.get(join(folder, 'three.jpg'))).toBeUndefined();
  });

  it.each(['{"', '', '\n\n', `${'0'.repeat(64)} 5 1 1 1 "a`, '../../x 5 1 1 1 "a.jpg"\n'])(
    'reads all photos anew where its memory is %s',
    async (text) => {
      const photo = await put('a.jpg', 'photo');
      await mkdir(join(folder, 'store'));
      await writeFile(cache, text);
      const found = await identifyPhotos([photo], cache, { maxBytes: 1000 });
      expect(idsOf(found)).toEqual([sha256('photo')]);
    },
  );
});
