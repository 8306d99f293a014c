import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it } from '@jest/globals';
import { openBackEnd } from '@tintype/network/node';
import { syntheticModel } from '@tintype/network/testing';
import sharp from 'sharp';

import { colourFile, colourGradient, colourOfMiddle, openFolder } from '../example/colorize.ts';

it('the example colours a file and a typed array, and reads a distribution', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'example-'));
  await openBackEnd('wasm');
  for (const [name, bytes] of Object.entries(await syntheticModel()))
    await writeFile(join(folder, name), bytes);
  const grey = sharp({ create: { width: 30, height: 20, channels: 3, background: '#777' } });
  await writeFile(join(folder, 'grey.jpg'), await grey.jpeg().toBuffer());

  const model = await openFolder(folder);
  await colourFile(model, join(folder, 'grey.jpg'), join(folder, 'colour.png'));
  const { width, height, format } = await sharp(await readFile(join(folder, 'colour.png'))).metadata();
  expect([width, height, format]).toEqual([30, 20, 'png']);

  const gradient = await colourGradient(model);
  expect(gradient.samples).toHaveLength(256 * 128 * 3);
  const likely = await colourOfMiddle(model, gradient);
  expect(likely).toHaveLength(5);
  expect(likely[0]?.probability).toBeGreaterThanOrEqual(likely[4]?.probability ?? Infinity);
  model.dispose();
});
