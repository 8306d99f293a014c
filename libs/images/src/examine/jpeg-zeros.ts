/**
 * The symbol that a run of zero bits stands for, by table: 0..3 those of DC coefficients, 16..19 of AC. The first
 * symbol of a table always has the code of zeros alone (ITU T.81, annex C).
 */
export type HuffmanTables = Map<number, number>;

const AC = 16;

/** Reads the tables of a DHT segment. */
export function readZeroSymbols(segment: Uint8Array, tables: HuffmanTables): void {
  for (let at = 0; at + 17 < segment.length;) {
    const codes = segment.subarray(at + 1, at + 17).reduce((sum, count) => sum + count, 0);
    tables.set(segment[at] ?? 0, segment[at + 17] ?? 0);
    at += 17 + codes;
  }
}

export interface Scan {
  /** Of each component. */
  readonly tables: readonly { readonly dc: number; readonly ac: number }[];
  readonly progressive: boolean;
  /** Whether it holds DC coefficients. */
  readonly dc: boolean;
  /** Whether it adds bits to coefficients that came before. */
  readonly refining: boolean;
}

/**
 * Whether many zero bytes on end in this scan cannot be a picture, because they stand for hundreds of coefficients of
 * the same value other than 0. Where they may stand for an even area (end of block upon end of block) they tell nothing.
 */
export function tellsZeros({ tables, progressive, dc, refining }: Scan, symbols: HuffmanTables): boolean {
  if (refining) return false; // its bits are taken as they are
  if (progressive && dc) return tables.some((table) => (symbols.get(table.dc) ?? 0) > 1);
  const isValue = (symbol: number) => (symbol & 15) > 0;
  return tables.some((table) => isValue(symbols.get(AC + table.ac) ?? 0));
}
