import './lineage.css';

import { counted } from '@tintype/report';

import { nameOf } from '../../../data/photos.ts';
import { Choice } from '../../../parts/choice.tsx';
import { useLater } from '../../../parts/later.tsx';
import { LazyRaster } from '../../../parts/raster.tsx';
import { Empty, Failure, Loading } from '../../../parts/state.tsx';
import { addressOf, route } from '../../../route.ts';
import { Crumbs } from '../crumbs.tsx';
import type { Lineage } from './lineage.ts';
import { openLineage } from './open-lineage.ts';
import {
  filterPhotos,
  type Photo,
  type PhotoFilter,
  readRunPhotos,
  type RunPhotos,
  splitOf,
} from './read-photos.ts';

interface PhotoListProps {
  readonly pipeline: string;
  readonly recipe: string;
}

/** The photos of a run in small, searched and filtered; each leads to what became of it. */
export function PhotoListPage({ pipeline, recipe }: PhotoListProps) {
  const { later, again } = useLater(
    async (signal) => {
      const run = await readRunPhotos(pipeline, recipe, signal);
      return { run, lineage: openLineage(run, signal) };
    },
    [pipeline, recipe],
  );
  return (
    <>
      <Crumbs path={[pipeline, recipe, 'photos']} />
      <h1>Photos of {recipe}</h1>
      {later.state === 'loading' && <Loading what="the photos" />}
      {later.state === 'failed' && <Failure error={later.error} onRetry={again} />}
      {later.state === 'ready' && <Photos {...later.value} />}
    </>
  );
}

function Photos({ run, lineage }: { readonly run: RunPhotos; readonly lineage: Lineage }) {
  const { query } = route.value;
  const filter: PhotoFilter = {
    text: query.get('text') ?? '',
    split: query.get('split') ?? '',
    class: query.get('class') ?? '',
    shard: query.get('shard') ?? '',
  };
  if (run.photos.length === 0)
    return (
      <Empty title="No photos are known yet">
        <p>The stage ingest of {run.recipe} has not been run.</p>
      </Empty>
    );
  const found = filterPhotos(run.photos, filter);
  return (
    <>
      <Filters run={run} filter={filter} />
      <p class="muted" role="status">
        {found.length === run.photos.length
          ? counted(found.length, 'photo')
          : `${found.length} of ${counted(run.photos.length, 'photo')}`}
        {filter.shard !== '' && ` · in the shard ${filter.shard}`}
      </p>
      <ul class="runs-photos">
        {found.map((photo) => (
          <li key={`${photo.id} ${photo.path}`}>
            <PhotoLink run={run} lineage={lineage} photo={photo} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Filters({ run, filter }: { readonly run: RunPhotos; readonly filter: PhotoFilter }) {
  const change = (part: Partial<PhotoFilter>): void => {
    const next = Object.entries({ ...filter, ...part }).filter(([, value]) => value !== '');
    const place = addressOf('runs', [run.pipeline, run.recipe, 'photos'], Object.fromEntries(next));
    history.replaceState(null, '', place);
    dispatchEvent(new HashChangeEvent('hashchange'));
  };
  const choices = (values: readonly string[]) => [
    { value: '', name: 'all' },
    ...[...new Set(values)].sort().map((value) => ({ value, name: value })),
  ];
  return (
    <search class="runs-filters">
      <label>
        name{' '}
        <input
          type="search"
          value={filter.text}
          onInput={(event) => change({ text: event.currentTarget.value })}
        />
      </label>
      <Choice
        label="split"
        options={choices(run.photos.map(splitOf))}
        value={filter.split}
        onChoose={(split) => change({ split })}
      />
      <Choice
        label="class"
        options={choices(run.photos.map((photo) => photo.class))}
        value={filter.class}
        onChoose={(chosen) => change({ class: chosen })}
      />
      {filter.shard !== '' && (
        <button type="button" onClick={() => change({ shard: '' })}>
          All shards
        </button>
      )}
    </search>
  );
}

interface PhotoLinkProps {
  readonly run: RunPhotos;
  readonly lineage: Lineage;
  readonly photo: Photo;
}

function PhotoLink({ run, lineage, photo }: PhotoLinkProps) {
  const name = nameOf(photo.path);
  return (
    <a href={addressOf('runs', [run.pipeline, run.recipe, 'photos', photo.id])}>
      {lineage.placeImage(photo) === null ? (
        <div class="raster blank" />
      ) : (
        <LazyRaster name={photo.id} load={() => lineage.readThumbnail(photo)} label={name} />
      )}
      <span>{name}</span>
      <small class="muted">{[photo.class, splitOf(photo)].filter((word) => word !== '').join(' · ')}</small>
    </a>
  );
}
