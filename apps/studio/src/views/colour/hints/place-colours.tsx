import type { Likelihood } from '@tintype/colorize';
import { useEffect, useMemo, useRef } from 'preact/hooks';

import type { OpenedPhoto } from '../../../engine/engine.ts';
import { type Ab, AbDistribution } from '../../../parts/ab-distribution.tsx';
import { cssColour } from '../../../parts/css-colour.ts';
import { useLater } from '../../../parts/later.tsx';
import { Failure } from '../../../parts/state.tsx';
import type { Darkroom, Place } from '../darkroom/darkroom.ts';
import type { Photo } from '../darkroom/photo.ts';
import { ColourField } from './colour-field.tsx';
import { giveColour } from './hint-edits.ts';
import { findLikelyColours } from './likely-colours.ts';
import { nameColour } from './name-colour.ts';

interface PlaceColoursProps {
  readonly room: Darkroom;
  readonly photo: Photo;
  readonly opened: OpenedPhoto;
  readonly place: Place;
}

interface Probe {
  readonly likelihoods: readonly Likelihood[];
  readonly lightness: number;
}

/** What a place can be: the likeliest colours, and all that the screen has. The last place stays until the next is known. */
export function PlaceColours(props: PlaceColoursProps) {
  const { opened, place } = props;
  const { later, again } = useLater(() => askAt(opened, place), [opened, place.x, place.y]);
  const last = useRef<Probe | null>(null);
  if (later.state === 'failed') return <Failure error={later.error} onRetry={again} />;
  if (later.state === 'ready') last.current = later.value;
  if (last.current === null) return <div class="colour-plane" role="status" aria-label="Asking the model" />;
  return <Choices {...props} probe={last.current} />;
}

async function askAt(opened: OpenedPhoto, { x, y }: Place): Promise<Probe> {
  const [likelihoods, lightness] = await Promise.all([opened.likelihoodsAt(x, y), opened.lightnessAt(x, y)]);
  return { likelihoods, lightness };
}

/** Colours that are sought with less than this between them are one step, milliseconds. */
const ONE_STEP = 700;

function Choices({ room, photo, place, probe }: PlaceColoursProps & { readonly probe: Probe }) {
  const { likelihoods, lightness } = probe;
  const likely = useMemo(() => findLikelyColours(likelihoods), [likelihoods]);
  const lastTime = useRef(-Infinity);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.closest('.colour-panel')?.scrollIntoView({ block: 'nearest' });
  }, [probe]);
  const chosen = (place.hint === null ? undefined : photo.edits.value.hints[place.hint]) ?? null;
  const seek = (colour: Ab) => {
    const now = performance.now();
    giveColour(room, photo, colour, now - lastTime.current < ONE_STEP ? 'more' : 'new');
    lastTime.current = now;
  };
  return (
    <>
      <ul class="colour-swatches" ref={list} aria-label="Likeliest colours">
        {likely.map(({ a, b, probability }) => (
          <li key={`${a} ${b}`}>
            <button
              type="button"
              aria-pressed={chosen !== null && Math.hypot(chosen.a - a, chosen.b - b) < 0.5}
              onClick={() => giveColour(room, photo, { a, b }, 'new')}
            >
              <span class="swatch" style={{ background: cssColour(lightness, a, b) }} />
              <span class="name">{nameColour(a, b)}</span>
              <span class="share">{percent(probability)}</span>
            </button>
          </li>
        ))}
      </ul>
      <div class="colour-plane">
        <ColourField lightness={lightness} />
        <AbDistribution likelihoods={likelihoods} lightness={lightness} chosen={chosen} onChoose={seek} />
      </div>
      <p class="muted colour-small">
        All colours at this lightness. Discs are what the model thinks, larger where it is surer; pick any
        place within the line.
      </p>
    </>
  );
}

function percent(probability: number): string {
  return `${(100 * probability).toFixed(probability < 0.1 ? 1 : 0)} %`;
}
