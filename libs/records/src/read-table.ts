import { readFileSync } from 'node:fs';

import type { Columns, ValuesOf } from './column.ts';
import type { Table } from './table.ts';

/** The columns of a whole file; errors name the file. */
export function readTable<C extends Columns>(table: Table<C>, path: string): ValuesOf<C> {
  return table.decode(readFileSync(path), path);
}
