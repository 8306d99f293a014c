import { useSignal } from '@preact/signals';
import type { CurvesOfRun } from '@tintype/pipeline/charts';
import { curvesTable } from '@tintype/records';
import { FILES_AT_ONCE, mapConcurrently } from '@tintype/store/neutral';
import { useMemo } from 'preact/hooks';

import { listManifests, readManifest } from '../../../data/manifests.ts';
import { readWhole } from '../../../data/sharded-table.ts';
import { CurvesFigure } from '../../../parts/curves-figure.tsx';
import { useLater } from '../../../parts/later.tsx';
import { Failure, Loading } from '../../../parts/state.tsx';
import type { DrawingProps } from './drawing.ts';

/** The curves of a training, with those of other recipes over them. */
export function DrawCurves({ manifest: { pipeline, recipe, stage } }: DrawingProps) {
  const { later, again } = useLater((signal) => readAll({ pipeline, stage }, signal), [pipeline, stage]);
  switch (later.state) {
    case 'loading':
      return <Loading what="the curves" />;
    case 'failed':
      return <Failure error={later.error} onRetry={again} />;
    case 'ready':
      return <Overlay all={later.value} recipe={recipe} />;
    default:
      return later satisfies never;
  }
}

/** The curves of every recipe that has been trained; a table has a few rows. */
async function readAll(
  { pipeline, stage }: { readonly pipeline: string; readonly stage: string },
  signal: AbortSignal,
): Promise<readonly CurvesOfRun[]> {
  const all = await listManifests(signal);
  const places = all.filter((place) => place.pipeline === pipeline && place.stage === stage);
  const runs = await mapConcurrently(places, FILES_AT_ONCE, async (place) => {
    const manifest = await readManifest(place, signal);
    const shards = manifest?.shards.filter(({ table }) => table === curvesTable.name) ?? [];
    const tables = await readWhole(curvesTable, shards, signal);
    return tables.map((rows) => ({ name: place.recipe, rows }));
  });
  return runs.flat();
}

const NOTHING: ReadonlySet<string> = new Set();

function Overlay({ all, recipe }: { readonly all: readonly CurvesOfRun[]; readonly recipe: string }) {
  const shown = useSignal<ReadonlySet<string>>(new Set([recipe]));
  const runs = useMemo(() => all.filter(({ name }) => shown.value.has(name)), [all, shown.value]);
  const toggle = (name: string): void => {
    const next = new Set(shown.value);
    if (!next.delete(name)) next.add(name);
    shown.value = next;
  };
  return (
    <>
      {all.length > 1 && (
        <fieldset class="artefact-recipes">
          <legend>recipes</legend>
          {all.map(({ name }) => (
            <label>
              <input type="checkbox" checked={shown.value.has(name)} onChange={() => toggle(name)} /> {name}
            </label>
          ))}
        </fieldset>
      )}
      <CurvesFigure runs={runs} hidden={NOTHING} />
    </>
  );
}
