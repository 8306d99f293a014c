import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import { readLicences } from '@tintype/images/sources';

import { readSection } from '../report/sections/marked-section.ts';
import { countLicences, creditAuthors } from './describe-licences.ts';

const photos = join(import.meta.dirname, '../../../../data/photos');
const row = {
  title: 'Sea',
  author: 'Ann',
  licence: 'CC-BY-SA-4.0',
  licenceUrl: 'https://a.org/4/',
  source: 's',
};
const free = { ...row, licence: 'CC0-1.0', licenceUrl: 'https://a.org/0/' };
const licences = new Map([
  ['a.jpg', row],
  ['b.jpg', free],
  ['c.jpg', { ...row, title: `x | ${'y'.repeat(200)}` }],
]);

describe('the tables of a notice', () => {
  it('count the photos of each licence', () => {
    expect(countLicences(licences).split('\n').slice(2)).toEqual([
      '| [CC BY-SA 4.0](https://a.org/4/) | 2 |',
      '| [CC0 1.0](https://a.org/0/) | 1 |',
      '| all | 3 |',
    ]);
  });

  it('credit whom a licence asks to credit, and cut a title that is too long', () => {
    const [, , first, second = '', , last] = creditAuthors(licences).split('\n');
    expect(first).toBe('| a.jpg | Sea | Ann | CC BY-SA 4.0 |');
    expect(second).toMatch(/^\| c\.jpg \| x \\\| y+… \| Ann \| CC BY-SA 4\.0 \|$/);
    expect(second).toHaveLength(160);
    expect(last).toMatch(/^The 1 other photo /);
  });

  it('are in NOTICE.md as LICENSES.csv says (npm run docs:notice)', async () => {
    const [notice, bundled] = await Promise.all([
      readFile(join(photos, 'NOTICE.md'), 'utf8'),
      readLicences(join(photos, 'LICENSES.csv')),
    ]);
    expect(readSection(notice, 'licences', 'NOTICE.md')).toBe(countLicences(bundled));
    expect(readSection(notice, 'credits', 'NOTICE.md')).toBe(creditAuthors(bundled));
  });
});
