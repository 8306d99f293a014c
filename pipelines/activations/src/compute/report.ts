import type { Compute, Input, ShardOutput } from '@tintype/executor';
import { svgToPng } from '@tintype/images';
import { activationsTable, cellsTable } from '@tintype/records';

import { medianOf } from '../report/paired-test.ts';
import { readCell } from '../report/read-cell.ts';
import { renderReview, reviewCharts } from '../report/render-review.ts';
import { resultsMarkdown } from '../report/results-table.ts';
import type { CellResult, LayerResult, ReportTask, ReviewData } from '../report/review-data.ts';
import { comparisonsWith, type Group, groupsOf, reluOf } from '../report/summarise.ts';
import { nameOf } from '../train/review-cells.ts';

/** Compares the cells, and writes the report, its charts as PNG and its tables. */
export const report: Compute<ReportTask> = async ({ settings, inputs }) => {
  const { testLosses, ...facts } = settings;
  const results = await Promise.all(
    facts.cells.map((cell) => readCell(cell, testLosses[cell.name] ?? NaN, (name) => read(inputs, name))),
  );
  const data: ReviewData = { facts, results };
  const groups = groupsOf(data);
  return [
    file('report.html', Buffer.from(renderReview(data, groups))),
    file('results.md', Buffer.from(resultsMarkdown(groups))),
    encodeCells(results),
    encodeActivations(groups),
    ...(await drawCharts(data, groups)),
  ];
};

async function read(inputs: readonly Input[], wanted: string): Promise<Uint8Array> {
  const found = inputs.find(({ name }) => name === wanted);
  if (found === undefined) throw new Error(`Internal error: expected ${wanted}`);
  return found.read();
}

function encodeCells(results: readonly CellResult[]): ShardOutput {
  const bytes = cellsTable.encode({
    activation: results.map(({ cell }) => nameOf(cell.activation)),
    batchNorm: results.map(({ cell }) => cell.batchNorm),
    seed: Int32Array.from(results, ({ cell }) => cell.seed),
    testAccuracy: Float64Array.from(results, ({ testAccuracy }) => testAccuracy),
    testLoss: Float64Array.from(results, ({ testLoss }) => testLoss),
    validationAccuracy: Float64Array.from(results, ({ curves }) => curves.validationAccuracy.at(-1) ?? NaN),
    secondsPerEpoch: Float64Array.from(results, ({ seconds }) => medianOf(seconds)),
    dead: Float64Array.from(results, ({ layers }) => sumOf(layers, 'dead') / sumOf(layers, 'units')),
  });
  return { name: 'cells.arrow', table: cellsTable.name, bytes, rows: results.length };
}

function sumOf(layers: readonly LayerResult[], key: 'dead' | 'units'): number {
  return layers.reduce((sum, layer) => sum + layer[key], 0);
}

function encodeActivations(groups: readonly Group[]): ShardOutput {
  const beside = groups.map((group) => {
    const relu = reluOf(groups, group.batchNorm);
    return relu && comparisonsWith(relu, groups).find(({ of }) => of === group);
  });
  const numbers = (of: (group: Group, i: number) => number) => Float64Array.from(groups, of);
  const bytes = activationsTable.encode({
    activation: groups.map(({ name }) => name),
    batchNorm: groups.map(({ batchNorm }) => batchNorm),
    seeds: Int32Array.from(groups, ({ results }) => results.length),
    accuracy: numbers(({ accuracy }) => accuracy),
    deviation: numbers(({ deviation }) => deviation),
    loss: numbers(({ loss }) => loss),
    difference: numbers((_, i) => beside[i]?.difference ?? NaN),
    low: numbers((_, i) => beside[i]?.interval[0] ?? NaN),
    high: numbers((_, i) => beside[i]?.interval[1] ?? NaN),
    p: numbers((_, i) => beside[i]?.adjusted ?? NaN),
    secondsPerEpoch: numbers(({ secondsPerEpoch }) => secondsPerEpoch),
    dead: numbers(({ dead }) => dead),
  });
  return { name: 'activations.arrow', table: activationsTable.name, bytes, rows: groups.length };
}

const CHART_WIDTH = 1200;

async function drawCharts(data: ReviewData, groups: readonly Group[]): Promise<readonly ShardOutput[]> {
  return Promise.all(
    Object.entries(reviewCharts(data, groups)).map(async ([name, svg]) =>
      file(`${name}.png`, await svgToPng(svg, CHART_WIDTH)),
    ),
  );
}

function file(name: string, bytes: Uint8Array): ShardOutput {
  return { name, bytes, rows: 0 };
}
