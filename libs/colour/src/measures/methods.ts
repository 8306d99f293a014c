interface MethodFacts {
  /**
   * A baseline colours photos without looking at their shapes. A ceiling is the truth as far as bins can say it, which no
   * network can beat.
   */
  readonly kind: 'network' | 'baseline' | 'ceiling';
}

/** The ways to colour photos by the name that each has in tables, text, JSON and Arrow files, in the order of tables. */
const METHODS = {
  network: { kind: 'network' },
  /** Its colours before they agree with their neighbours. */
  'network, not coherent': { kind: 'network' },
  grey: { kind: 'baseline' },
  'global mean': { kind: 'baseline' },
  'mean per lightness': { kind: 'baseline' },
  'likeliest per lightness': { kind: 'baseline' },
  'mean per row': { kind: 'baseline' },
  'truth, softly encoded': { kind: 'ceiling' },
  'truth, nearest bin': { kind: 'ceiling' },
} as const satisfies Readonly<Record<string, MethodFacts>>;

export type Method = keyof typeof METHODS;

// Marked, so that bundles which do not measure leave the catalogue out.
export const METHOD_KEYS = /* @__PURE__ */ Object.keys(METHODS) as readonly Method[];

/** A method, and the temperature at which the network was decoded; null for the others. */
export interface MethodAt {
  readonly method: Method;
  readonly temperature: number | null;
}

/** What a row of a table is called: "network, T = 0.38", "global mean". */
export function methodName({ method, temperature }: MethodAt): string {
  return temperature === null ? method : `${method}, T = ${temperature}`;
}

/** Whether a method colours photos without looking at their shapes. */
export function isBaseline(method: Method): boolean {
  return METHODS[method].kind === 'baseline';
}

/** Whether a method is the truth as far as bins can say it, which no network can beat. */
export function isCeiling(method: Method): boolean {
  return METHODS[method].kind === 'ceiling';
}
