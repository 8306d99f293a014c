import { CompareSlider } from '../../../parts/compare-slider.tsx';
import { LazyRaster } from '../../../parts/raster.tsx';
import type { PictureChoice } from './picture-choices.ts';
import type { Place } from './place.ts';

interface CompareProps {
  readonly before: PictureChoice;
  readonly after: PictureChoice;
  readonly place: { value: Place | null };
}

/** Two pictures with a divider; elsewhere a pointer or the arrow keys choose a place. */
export function ComparePictures({ before, after, place }: CompareProps) {
  return (
    <CompareSlider
      before={<LazyRaster name={before.key} load={before.load} label={before.name} key={before.key} />}
      after={<LazyRaster name={after.key} load={after.load} label={after.name} key={after.key} />}
      beforeLabel={before.name}
      afterLabel={after.name}
      label="Divider of the two pictures"
    >
      <div
        class="result-probe-surface"
        role="application"
        tabIndex={0}
        aria-label="The picture. Arrow keys choose a place to ask the network about."
        onClick={(event) => (place.value = placeOf(event))}
        onKeyDown={(event) => moveByKey(event, place)}
      >
        {place.value && (
          <span
            class="result-probe-mark"
            style={{ left: `${100 * place.value.x}%`, top: `${100 * place.value.y}%` }}
          />
        )}
      </div>
    </CompareSlider>
  );
}

function placeOf({ currentTarget, clientX, clientY }: MouseEvent): Place | null {
  if (!(currentTarget instanceof Element)) return null;
  const { left, top, width, height } = currentTarget.getBoundingClientRect();
  return { x: within((clientX - left) / width), y: within((clientY - top) / height) };
}

const STEP = 0.02;
const MOVES: Readonly<Record<string, readonly [right: number, down: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function moveByKey(event: KeyboardEvent, place: { value: Place | null }): void {
  const move = MOVES[event.key];
  if (move === undefined) return;
  event.preventDefault();
  const { x, y } = place.value ?? { x: 0.5, y: 0.5 };
  place.value = { x: within(x + STEP * move[0]), y: within(y + STEP * move[1]) };
}

/** A place has to be of a pixel. */
function within(share: number): number {
  return Math.min(0.999, Math.max(0, share));
}
