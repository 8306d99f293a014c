import type { Holder } from '@tintype/store';

/** What provisioning tells while it works, in order; only the command line prints. */
export type ProvisionEvent =
  | { readonly type: 'waiting'; readonly holder: Holder }
  /** A set of wheels is about to be fetched. */
  | {
      readonly type: 'fetch';
      readonly variant: 'cpu' | 'cuda';
      readonly wheels: number;
      readonly bytes: number;
    }
  /** `received` and `total` count all wheels of the set. */
  | { readonly type: 'progress'; readonly file: string; readonly received: number; readonly total: number }
  /** The index could not be read by ourselves; pip, which knows of proxies and credentials, is asked. */
  | { readonly type: 'pip'; readonly file: string; readonly reason: string }
  | { readonly type: 'extract'; readonly file: string }
  | { readonly type: 'compile'; readonly compiler: string; readonly tensorflow: string }
  | { readonly type: 'prove' }
  /** A way that did not work; another one is tried. */
  | { readonly type: 'failed'; readonly reason: string };
