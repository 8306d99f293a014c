import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { pinChecksum } from './pin-checksum.ts';

const SHA = 'ab'.repeat(32);

async function recipeWith(text: string): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'tintype-pin-')), 'article.json');
  await writeFile(file, text);
  return file;
}

describe('pinning a checksum', () => {
  it('fills the empty slot and leaves every other character as it is', async () => {
    const file = await recipeWith('{ "ingest": {\n    "source": { "sha256" : null } }, "prior": {} }\n');
    expect(await pinChecksum(file, SHA)).toBe(`the archive's sha256 ${SHA} is now pinned in article.json`);
    expect(await readFile(file, 'utf8')).toBe(
      `{ "ingest": {\n    "source": { "sha256" : "${SHA}" } }, "prior": {} }\n`,
    );
  });

  it('says what to write where the recipe has no slot', async () => {
    const file = await recipeWith('{ "ingest": { "source": { "kind": "archive" } } }');
    expect(await pinChecksum(file, SHA)).toContain('put it into ingest.source.sha256 of article.json');
    expect(await readFile(file, 'utf8')).not.toContain(SHA);
  });
});
