import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';

import { colorize } from './colouring/colorize.ts';
import type { Pixels } from './colouring/pixels.ts';
import { stripeThreads } from './stripe-threads.ts';
import { madeUpColourer } from './testing/made-up-colourer.ts';

const colourer = madeUpColourer((L) => [L - 50, 50 - L]);

describe('stripes in threads', () => {
  let computer: ReturnType<typeof stripeThreads>;
  beforeAll(async () => {
    const outfile = join(await mkdtemp(join(tmpdir(), 'stripes-')), 'stripe.worker.mjs');
    const worker = fileURLToPath(new URL('stripe.worker.ts', import.meta.url));
    await build({ entryPoints: [worker], outfile, bundle: true, format: 'esm', platform: 'node' });
    computer = stripeThreads({ workerUrl: pathToFileURL(outfile), threads: 2 });
  });
  afterAll(() => computer.close());

  it.each([8, 16])('give the same as here, %i bits deep', async (bits) => {
    const picture = ramp(2000, 900, bits); // seven stripes
    const [here, there] = [
      await colorize(colourer, picture),
      await colorize(colourer, picture, { computer }),
    ];
    expect(there.samples).toHaveLength(here.samples.length);
    expect(there.samples.every((value, i) => value === here.samples[i])).toBe(true);
    expect(there.samples.some((value, i) => value !== picture.samples[i])).toBe(true);
  });
});

function ramp(width: number, height: number, bits: number): Pixels {
  const count = width * height * 3;
  const value = (i: number) => ((i % 5003) * 251) % 2 ** bits;
  const samples =
    bits === 8
      ? Uint8Array.from({ length: count }, (_, i) => value(i))
      : Uint16Array.from({ length: count }, (_, i) => value(i));
  return { samples, width, height, channels: 3 };
}
