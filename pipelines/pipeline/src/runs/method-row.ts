import { type Interval, isBaseline, type MeasureKey, type Measures, type Method } from '@tintype/colour';

/** What one method scores on some photos together. */
export interface MethodScore extends Measures {
  readonly method: Method;
  /** Null but for the network. */
  readonly temperature: number | null;
  readonly photos: number;
}

/** A difference of two methods on the same photos. */
export interface Lead {
  readonly difference: number;
  /** Central 95 % of a paired bootstrap. */
  readonly interval: Interval;
  /** The interval excludes zero. */
  readonly isClear: boolean;
}

/** A method's row of the table: its scores, and what they are worth. */
export interface MethodRow extends MethodScore {
  /**
   * What a measure could have been with other photos: central 95 % of a bootstrap over originals. Empty where there is
   * only one original; without an entry for what is not measured.
   */
  readonly intervals: { readonly [K in MeasureKey]?: Interval };
  /** The network at the recipe's temperature minus this method, on the same draws; empty for what it is not compared with. */
  readonly lead: { readonly [K in MeasureKey]?: Lead };
}

/** The measures by which the network and the baselines are compared. */
export const COMPARED = ['aucBalanced', 'auc', 'rmseAb', 'hue'] as const satisfies readonly MeasureKey[];

type Row = Pick<MethodScore, 'method' | 'temperature' | 'aucBalanced'>;

/** The network's row at a temperature. */
export function networkAt<R extends Row>(rows: readonly R[], temperature: number): R | undefined {
  return rows.find((row) => row.method === 'network' && row.temperature === temperature);
}

/** The baseline with the highest balanced AuC. */
export function bestBaseline<R extends Row>(rows: readonly R[]): R | undefined {
  const measured = rows.filter((row) => isBaseline(row.method) && row.aucBalanced !== null);
  return measured.sort((one, other) => (other.aucBalanced ?? 0) - (one.aucBalanced ?? 0))[0];
}

/** The baselines that the network was compared with. */
export function comparedRows(rows: readonly MethodRow[]): readonly MethodRow[] {
  return rows.filter(({ lead }) => Object.keys(lead).length > 0);
}
