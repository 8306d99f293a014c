/** Packing by zlib (RFC 1950): Node's own, or that of a library in a browser. */
export interface Zlib {
  deflate(bytes: Uint8Array): Uint8Array;
  /** Null for what is damaged, or becomes more than `most` bytes. */
  inflate(bytes: Uint8Array, most: number): Uint8Array | null;
}
