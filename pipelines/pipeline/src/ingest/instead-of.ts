import type { Manifest } from '@tintype/store';
import { z } from 'zod';

const summary = z.object({ insteadOf: z.string() });

/** The address of the archive for which the bundled photos stand in, by an `ingest` manifest; null: for none. */
export function insteadOf(manifest: Manifest): string | null {
  return summary.safeParse(manifest.summary).data?.insteadOf ?? null;
}
