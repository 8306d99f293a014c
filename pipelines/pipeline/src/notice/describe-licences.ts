import type { Licence } from '@tintype/images/sources';
import { counted } from '@tintype/report';

import { markdownTable } from '../report/sections/marked-section.ts';

/** Of a folder of photos, by file name. */
type Licences = ReadonlyMap<string, Licence>;

/** Licences that ask for nothing; the others ask at least for the author's name. */
const FREE: readonly string[] = ['CC0-1.0', 'Public domain'];
/** Characters that a row of a table may have and still be read. */
const WIDEST = 160;

/** How many of the photos are under which licence, as a Markdown table. */
export function countLicences(licences: Licences): string {
  const names = [...licences.values()].map(({ licence }) => licence);
  const rows = [...new Set(names)].sort().map((name) => {
    const { licenceUrl = '' } = [...licences.values()].find(({ licence }) => licence === name) ?? {};
    return [`[${spell(name)}](${licenceUrl})`, String(names.filter((other) => other === name).length)];
  });
  return markdownTable(['licence', 'photos'], [...rows, ['all', String(names.length)]]);
}

/** Title, author and licence of every photo whose licence asks for credit, as Markdown; titles too long for a row are cut. */
export function creditAuthors(licences: Licences): string {
  const credited = [...licences].filter(([, { licence }]) => !FREE.includes(licence));
  const rows = credited.map(([file, credit]) => creditRow(file, credit));
  const others = counted(licences.size - credited.length, 'other photo');
  return [
    ['| file | title | author | licence |', '| --- | --- | --- | --- |', ...rows].join('\n'),
    `The ${others} are in the public domain or under CC0 1.0; their authors are in LICENSES.csv.`,
  ].join('\n\n');
}

function creditRow(file: string, { title, author, licence }: Licence): string {
  const rowOf = (shown: string) => `| ${[file, shown, escape(author), spell(licence)].join(' | ')} |`;
  const room = WIDEST - rowOf('').length;
  const whole = escape(title);
  return rowOf(whole.length <= room ? whole : `${whole.slice(0, room - 1).trimEnd()}…`);
}

/** "CC-BY-SA-4.0" as its publisher writes it: "CC BY-SA 4.0". */
function spell(licence: string): string {
  return licence
    .replace(/^CC-?/, 'CC ')
    .replace(/^CC 0/, 'CC0')
    .replace(/-(\d\.\d)$/, ' $1')
    .replace(/^BSD-2-Clause$/, 'BSD 2-Clause');
}

function escape(text: string): string {
  return text.replaceAll('|', '\\|').replace(/\s+/g, ' ');
}
