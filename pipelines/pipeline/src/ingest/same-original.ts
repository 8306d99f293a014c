import type { Artefact } from '@tintype/stage';

import type { IngestSettings, IngestSummary } from '../schemas/ingest.ts';

/** Bundled photos that are crops of one original, or show one subject, are named `<name>-a` to `-d`. */
export function sameOriginalOf({
  source,
  sameOriginal,
}: Pick<IngestSettings, 'source' | 'sameOriginal'>): string | null {
  return sameOriginal ?? (source.kind === 'bundled' ? '-[a-d]$' : null);
}

/** The same for photos that were ingested, be they the recipe's own or the bundled ones in their place. */
export function sameOriginalIn({
  settings,
  summary,
}: Pick<Artefact<IngestSettings, IngestSummary>, 'settings' | 'summary'>): string | null {
  return sameOriginalOf(summary.insteadOf === null ? settings : asBundled(settings));
}

/** The bundled photos keep their own rules also where they stand in for others. */
export function asBundled(settings: IngestSettings): IngestSettings {
  return { ...settings, source: { kind: 'bundled', set: 'article' } };
}
