import { mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { beforeEach, describe, expect, it } from '@jest/globals';

import { publishFolder } from './publish-folder.ts';

let parent: string;
let folder: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'tintype-folder-'));
  folder = join(parent, 'photos');
});

describe('publishing a folder', () => {
  it('shows it with all that was written, folders and links included', async () => {
    await publishFolder(folder, async (draft) => {
      await mkdir(join(draft, 'beach'));
      await writeFile(join(draft, 'beach', 'a.jpg'), 'a');
      await symlink('nowhere', join(draft, 'link'));
      expect(await readdir(parent)).not.toContain('photos');
    });
    expect(await readdir(parent)).toEqual(['photos']);
    expect(await readFile(join(folder, 'beach', 'a.jpg'), 'utf8')).toBe('a');
  });

  it('leaves nothing of one that could not be filled, and says why as it was said', async () => {
    const filled = publishFolder(folder, async (draft) => {
      await writeFile(join(draft, 'a.jpg'), 'a');
      throw new Error('the archive is cut short');
    });
    await expect(filled).rejects.toThrow('the archive is cut short');
    expect(await readdir(parent)).toEqual([]);
  });

  it('says which folder a full disk had no room for, and what to do', async () => {
    const filled = publishFolder(folder, async () => {
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    });
    await expect(filled).rejects.toThrow(
      `cannot write ${folder}: ENOSPC: no space left on device, write; free some space there and run again`,
    );
    expect(await readdir(parent)).toEqual([]);
  });

  it('removes what a killed process left beside it', async () => {
    await mkdir(join(parent, '.tintype-999999999-x-x-x-x-0123abcd.tmp', 'beach'), { recursive: true });
    await publishFolder(folder, async () => {});
    expect(await readdir(parent)).toEqual(['photos']);
  });

  it('says which file is in its way', async () => {
    await writeFile(join(parent, 'file'), '');
    await expect(publishFolder(join(parent, 'file', 'photos'), async () => {})).rejects.toThrow(
      `cannot write ${join(parent, 'file', 'photos')}: expected a folder, got the file ${join(parent, 'file')}`,
    );
  });

  it('keeps the one that another process was faster with', async () => {
    await publishFolder(folder, async (draft) => {
      await writeFile(join(draft, 'a.jpg'), 'mine');
      await publishFolder(folder, (other) => writeFile(join(other, 'a.jpg'), 'theirs'));
    });
    expect(await readFile(join(folder, 'a.jpg'), 'utf8')).toBe('theirs');
    expect(await readdir(parent)).toEqual(['photos']);
  });
});
