import { counted } from '@tintype/report';
import { type Manifest, outlineArtefact } from '@tintype/store/neutral';
import { showBytes } from '@tintype/terminal/neutral';

import { listManifests, type ManifestPlace, readManifest } from '../../data/manifests.ts';
import { useLater } from '../../parts/later.tsx';
import { Empty, Failure, Loading } from '../../parts/state.tsx';
import { addressOf, route } from '../../route.ts';
import { runCommand } from '../../words.ts';
import { isDrawn } from './drawn/drawings.tsx';
import { FilesPanel } from './files/files-panel.tsx';
import { ManifestPanel } from './manifest-panel.tsx';
import { TablePanel } from './table/table-panel.tsx';

interface Found {
  readonly manifest: Manifest | null;
  /** Stages of the same recipe, in the order of the pipeline. */
  readonly siblings: readonly string[];
}

/** One artefact: its tables, its files, its manifest. */
export function ArtefactPage({ place }: { readonly place: ManifestPlace }) {
  const { pipeline, recipe, stage } = place;
  const { later, again } = useLater((signal) => find(place, signal), [pipeline, recipe, stage]);
  switch (later.state) {
    case 'loading':
      return <Loading what={`${stage} of ${recipe}`} />;
    case 'failed':
      return <Failure error={later.error} onRetry={again} />;
    case 'ready':
      return later.value.manifest === null ? (
        <Missing place={place} />
      ) : (
        <Artefact manifest={later.value.manifest} siblings={later.value.siblings} />
      );
    default:
      return later satisfies never;
  }
}

async function find(place: ManifestPlace, signal: AbortSignal): Promise<Found> {
  const [manifest, all] = await Promise.all([readManifest(place, signal), listManifests(signal)]);
  const siblings = all.filter(
    ({ pipeline, recipe }) => pipeline === place.pipeline && recipe === place.recipe,
  );
  return { manifest, siblings: siblings.map(({ stage }) => stage) };
}

function Missing({ place: { pipeline, recipe, stage } }: { readonly place: ManifestPlace }) {
  return (
    <Empty title={`No artefact of ${stage}`}>
      <p>
        This recipe has not come to this stage. Run it with <code>{runCommand(pipeline, recipe, stage)}</code>
        .
      </p>
      <p>
        <a href={addressOf('artefacts')}>All artefacts</a>
      </p>
    </Empty>
  );
}

/** Something of the artefact to look at: a table by its name, the files, or the manifest. */
const FILES = '(files)';
const MANIFEST = '(manifest)';

function Artefact({
  manifest,
  siblings,
}: {
  readonly manifest: Manifest;
  readonly siblings: readonly string[];
}) {
  const { pipeline, recipe, stage } = manifest;
  const { bytes, shards, rows } = outlineArtefact(manifest);
  const tables = Object.keys(rows);
  const asked = route.value.query.get('table') ?? tables.find(isDrawn) ?? tables[0] ?? FILES;
  return (
    <>
      <nav class="artefact-path" aria-label="Artefact">
        <a href={addressOf('artefacts')}>Artefacts</a>
        <span>{pipeline}</span>
        <a href={addressOf('artefacts', [pipeline, recipe])}>{recipe}</a>
        {siblings.map((name) => (
          <a
            href={addressOf('artefacts', [pipeline, recipe, name])}
            aria-current={name === stage ? 'page' : undefined}
          >
            {name}
          </a>
        ))}
      </nav>
      <h1>
        {stage} <small class="muted">of {recipe}</small>
      </h1>
      <p class="muted">
        {counted(shards, 'shard')}, {showBytes(bytes)}
      </p>
      <Tabs manifest={manifest} tables={tables} asked={asked} />
      <Panel manifest={manifest} asked={asked} />
    </>
  );
}

interface TabsProps {
  readonly manifest: Manifest;
  readonly tables: readonly string[];
  readonly asked: string;
}

function Tabs({ manifest: { pipeline, recipe, stage, shards }, tables, asked }: TabsProps) {
  const hasFiles = shards.some(({ table }) => table === undefined);
  const tabs = [
    ...tables.map((name) => ({ key: name, name })),
    ...(hasFiles ? [{ key: FILES, name: 'files' }] : []),
    { key: MANIFEST, name: 'manifest' },
  ];
  return (
    <nav class="artefact-tabs" aria-label="What is in it">
      {tabs.map(({ key, name }) => (
        <a
          href={addressOf('artefacts', [pipeline, recipe, stage], { table: key })}
          aria-current={key === asked ? 'true' : undefined}
        >
          {name}
        </a>
      ))}
    </nav>
  );
}

function Panel({ manifest, asked }: { readonly manifest: Manifest; readonly asked: string }) {
  if (asked === FILES) return <FilesPanel manifest={manifest} />;
  if (asked === MANIFEST) return <ManifestPanel manifest={manifest} />;
  return <TablePanel manifest={manifest} name={asked} key={asked} />;
}
