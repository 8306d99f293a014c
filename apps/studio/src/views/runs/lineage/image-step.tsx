import { useSignal } from '@preact/signals';
import { counted } from '@tintype/report';

import { useLater } from '../../../parts/later.tsx';
import { Raster } from '../../../parts/raster.tsx';
import { Failure, Loading } from '../../../parts/state.tsx';
import type { LineageImage, LineagePatch } from './lineage.ts';
import type { StepProps } from './photo-page.tsx';
import { PlaceLine } from './place-line.tsx';

/** The photo in Lab, and the patches that were drawn from it, each marked where it lies. */
export function ImageStep({ run, lineage, photo }: StepProps) {
  const image = lineage.placeImage(photo);
  const patches = lineage.placePatches(photo);
  const { later, again } = useLater(
    () => Promise.all([image === null ? null : lineage.readImage(photo), lineage.readPatches(photo)]),
    [lineage, photo],
  );
  return (
    <>
      <li>
        <h2>Image</h2>
        <PlaceLine
          run={run}
          place={image}
          none={photo.split === '' ? 'None: it is quarantined.' : 'Not converted yet.'}
        />
        {later.state === 'loading' && <Loading what="the image" />}
        {later.state === 'failed' && <Failure error={later.error} onRetry={again} />}
        {later.state === 'ready' && later.value[0] !== null && (
          <ImageWithPatches image={later.value[0]} patches={later.value[1]} />
        )}
      </li>
      <li>
        <h2>Patches</h2>
        <PlaceLine run={run} place={patches} none={explainNone(photo.split)} />
        {later.state === 'ready' && patches !== null && <p>{describePatches(later.value)}</p>}
      </li>
    </>
  );
}

function explainNone(split: string): string {
  if (split === 'test') return 'None: it is held out.';
  return split === '' ? 'None: it is quarantined.' : 'Not drawn yet.';
}

function describePatches([image, patches]: readonly [LineageImage | null, readonly LineagePatch[]]): string {
  if (image?.nearGrey) return 'None: the image has too little colour to learn from.';
  return `${counted(patches.length, 'window', 'windows')} of lightness, with the colours in the middle of each as the target; they are shown with the image.`;
}

interface ImageWithPatchesProps {
  readonly image: LineageImage;
  readonly patches: readonly LineagePatch[];
}

function ImageWithPatches({ image, patches }: ImageWithPatchesProps) {
  const chosen = useSignal<number | null>(null);
  const { width, height } = image.picture;
  return (
    <div class="runs-image">
      <div class="runs-canvas">
        <Raster picture={image.picture} label={`the image, ${width} × ${height} pixels`} />
        <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          {patches.map(({ x, y, side }, i) => (
            <rect class={chosen.value === i ? 'chosen' : undefined} x={x} y={y} width={side} height={side} />
          ))}
        </svg>
      </div>
      <ol class="runs-patches" aria-label="Patches">
        {patches.map(({ picture, x, y }, i) => (
          <li>
            <button
              type="button"
              aria-pressed={chosen.value === i}
              onClick={() => (chosen.value = i)}
              onPointerEnter={() => (chosen.value = i)}
              onFocus={() => (chosen.value = i)}
            >
              <Raster picture={picture} label={`patch ${i} at ${x}, ${y}`} />
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}
