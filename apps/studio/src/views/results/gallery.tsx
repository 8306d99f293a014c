import type { Signal } from '@preact/signals';
import { MEASURE_KEYS, type MeasureKey, MEASURES } from '@tintype/colour';
import { measureText } from '@tintype/pipeline/runs';
import { useMemo } from 'preact/hooks';

import { nameOf } from '../../data/photos.ts';
import { Choice } from '../../parts/choice.tsx';
import { Pager } from '../../parts/pager.tsx';
import { LazyRaster } from '../../parts/raster.tsx';
import { Empty } from '../../parts/state.tsx';
import { addressOf } from '../../route.ts';
import { choosePhotos, type Choosing, type ChosenPhoto } from './choose-photos.ts';
import type { Result } from './read-result.ts';

interface GalleryProps {
  readonly result: Result;
  readonly choosing: Signal<Choosing>;
  readonly page: Signal<number>;
}

const PER_PAGE = 24;

/** The held-out photos: grey, as they were coloured, and as they were. */
export function Gallery({ result, choosing, page }: GalleryProps) {
  const photos = useMemo(() => choosePhotos(result.photos, choosing.value), [result, choosing.value]);
  const shown = photos.slice(page.value * PER_PAGE, (page.value + 1) * PER_PAGE);
  const choose = (changed: Partial<Choosing>): void => {
    choosing.value = { ...choosing.value, ...changed };
    if (changed.temperature === undefined) page.value = 0;
  };
  return (
    <>
      <Controls result={result} choosing={choosing.value} onChoose={choose} />
      <Pager
        rows={photos.length}
        perPage={PER_PAGE}
        page={page.value}
        onPage={(to) => (page.value = to)}
        noun="photos"
      />
      {photos.length === 0 && <Empty title="No photo was held out" />}
      <ul class="result-gallery">
        {shown.map((photo) => (
          <Card result={result} photo={photo} choosing={choosing.value} key={photo.photo} />
        ))}
      </ul>
    </>
  );
}

interface ControlsProps {
  readonly result: Result;
  readonly choosing: Choosing;
  readonly onChoose: (changed: Partial<Choosing>) => void;
}

function Controls({ result, choosing, onChoose }: ControlsProps) {
  const classes = [...new Set(result.photos.map(({ facts }) => facts.class))].sort();
  return (
    <div class="result-controls">
      <Choice
        label="sorted by"
        options={MEASURE_KEYS.map((key) => ({ value: key, name: MEASURES[key].name }))}
        value={choosing.sortBy}
        onChoose={(key) => onChoose({ sortBy: MEASURE_KEYS.find((one) => one === key) ?? 'aucBalanced' })}
      />
      <Choice
        label="order"
        options={ORDERS}
        value={choosing.isBestFirst ? 'best' : 'worst'}
        onChoose={(order) => onChoose({ isBestFirst: order === 'best' })}
      />
      {classes.length > 1 && (
        <Choice
          label="class"
          options={[
            { value: '', name: 'all' },
            ...classes.filter(Boolean).map((name) => ({ value: name, name })),
          ]}
          value={choosing.class}
          onChoose={(name) => onChoose({ class: name })}
        />
      )}
      <TemperatureSlide temperatures={result.temperatures} choosing={choosing} onChoose={onChoose} />
    </div>
  );
}

const ORDERS = [
  { value: 'best', name: 'best first' },
  { value: 'worst', name: 'worst first' },
];

/** Slides over the temperatures that were stored. */
function TemperatureSlide({
  temperatures,
  choosing: { temperature },
  onChoose,
}: Omit<ControlsProps, 'result'> & { readonly temperatures: readonly number[] }) {
  if (temperatures.length < 2) return null;
  return (
    <label class="choice">
      temperature{' '}
      <input
        type="range"
        min={0}
        max={temperatures.length - 1}
        value={temperatures.indexOf(temperature)}
        aria-valuetext={`T = ${temperature}`}
        onInput={(event) =>
          onChoose({ temperature: temperatures[event.currentTarget.valueAsNumber] ?? temperature })
        }
      />{' '}
      <output>T = {temperature}</output>
    </label>
  );
}

interface CardProps {
  readonly result: Result;
  readonly photo: ChosenPhoto;
  readonly choosing: Choosing;
}

function Card({ result: { run, pictures }, photo, choosing: { sortBy, temperature } }: CardProps) {
  const { photo: id, facts, value } = photo;
  const name = nameOf(facts.path);
  return (
    <li>
      <a href={addressOf('results', [run.recipe], { photo: id })}>
        <div class="result-trio">
          <LazyRaster
            name={id}
            load={async () => (await pictures.readSeen(id)).grey}
            label={`${name}, grey`}
          />
          <LazyRaster
            name={`${id} ${temperature}`}
            load={() => pictures.readPrediction(id, temperature)}
            label={`${name}, as predicted`}
          />
          <LazyRaster
            name={id}
            load={async () => (await pictures.readSeen(id)).truth}
            label={`${name}, true`}
          />
        </div>
        <span class="result-name">{name}</span>
      </a>
      <span class="muted"> {captionOf(sortBy, value, facts.class)}</span>
    </li>
  );
}

function captionOf(key: MeasureKey, value: number | null, photoClass: string): string {
  const { name, unit } = MEASURES[key];
  const withUnit = unit === '' || unit === '%' ? '' : ` ${unit}`;
  const figure = value === null ? 'not measured' : `${name} ${measureText(key, value)}${withUnit}`;
  return photoClass === '' ? figure : `${photoClass}, ${figure}`;
}
