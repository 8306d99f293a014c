import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from '@jest/globals';

import { parseCsv } from './csv.ts';
import { readLicences } from './licences.ts';

const BUNDLED = fileURLToPath(new URL('../../../../data/photos/', import.meta.url));
const HISTORIC = fileURLToPath(new URL('../../../../data/historic/', import.meta.url));

describe('parseCsv', () => {
  it('reads quotes, commas and line breaks in fields', () => {
    expect(parseCsv('a,"b ""c"", d","e\nf"\r\n1,,3\n')).toEqual([
      ['a', 'b "c", d', 'e\nf'],
      ['1', '', '3'],
    ]);
  });

  it('keeps an empty last field, skips empty lines and a byte order mark', () => {
    expect(parseCsv('\ufeffa,b,\n\n1,2,""\nx,y,')).toEqual([
      ['a', 'b', ''],
      ['1', '2', ''],
      ['x', 'y', ''],
    ]);
  });

  it('names the line of a field that it cannot read', () => {
    expect(() => parseCsv('a,b\n1,"open')).toThrow('CSV line 2');
    expect(() => parseCsv('a,b"c')).toThrow('CSV line 1');
  });
});

describe('readLicences', () => {
  it('knows the author, the licence and the source of every bundled photo, and of no other', async () => {
    const licences = await readLicences(join(BUNDLED, 'LICENSES.csv'));
    const photos = (await readdir(BUNDLED)).filter((name) => name.endsWith('.jpg'));
    expect([...licences.keys()].sort()).toEqual(photos.sort());
    for (const { title, author, source, licence, licenceUrl } of licences.values()) {
      expect([title, author, source].every((text) => text.length > 0)).toBe(true);
      expect(licence).toMatch(/^(BSD-2-Clause|CC0-1\.0|Public domain|CC-BY(-SA)?-[234]\.0)$/);
      expect(licenceUrl).toMatch(/^https:\/\/(creativecommons|opensource)\.org\/[a-z0-9/.-]+$/);
    }
  });

  it('comes with the text of the one licence that has to be passed on with the photos', async () => {
    const licences = await readLicences(join(BUNDLED, 'LICENSES.csv'));
    const bsd = [...licences.values()].filter(({ licence }) => licence === 'BSD-2-Clause');
    expect(bsd).toHaveLength(10);
    for (const { source } of bsd) expect(source).toContain('Debian package enlightenment-data');
    const text = await readFile(join(BUNDLED, 'BSD-2-Clause-enlightenment-data.txt'), 'utf8');
    expect(text).toMatch(/Copyright: 2000-2020 Carsten Haitzler[^]*this list of conditions/);
  });

  it('knows the historic photo, which is no photo to train on, likewise', async () => {
    const licences = await readLicences(join(HISTORIC, 'LICENSES.csv'));
    expect([...licences.keys()]).toEqual((await readdir(HISTORIC)).filter((name) => name.endsWith('.jpg')));
    expect([...licences.values()]).toMatchObject([
      { author: 'Jack E. Boucher, National Park Service', licence: 'Public domain' },
    ]);
  });

  it('names the column that is missing', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'licences-')), 'LICENSES.csv');
    await writeFile(file, 'file,title,author,licence,source\n');
    await expect(readLicences(file)).rejects.toThrow('expected the column licence_url_or_text_reference');
  });
});
