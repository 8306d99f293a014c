import { type Signal, useSignal } from '@preact/signals';
import {
  accuracyChart,
  claimsTable,
  conclude,
  conditionName,
  curveLines,
  CURVES,
  type Group,
  groupsOf,
  preActivationLines,
  resultsTable,
  type ReviewData,
  timeChart,
} from '@tintype/activations/review';
import { counted, grouped, type Html, renderMarkup } from '@tintype/report';
import { useMemo } from 'preact/hooks';

import { Chart } from '../../parts/chart.tsx';
import { LineFigure } from '../../parts/line-figure.tsx';
import { Empty } from '../../parts/state.tsx';
import { Switches } from '../../parts/switches.tsx';
import { addressOf } from '../../route.ts';

interface Off {
  readonly activations: Signal<ReadonlySet<string>>;
  readonly conditions: Signal<ReadonlySet<string>>;
  readonly seeds: Signal<ReadonlySet<string>>;
}

/** The figures of a review, of the activations, kinds of network and seeds that are switched on. */
export function Review({ data }: { readonly data: ReviewData }) {
  const off: Off = {
    activations: useSignal<ReadonlySet<string>>(new Set()),
    conditions: useSignal<ReadonlySet<string>>(new Set()),
    seeds: useSignal<ReadonlySet<string>>(new Set()),
  };
  const groups = useMemo(
    () =>
      groupsOf(ofSeeds(data, off.seeds.value)).filter(
        (group) => !off.conditions.value.has(conditionOf(group)),
      ),
    [data, off.seeds.value, off.conditions.value],
  );
  const shown = groups.filter(({ name }) => !off.activations.value.has(name));
  return (
    <>
      <Facts data={data} />
      <Chosen data={data} off={off} />
      {shown.every(({ results }) => results.length === 0) ? (
        <Empty title="Everything is switched off" />
      ) : (
        <Figures data={data} groups={groups} shown={shown} hidden={off.activations.value} />
      )}
    </>
  );
}

/** The same review as if only these seeds had been tried. */
function ofSeeds({ facts, results }: ReviewData, off: ReadonlySet<string>): ReviewData {
  const isOn = (seed: number): boolean => !off.has(seedName(seed));
  return {
    facts: { ...facts, seeds: facts.seeds.filter(isOn) },
    results: results.filter(({ cell }) => isOn(cell.seed)),
  };
}

function seedName(seed: number): string {
  return `seed ${seed}`;
}

function conditionOf({ batchNorm }: Group): string {
  return conditionName(batchNorm);
}

function Facts({ data: { facts } }: { readonly data: ReviewData }) {
  const { recipe, network, epochs, pictures, backEnds } = facts;
  return (
    <p class="muted">
      {counted(facts.cells.length, 'network')} of {network}, {counted(epochs, 'epoch')} on{' '}
      {grouped(pictures.train)} pictures, told by {grouped(pictures.test)} others; {backEnds.join('; ')}.{' '}
      <a href={addressOf('artefacts', ['activations', recipe.name, 'report'])}>Tables and the whole report</a>
    </p>
  );
}

function Chosen({ data: { facts, results }, off }: { readonly data: ReviewData; readonly off: Off }) {
  const names = [...new Set(groupsOf({ facts, results }).map(({ name }) => name))];
  return (
    <div class="activations-chosen">
      <Switches label="Activations" names={names} off={off.activations} />
      {facts.batchNorm.length > 1 && (
        <Switches label="Networks" names={facts.batchNorm.map(conditionName)} off={off.conditions} />
      )}
      {facts.seeds.length > 1 && <Switches label="Seeds" names={facts.seeds.map(seedName)} off={off.seeds} />}
    </div>
  );
}

interface FiguresProps {
  readonly data: ReviewData;
  /** With the activations that are switched off, so that the colours of the others stay. */
  readonly groups: readonly Group[];
  readonly shown: readonly Group[];
  readonly hidden: ReadonlySet<string>;
}

function Figures({ data, groups, shown, hidden }: FiguresProps) {
  const layers = [
    ...new Set(
      groups.flatMap(({ results }) => results.flatMap((one) => one.layers.map(({ layer }) => layer))),
    ),
  ];
  const conditions = [false, true]
    .map((batchNorm) => groups.filter((group) => group.batchNorm === batchNorm))
    .filter((own) => own.length > 0);
  return (
    <>
      <h2>Results</h2>
      <p class="activations-words">{conclude(shown, data.facts.pictures.test).join(' ')}</p>
      <Chart svg={accuracyChart(shown)} />
      <Markup html={resultsTable(shown)} label="Results" />
      <h2>Training</h2>
      <div class="figures">
        {CURVES.flatMap((curve) =>
          conditions.map((own) => <LineFigure spec={curveLines(own, curve)} hidden={hidden} />),
        )}
      </div>
      <h2>Inside the networks</h2>
      <div class="figures">
        {layers.flatMap((layer) =>
          conditions.map((own) => <LineFigure spec={preActivationLines(own, layer)} hidden={hidden} />),
        )}
      </div>
      <h2>The article’s statements</h2>
      <Markup html={claimsTable(shown)} label="Statements" />
      <h2>Time</h2>
      <Chart svg={timeChart(shown)} />
    </>
  );
}

/** A part of a report, in which all text is escaped. */
function Markup({ html, label }: { readonly html: Html; readonly label: string }) {
  return (
    <div
      class="activations-markup"
      role="region"
      aria-label={label}
      tabIndex={0}
      dangerouslySetInnerHTML={{ __html: renderMarkup(html) }}
    />
  );
}
