import type { Field } from 'apache-arrow';

import type { Column } from './column.ts';

const DESCRIPTION = 'tintype.description';
const UNIT = 'tintype.unit';

/** What the values of a column are; null where the file does not say, and for what has no unit. */
export interface Meaning {
  readonly description: string | null;
  readonly unit: string | null;
}

/** A column of one of our tables: its field says what it holds. */
export interface MeaningfulColumn<Input = unknown, Value = unknown> extends Column<Input, Value> {
  readonly meaning: Meaning & { readonly description: string };
}

export type MeaningfulColumns = Readonly<Record<string, MeaningfulColumn>>;

/** The column with what it means in the metadata of its field, where every reader of Arrow finds it. */
export function means<Input, Value>(
  column: Column<Input, Value>,
  description: string,
  unit: string | null = null,
): MeaningfulColumn<Input, Value> {
  const own: readonly (readonly [string, string])[] = [
    [DESCRIPTION, description],
    ...(unit === null ? [] : [[UNIT, unit] as const]),
  ];
  return {
    ...column,
    meaning: { description, unit },
    encode: (input, place) => {
      const { metadata = [], ...encoded } = column.encode(input, place);
      return { ...encoded, metadata: new Map([...metadata, ...own]) };
    },
  };
}

/** What the field of a file says of its values. */
export function readMeaning({ metadata }: Field): Meaning {
  return { description: metadata.get(DESCRIPTION) ?? null, unit: metadata.get(UNIT) ?? null };
}
