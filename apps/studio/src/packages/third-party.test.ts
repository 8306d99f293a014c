import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { writeNotices } from '../../../cli/pack/third-party.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const folder = mkdtempSync(join(tmpdir(), 'notices-'));

/** Lays out a package. @returns a module of it */
function layOut(
  name: string,
  facts: Readonly<Record<string, unknown>>,
  files: Readonly<Record<string, string>>,
): string {
  const place = join(folder, 'node_modules', name);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'package.json'), JSON.stringify({ name, version: '1.2.3', ...facts }));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(place, file), text);
  return join(place, 'dist/index.js');
}

describe('writeNotices', () => {
  it('gives each package its own licence and notice once, in order, and leaves out our own code', () => {
    const named = layOut('@scope/b', { license: 'MIT' }, { 'LICENSE.txt': 'Terms of b', NOTICE: 'By b' });
    const other = layOut('a', { license: 'ISC' }, { LICENCE: 'Terms of a' });
    const text = writeNotices([named, other, `\0${named}`, 'libs/colour/src/index.ts'], ROOT);
    expect(text.split('\n').filter((line) => line.startsWith('#'))).toEqual([
      '# Third-party notices',
      '## @scope/b 1.2.3 (MIT)',
      '## a 1.2.3 (ISC)',
    ]);
    expect(text).toContain('Terms of b\n\nBy b');
    expect(text).toContain('Terms of a');
  });

  it('takes a package inside another for what it is', () => {
    layOut('outer', { license: 'MIT' }, { LICENSE: 'Terms of outer' });
    const inner = layOut('outer/node_modules/inner', { name: 'inner' }, { LICENSE: 'Terms of inner' });
    expect(writeNotices([inner], ROOT)).not.toContain('outer');
  });

  it('adds the text of a licence that a package names alone', () => {
    const bare = layOut(
      'bare',
      { license: 'Apache-2.0', repository: { url: 'https://example.org/bare' } },
      {},
    );
    const text = writeNotices([bare], ROOT);
    expect(text).toContain('https://example.org/bare');
    expect(text).toContain('Version 2.0, January 2004');
  });

  it('refuses a package that states no licence which can be passed on', () => {
    expect(() => writeNotices([layOut('secret', { license: 'UNLICENSED' }, {})], ROOT)).toThrow(
      /^third-party: .*secret: expected a file LICENSE.*got "UNLICENSED"/,
    );
  });
});
