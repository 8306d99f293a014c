/** A file of the corpus: what it is, and what has to become of it. */
export interface CorpusPhoto {
  /** Relative; '/' separated. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Undefined: it has to be decoded to the scene, its colours at most `tolerance` Lab units off on average. */
  readonly reason?: RegExp;
  readonly tolerance?: number;
}
