/** What the text of a sealed file holds. */
export interface Unsealed {
  /** Without the seal. */
  readonly value: unknown;
  /** Whether it states a seal. */
  readonly isSealed: boolean;
  /** How the text differs from what was written, or null. */
  readonly complaint: string | null;
}

/** A text that states its seal, taken apart; what `sealed` hashes to is to be the seal. */
export interface SealedText {
  /** Without the seal. */
  readonly value: unknown;
  /** As the text states it; null where it states none. */
  readonly seal: string | null;
  /** The text with nothing where the seal stands. */
  readonly sealed: string;
}

/** Parses what `sealedJson` wrote. Throws when it is no JSON. */
export function takeSeal(text: string): SealedText {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || !('digest' in value))
    return { value, seal: null, sealed: text };
  const { digest, ...rest } = value;
  const seal = String(digest);
  return { value: rest, seal, sealed: text.replace(stating(seal), stating('')) };
}

/** Compares the seal that a text states with the sha256 that was found of it. */
export function compareSeal({ value, seal }: SealedText, found: string): Unsealed {
  if (seal === null) return { value, isSealed: false, complaint: null };
  const complaint = found === seal ? null : `expected the sha256 ${seal} that it states, found ${found}`;
  return { value, isSealed: true, complaint };
}

/** As it stands in the text: of an outermost key, as what lies deeper is further in. */
export function stating(seal: string): string {
  return `\n  "digest": "${seal}"`;
}
