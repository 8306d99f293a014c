import { chmod, link, mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { beforeEach, describe, expect, it } from '@jest/globals';

import { findLeftOut } from './left-out.ts';
import { type FolderListing, listFolder } from './list-folder.ts';

const JPEG = '\xff\xd8\xff\xe0\0\x10JFIF';

let base: string;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'list-folder-'));
});

async function put(path: string, content = 'x'): Promise<void> {
  await mkdir(dirname(join(base, path)), { recursive: true });
  await writeFile(join(base, path), content, 'latin1');
}

async function putLink(path: string, target: string): Promise<void> {
  await mkdir(dirname(join(base, path)), { recursive: true });
  await symlink(target, join(base, path));
}

function list(path = 'photos', recursive = true): Promise<FolderListing> {
  return listFolder(join(base, path), new AbortController().signal, { recursive });
}

function paths({ files }: FolderListing): string[] {
  return files.map(({ path }) => path);
}

describe('listFolder', () => {
  it('follows links to files by the names of the links, as dataset tools lay photos out', async () => {
    await put('blobs/b0');
    await put('photos/.git/annex/objects/k.jpg/k.jpg');
    await putLink('photos/snapshots/1/a.JPG', '../../../blobs/b0');
    await putLink('photos/b.png', '.git/annex/objects/k.jpg/k.jpg');
    await putLink('photos/again.jpg', 'snapshots/1/a.JPG');
    await putLink('photos/notes', '../blobs/b0');
    const listing = await list();
    expect(paths(listing)).toEqual(['again.jpg', 'b.png', 'snapshots/1/a.JPG']);
    expect(listing).toMatchObject({ unreadable: [], repeated: [], ignored: 1 });
  });

  it('follows links to folders, once each, and keeps what lies in the folder itself in its place', async () => {
    await put('photos/z/1.jpg');
    await put('elsewhere/sub/2.jpg');
    await putLink('photos/a', 'z');
    await putLink('photos/b', '../elsewhere/sub');
    await putLink('photos/c', '../elsewhere');
    const listing = await list();
    expect(paths(listing)).toEqual(['b/2.jpg', 'z/1.jpg']);
    expect(listing.repeated).toEqual([
      { path: 'a', reason: 'it is the same as z, which is listed already' },
      { path: 'c/sub', reason: 'it is the same as b, which is listed already' },
    ]);
    expect(listing.unreadable).toEqual([]);
  });

  it('ends at links back, also to a folder above the one that is listed', async () => {
    await put('photos/a/1.jpg');
    await put('other/2.jpg');
    await putLink('photos/a/here', '.');
    await putLink('photos/a/up', '../..');
    await putLink('photos/other', '../other');
    await putLink('other/back', '../photos/a');
    await putLink('other/self', '../other');
    const { files, repeated, unreadable } = await list();
    expect(files.map(({ path }) => path)).toEqual(['a/1.jpg', 'other/2.jpg']);
    const back = 'it is a link back to a folder that it lies in; it is not followed';
    expect(repeated).toEqual([
      { path: 'a/here', reason: back },
      { path: 'a/up', reason: back },
      { path: 'other/back', reason: 'it is the same as a, which is listed already' },
      { path: 'other/self', reason: back },
    ]);
    expect(unreadable).toEqual([]);
  });

  it('names links that lead nowhere, with what to do', async () => {
    await put('photos/a.jpg');
    await put('photos/file');
    await putLink('photos/annexed.jpg', '.git/annex/objects/Xq/k.jpg');
    await putLink('photos/dangling.jpg', 'nowhere');
    await putLink('photos/behind-a-file.jpg', 'file/b.jpg');
    await putLink('photos/itself', 'itself');
    const { files, unreadable } = await list();
    expect(files).toHaveLength(1);
    expect(unreadable).toEqual([
      {
        path: 'annexed.jpg',
        reason: 'it is a link to .git/annex/objects/Xq/k.jpg, which is not there; git annex get fetches it',
      },
      {
        path: 'behind-a-file.jpg',
        reason: expect.stringContaining('a link to file/b.jpg, which is not there'),
      },
      {
        path: 'dangling.jpg',
        reason: 'it is a link to nowhere, which is not there; put the file there again or remove the link',
      },
      { path: 'itself', reason: 'it is a link that leads back to itself; remove it' },
    ]);
  });

  (process.getuid?.() === 0 ? it.skip : it)(
    'names links out of reach (needs another user than root)',
    async () => {
      await put('closed/a.jpg');
      await put('photos/b.jpg');
      await putLink('photos/a.jpg', '../closed/a.jpg');
      await chmod(join(base, 'closed'), 0);
      const { unreadable } = await list().finally(() => chmod(join(base, 'closed'), 0o700));
      expect(unreadable).toEqual([
        {
          path: 'a.jpg',
          reason: 'it is a link to ../closed/a.jpg, which may not be read; change the permissions there',
        },
      ]);
    },
  );

  it('looks into no folder, linked or not, when it is not to', async () => {
    await put('photos/a.jpg');
    await put('photos/in/b.jpg');
    await putLink('photos/link', 'in');
    const listing = await list('photos', false);
    expect(paths(listing)).toEqual(['a.jpg']);
    expect(listing.ignored).toBe(2);
  });

  it.each([
    ...[
      '@eaDir',
      '#recycle',
      '#snapshot',
      '$RECYCLE.BIN',
      '$Recycle.Bin',
      '@Recycle',
      'lost+found',
      '.@__thumb',
    ],
    ...['__MACOSX', 'System Volume Information', '.Trashes', 'Catalogue Previews.lrdata', 'RECYCLER'],
  ])('takes nothing from %s, which holds what people do not see', async (hidden) => {
    await put('photos/a/1.jpg');
    await put(`photos/a/${hidden}/1.jpg`);
    await put(`photos/${hidden}/1.jpg/SYNOPHOTO_THUMB_M.jpg`);
    await put('photos/a/Thumbs.db');
    await put('photos/a/desktop.ini');
    const listing = await list();
    expect(paths(listing)).toEqual(['a/1.jpg']);
    expect(listing).toMatchObject({ unreadable: [], repeated: [], others: [], ignored: 0 });
  });

  it('knows JPEGs by all their endings', async () => {
    const names = ['a.jfif', 'b.JPE', 'c.jif', 'd.JFI', 'e.Jpeg', 'f.pjpeg', 'g.TIFF', 'h.hif'];
    for (const name of names) await put(`photos/${name}`);
    expect(paths(await list())).toEqual(names);
  });
});

describe('findLeftOut', () => {
  it('names photos by their first bytes, and what to do', async () => {
    const heads = {
      'a.dat': JPEG,
      IMG_1: JPEG,
      'b.jpg': JPEG,
      'b.jpg_original': JPEG,
      'c.jpg.1': JPEG,
      'd.bin': '\x89PNG\r\n',
      'e.x/f.bin': 'II*\0',
      'g.nef': 'MM\0*',
      'h.cr3': '\0\0\0\x18ftypcrx ',
      'i.bin': '\0\0\0\x18ftypavif',
      'k.bin': 'RIFF\0\0\0\0WEBP',
      'film.mp4': '\0\0\0\x18ftypisom',
      'live.mov': '\0\0\0\x14ftypqt  ',
      'note.txt': 'GIF is a format',
      empty: '',
    };
    for (const [name, content] of Object.entries(heads)) await put(`photos/${name}`, content);
    const found = (await findLeftOut(await list())).map(({ path, reason }) => `${path}: ${reason}`);
    expect(found).toEqual([
      'IMG_1: it looks like a JPEG; rename it to IMG_1.jpg',
      'a.dat: it looks like a JPEG; rename it to a.jpg',
      'b.jpg_original: it looks like a JPEG, but its name does not say so',
      'c.jpg.1: it looks like a JPEG; rename it to c.jpg',
      'd.bin: it looks like a PNG; rename it to d.png',
      'e.x/f.bin: it looks like a TIFF; rename it to f.tif',
      'g.nef: it looks like a raw file of a camera, which is not read; export it as TIFF or JPEG',
      'h.cr3: it looks like a raw file of a camera, which is not read; export it as TIFF or JPEG',
      'i.bin: it looks like an AVIF; rename it to i.avif',
      'k.bin: it looks like a WebP; rename it to k.webp',
    ]);
  });

  it('says nothing of a file that is listed under another name', async () => {
    await put('photos/blobs/b0', JPEG);
    await put('photos/blobs/b1', JPEG);
    await put('photos/blobs/b2', JPEG);
    await putLink('photos/a.jpg', 'blobs/b0');
    await link(join(base, 'photos/blobs/b1'), join(base, 'photos/c.jpg'));
    expect((await findLeftOut(await list())).map(({ path }) => path)).toEqual(['blobs/b2']);
  });
});
