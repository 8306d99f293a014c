import { z } from 'zod';

import type { Json } from '../fingerprint/canonical-json.ts';

/**
 * Any member of what `JSON.parse` gave, which is JSON whatever it is. `z.json()` would look into all of it, and take as
 * long for the facts of a manifest's shards as for the rest of it.
 */
export const parsedJson = z.custom<Json>((value) => value !== undefined);
