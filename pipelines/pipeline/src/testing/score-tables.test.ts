import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { readCrossValidation } from '../bundle/cross-validation.ts';
import { readReadmes } from './samples.ts';
import { rewriteScores } from './score-tables.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const readmes = readReadmes(ROOT);
const bundled = await readCrossValidation(join(ROOT, 'data/models/bundled/cross-validation.json'));
const rows = bundled?.rows ?? [];

/** A document without the spaces and rules that align its tables. */
function unaligned(markdown: string): string {
  return markdown.replace(/-{3,}/g, '---').replace(/ +/g, ' ');
}

describe('the tables of results', () => {
  it.each([
    ['README.md', 'Results'],
    ['pipelines/pipeline/README.md', 'The bundled model, cross-validated'],
  ])('%s shows what the cross-validation of the bundled model measured, below "%s"', (file, heading) => {
    const document = readmes.get(file) ?? '';
    expect(unaligned(document)).toBe(unaligned(rewriteScores(document, heading, rows)));
  });

  it('are refused where they name a method or a measure that there is not', () => {
    const table = (name: string, column: string) =>
      `## Results\n\n| method | ${column} |\n| --- | --- |\n| ${name} | 1 |\n`;
    expect(() => rewriteScores(table('mean colour per row', 'raw AuC'), 'Results', rows)).toThrow(
      'mean per row; truth, softly encoded',
    );
    expect(() => rewriteScores(table('grey', 'AuC'), 'Results', rows)).toThrow(
      'expected a column of the catalogue of measures or "lead of the network", got "AuC"',
    );
    expect(() => rewriteScores('## Other', 'Results', rows)).toThrow('below the heading "Results"');
  });
});
