/** A file of a source that may be a photo. */
export interface SourceFile {
  /** Relative to the source, '/' separated, in Unicode normal form C; no other photo has the same. */
  readonly path: string;
  /** Absolute, as the file system spells it; a link stands for what it leads to. */
  readonly file: string;
}
