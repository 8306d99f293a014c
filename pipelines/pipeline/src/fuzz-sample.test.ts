import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { type Fuzzer, KINDS, openFuzzer } from '../fuzz/cases.ts';

/** A sample of what `npm run fuzz` does with thousands, in this process. */
const SAMPLES = 25;

let folder: string;
let run: Fuzzer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fuzz-sample-'));
  run = await openFuzzer(folder);
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

describe.each(KINDS)('a mutated %s', (kind) => {
  it('is refused with a reason, or is as good as another', async () => {
    for (let index = 0; index < SAMPLES; index++)
      expect({ index, ...(await run(kind, 7, index)) }).toEqual({
        index,
        status: expect.stringMatching(/^(refused|accepted)$/),
        text: expect.any(String),
      });
  });

  it('is the same one for the same seed', async () => {
    expect(await run(kind, 7, 1)).toEqual(await run(kind, 7, 1));
  });
});
