import type { Json } from '@tintype/store/neutral';

/** What is no longer as it was when an artefact was made; `null` where there is nothing on that side. */
export interface Change {
  readonly kind: 'setting' | 'file' | 'input' | 'code';
  /** A path such as `prior.lambda`, the path of a file, or the name of a stage. */
  readonly name: string;
  readonly from: Json;
  readonly to: Json;
}
