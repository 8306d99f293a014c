import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { beforeEach, describe, expect, it } from '@jest/globals';

import { type ListedPhotos, listPhotos } from './list-photos.ts';

let cwd: string;

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'list-photos-'));
});

async function put(path: string, content = 'x'): Promise<void> {
  await mkdir(dirname(join(cwd, path)), { recursive: true });
  await writeFile(join(cwd, path), content);
}

function list(given: readonly string[], out = 'out'): Promise<ListedPhotos> {
  const { signal } = new AbortController();
  return listPhotos(given, { cwd, recursive: true, out: join(cwd, out), signal });
}

function names({ photos }: ListedPhotos): string[] {
  return photos.map(({ name }) => name);
}

describe('listPhotos', () => {
  it('follows links, names those that lead nowhere, and tells what it leaves out', async () => {
    await put('blobs/1');
    await put('photos/b.dat', 'GIF89a');
    await mkdir(join(cwd, 'more'));
    await symlink('../blobs/1', join(cwd, 'photos/a.jpg'));
    await symlink('../blobs/1', join(cwd, 'more/c.JPE'));
    await symlink('../more', join(cwd, 'photos/link'));
    await symlink('gone', join(cwd, 'photos/d.jpg'));
    await symlink('..', join(cwd, 'photos/up'));
    const listed = await list(['photos', 'photos/d.jpg']);
    expect(names(listed)).toEqual(['photos/a.jpg', 'photos/link/c.JPE', 'photos/d.jpg']);
    expect(listed.photos[2]?.reason).toBe(
      'it is a link to gone, which is not there; put the file there again or remove the link',
    );
    expect(listed.leftOut).toEqual([
      { path: 'photos/up', reason: 'it is a link back to a folder that it lies in; it is not followed' },
      { path: 'photos/b.dat', reason: 'it looks like a GIF; rename it to b.gif' },
    ]);
  });

  it('takes no result for a photo, by whatever links the folders are reached', async () => {
    await put('photos/a.jpg');
    await put('photos/results/a.jpg');
    await put('elsewhere/b.jpg');
    await symlink('photos', join(cwd, 'link'));
    await symlink('../elsewhere', join(cwd, 'photos/other'));
    expect(names(await list(['link'], 'photos/results'))).toEqual(['link/a.jpg', 'link/other/b.jpg']);
    expect(names(await list(['photos'], 'elsewhere'))).toEqual(['photos/a.jpg', 'photos/results/a.jpg']);
    expect(names(await list(['photos'], 'link'))).toHaveLength(3);
  });

  it('says of what is not there that it may have been a folder', async () => {
    const { photos } = await list(['nowhere', 'nowhere.jpg']);
    expect(photos.map(({ reason }) => reason)).toEqual(['no such file or folder', 'no such file']);
  });
});
