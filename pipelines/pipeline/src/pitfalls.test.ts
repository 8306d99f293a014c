import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../../..');
const readme = await readFile(join(root, 'pipelines/pipeline/README.md'), 'utf8');
const [, list = ''] = /<!-- pitfalls:begin -->([^]*)<!-- pitfalls:end -->/.exec(readme) ?? [];
const rows = list.split('\n').filter((line) => /^- \*\*P\d/.test(line));

/** "`file`: name of a test", between semicolons. */
const named = rows.flatMap((row) =>
  [...row.matchAll(/`([\w/.-]+\.test\.ts)`: ([^;]+)/g)].map(([, file = '', name = '']) => ({
    file,
    name: name.trim(),
  })),
);

describe('the pitfalls of the README', () => {
  it('are P1 to P26, each with a test or a reason', () => {
    expect(rows.map((row) => /P\d+/.exec(row)?.[0])).toEqual(
      Array.from({ length: 26 }, (_, i) => `P${i + 1}`),
    );
    for (const row of rows) expect(row).toMatch(/\.\*\* \S/);
  });

  it.each(named)('$file has the test "$name"', async ({ file, name }) => {
    expect(await readFile(join(root, file), 'utf8')).toContain(`'${name}'`);
  });
});
