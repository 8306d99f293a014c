import type { Digest, Manifest } from '@tintype/store';

/** Where runs lie: in folders, or behind addresses in a browser. */
export interface RunFiles {
  /** Recipes of which any stage has been run, by name. */
  listRecipes(): Promise<readonly string[]>;
  /** The manifest of a stage; null where it has not been run. */
  readManifest(recipe: string, stage: string): Promise<Manifest | null>;
  /** Throws when there is no such blob, or its bytes are not those that the digest names. */
  readBlob(digest: Digest): Promise<Uint8Array>;
}
