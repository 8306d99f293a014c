import { counted, grouped } from '@tintype/report';
import {
  type ArtefactOutline,
  FILES_AT_ONCE,
  mapConcurrently,
  outlineArtefact,
} from '@tintype/store/neutral';
import { showBytes, showHash } from '@tintype/terminal/neutral';

import { listManifests, readManifest } from '../../data/manifests.ts';
import { useLater } from '../../parts/later.tsx';
import { Empty, Failure, Loading } from '../../parts/state.tsx';
import { addressOf } from '../../route.ts';
import { showRows } from '../../words.ts';

interface ListProps {
  /** Of these alone; of all when absent. */
  readonly pipeline: string | undefined;
  readonly recipe: string | undefined;
}

/** The artefacts there are, as `tintype inspect` lists them. */
export function ArtefactList({ pipeline, recipe }: ListProps) {
  const { later, again } = useLater(
    (signal) => readOutlines({ pipeline, recipe }, signal),
    [pipeline, recipe],
  );
  switch (later.state) {
    case 'loading':
      return <Loading what="the artefacts" />;
    case 'failed':
      return <Failure error={later.error} onRetry={again} />;
    case 'ready':
      return later.value.length === 0 ? <NoArtefacts /> : <Outlines outlines={later.value} />;
    default:
      return later satisfies never;
  }
}

async function readOutlines(
  { pipeline, recipe }: ListProps,
  signal: AbortSignal,
): Promise<readonly ArtefactOutline[]> {
  const places = (await listManifests(signal)).filter(
    (place) => (pipeline ?? place.pipeline) === place.pipeline && (recipe ?? place.recipe) === place.recipe,
  );
  const manifests = await mapConcurrently(places, FILES_AT_ONCE, (place) => readManifest(place, signal));
  return manifests.flatMap((manifest) => (manifest === null ? [] : [outlineArtefact(manifest)]));
}

function NoArtefacts() {
  return (
    <Empty title="No artefacts yet">
      <p>
        What the stages of a run leave appears here. Make some with <code>npx nx run pipeline:all</code>.
      </p>
    </Empty>
  );
}

function Outlines({ outlines }: { readonly outlines: readonly ArtefactOutline[] }) {
  const keyOf = ({ pipeline, recipe }: ArtefactOutline) => JSON.stringify([pipeline, recipe]);
  const runs = new Set(outlines.map(keyOf));
  return (
    <>
      <h1>Artefacts</h1>
      {[...runs].map((run) => (
        <Run stages={outlines.filter((outline) => keyOf(outline) === run)} key={run} />
      ))}
    </>
  );
}

function Run({ stages }: { readonly stages: readonly ArtefactOutline[] }) {
  const { pipeline = '', recipe = '' } = stages[0] ?? {};
  return (
    <section>
      <h2>
        {recipe} <small class="muted">{pipeline}</small>
      </h2>
      <div class="scroll" role="region" aria-label={`Artefacts of ${recipe}`} tabIndex={0}>
        <table class="artefact-list">
          <thead>
            <tr>
              <th scope="col">stage</th>
              <th scope="col">rows</th>
              <th scope="col" class="number">
                shards
              </th>
              <th scope="col" class="number">
                size
              </th>
              <th scope="col">fingerprint</th>
            </tr>
          </thead>
          <tbody>
            {stages.map((outline) => (
              <Line outline={outline} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Line({ outline }: { readonly outline: ArtefactOutline }) {
  const { pipeline, recipe, stage, shards, rows, files, bytes, fingerprint } = outline;
  const contents = [showRows(rows), files > 0 ? counted(files, 'file') : ''].filter((text) => text !== '');
  return (
    <tr>
      <th scope="row">
        <a href={addressOf('artefacts', [pipeline, recipe, stage])}>{stage}</a>
      </th>
      <td>{contents.join(' · ')}</td>
      <td class="number">{grouped(shards)}</td>
      <td class="number">{showBytes(bytes)}</td>
      <td>
        <code>{showHash(fingerprint)}</code>
      </td>
    </tr>
  );
}
