import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { beforeEach, describe, expect, it } from '@jest/globals';

import { tailFile } from './tail-file.ts';

let file: string;
beforeEach(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'tintype-tail-')), 'events.ndjson');
});

describe('the tail of a file', () => {
  it('gives each line once, when it is complete', async () => {
    const tail = await tailFile(file, 'beginning');
    expect(await tail.readNew()).toEqual([]);
    await writeFile(file, 'one\ntwo\nthr');
    expect(await tail.readNew()).toEqual(['one', 'two']);
    expect(await tail.readNew()).toEqual([]);
    await appendFile(file, 'ee\nfür\n');
    expect(await tail.readNew()).toEqual(['three', 'für']);
    expect(await tail.readOld()).toEqual(['one', 'two', 'three', 'für']);
  });

  it('gives nothing of what was there, when it follows from the end', async () => {
    await writeFile(file, 'one\n');
    const tail = await tailFile(file, 'end');
    await appendFile(file, 'two\n');
    expect(await tail.readOld()).toEqual(['one']);
    expect(await tail.readNew()).toEqual(['two']);
  });

  it('sees that the file was begun anew, also when it is longer by now', async () => {
    const tail = await tailFile(file, 'beginning');
    await writeFile(file, 'one\n');
    await tail.readNew();
    await writeFile(file, 'first\nsecond\n');
    expect(await tail.readNew()).toEqual(['first', 'second']);
    await rm(file);
    expect(await tail.readNew()).toEqual([]);
    expect(await tail.readOld()).toEqual([]);
  });
});
