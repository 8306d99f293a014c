import { counted } from '@tintype/report';
import { showBytes, showHash } from '@tintype/terminal/neutral';

import { addressOf } from '../../../route.ts';
import type { Place } from './lineage.ts';
import { filterPhotos, type RunPhotos } from './read-photos.ts';

interface PlaceLineProps {
  readonly run: RunPhotos;
  readonly place: Place | null;
  /** What is said where it was not made. */
  readonly none: string;
}

/** Where a step's rows lie: the artefact with its fingerprint, the shard with its digest and size, and whom it holds beside. */
export function PlaceLine({ run, place, none }: PlaceLineProps) {
  const { pipeline, recipe, artefacts, photos } = run;
  if (place === null) return <p class="muted runs-place">{none}</p>;
  const { stage, shard, layout } = place;
  const fingerprint = artefacts.get(stage)?.fingerprint ?? '';
  const held =
    layout === '' ? null : filterPhotos(photos, { text: '', split: '', class: '', shard: layout }).length;
  return (
    <p class="muted runs-place">
      <a href={addressOf('artefacts', [pipeline, recipe, stage], { table: shard.table ?? '' })}>{stage}</a>{' '}
      <code title={`fingerprint ${fingerprint}`}>{showHash(fingerprint)}</code> · shard {shard.name}{' '}
      <code title={`sha256 ${shard.sha256}`}>{showHash(shard.sha256)}</code> · {showBytes(shard.bytes)}
      {held !== null && (
        <>
          {' · '}
          <a href={addressOf('runs', [pipeline, recipe, 'photos'], { shard: layout })}>
            {counted(held, 'photo')} in it
          </a>
        </>
      )}
    </p>
  );
}
