import { photosTable } from '@tintype/records';
import { showBytes } from '@tintype/terminal/neutral';

import type { StepProps } from './photo-page.tsx';
import { PlaceLine } from './place-line.tsx';
import { splitOf } from './read-photos.ts';

/** The photo's row in the photo table. */
export function PhotoStep({ run, photo }: StepProps) {
  const shard = run.artefacts.get('ingest')?.shards.find(({ table }) => table === photosTable.name);
  const place = shard === undefined ? null : { stage: 'ingest', shard, layout: '' };
  const facts: readonly (readonly [string, string])[] = [
    ['path', photo.path],
    ['sha256', photo.id],
    ['class', photo.class === '' ? '–' : photo.class],
    ['split', splitOf(photo)],
    ...(photo.reason === '' ? [] : [['quarantined because', photo.reason] as const]),
    ['size', `${photo.width} × ${photo.height} pixels, ${photo.format}, ${showBytes(photo.bytes)}`],
  ];
  return (
    <li>
      <h2>Photo</h2>
      <PlaceLine run={run} place={place} none="Not ingested." />
      <dl class="runs-row">
        {facts.map(([name, value]) => (
          <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}
