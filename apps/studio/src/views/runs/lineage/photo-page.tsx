import './lineage.css';

import { nameOf } from '../../../data/photos.ts';
import { useLater } from '../../../parts/later.tsx';
import { Empty, Failure, Loading } from '../../../parts/state.tsx';
import { addressOf } from '../../../route.ts';
import { Crumbs } from '../crumbs.tsx';
import { ImageStep } from './image-step.tsx';
import type { Lineage } from './lineage.ts';
import { ModelStep } from './model-step.tsx';
import { openLineage } from './open-lineage.ts';
import { PhotoStep } from './photo-step.tsx';
import { findPhoto, type Photo, readRunPhotos, type RunPhotos } from './read-photos.ts';
import { ResultStep } from './result-step.tsx';

interface PhotoPageProps {
  readonly pipeline: string;
  readonly recipe: string;
  /** A sha256, a path or a name. */
  readonly photo: string;
}

/** What a step of a lineage is told of. */
export interface StepProps {
  readonly run: RunPhotos;
  readonly lineage: Lineage;
  readonly photo: Photo;
}

/** What became of a photo, from its row in the photo table to its result. */
export function PhotoPage({ pipeline, recipe, photo }: PhotoPageProps) {
  const { later, again } = useLater(
    async (signal) => {
      const run = await readRunPhotos(pipeline, recipe, signal);
      return { run, lineage: openLineage(run, signal), found: findPhoto(run.photos, photo) };
    },
    [pipeline, recipe, photo],
  );
  if (later.state === 'loading') return <Loading what="the photo" />;
  if (later.state === 'failed') return <Failure error={later.error} onRetry={again} />;
  const { run, lineage, found } = later.value;
  return (
    <>
      <Crumbs path={[pipeline, recipe, 'photos', found === undefined ? photo : nameOf(found.path)]} />
      {found === undefined ? (
        <Empty title="There is no such photo in this run">
          <p>
            A photo is named by its sha256, its path, or a name that no other one has.{' '}
            <a href={addressOf('runs', [pipeline, recipe, 'photos'])}>All photos of {recipe}</a>
          </p>
        </Empty>
      ) : (
        <Steps run={run} lineage={lineage} photo={found} />
      )}
    </>
  );
}

function Steps(props: StepProps) {
  return (
    <>
      <h1>{nameOf(props.photo.path)}</h1>
      <ol class="runs-steps">
        <PhotoStep {...props} />
        <ImageStep {...props} />
        <ModelStep {...props} />
        <ResultStep {...props} />
      </ol>
    </>
  );
}
