import type { Json, Manifest } from '@tintype/store';

/** How much there is, or will be, of what a stage makes: photos, patches, bins. */
export type Amounts = Readonly<Record<string, number>>;

/** So many computations that share so much work evenly. */
export interface ForecastWork {
  readonly compute: string;
  readonly shards: number;
  /** Of all of them together, in the unit of their `hints.work`. */
  readonly work: number;
  /** Whether most of it will be copied. */
  readonly copies?: boolean;
}

/** What a stage would make and compute, as far as it can be told before what it reads is there. */
export interface Forecast<A extends Amounts = Amounts> {
  readonly amounts: A;
  readonly work: readonly ForecastWork[];
}

/** What is known of a stage that the one to be forecast needs. */
export interface Upstream {
  /** As there would be; null where that cannot be told. */
  readonly manifest: Manifest | null;
  readonly settings: Json;
  /** Null where its stage has no forecast. */
  readonly amounts: Amounts | null;
}

/** What a forecast may know, before its types are known. */
export interface ForecastSurroundings {
  readonly settings: Json;
  readonly inputs: ReadonlyMap<string, Upstream>;
  /** The manifest that there would be, or else that of the last run. */
  readonly manifest: Pick<Manifest, 'settings' | 'summary'> | null;
  /** Whether `manifest` is the one that there would be. */
  readonly told: boolean;
  /** Files from outside the store that the stage has listed, and those of them that the last run did not know. */
  readonly files: { readonly all: number; readonly fresh: number };
  /** Shards that it wants and those that are missing; none where that cannot be told. */
  readonly shards: { readonly wanted: number; readonly missing: number };
}
