import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { beforeAll, expect, it } from '@jest/globals';
import { openBackEnd } from '@tintype/network/node';
import { syntheticModel } from '@tintype/network/testing';

import { openModelFolder } from './open-model-folder.ts';

beforeAll(() => openBackEnd('cpu')); // which the made-up model is made on

async function folderOf(files: Readonly<Record<string, Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'model-'));
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
  return folder;
}

it('opens a model on the back end that is asked for, and knows equal files by their digest', async () => {
  const files = { ...(await syntheticModel()) };
  const [one, other] = [await folderOf(files), await folderOf(files)];
  const { model, backEnd, digest } = await openModelFolder(one, 'cpu');
  expect(backEnd.name).toBe('cpu');
  expect(model.gamut.bins.length).toBeGreaterThan(0);
  expect((await openModelFolder(other, 'cpu')).digest).toBe(digest);
});

it('says which file of a folder is missing or wrong', async () => {
  const { 'model.json': json } = await syntheticModel();
  const halved = await folderOf({ 'model.json': json });
  await expect(openModelFolder(halved)).rejects.toThrow(
    `model ${halved}: expected weights.bin: found none; name the folder of a model`,
  );
  const foreign = await folderOf({ 'model.json': Buffer.from('{}'), 'weights.bin': Buffer.of() });
  await expect(openModelFolder(foreign, 'cpu')).rejects.toThrow(`model ${foreign}: `);
});
