import { MEASURE_KEYS, type MeasureKey, MEASURES, methodName } from '@tintype/colour';
import { readDecoding } from '@tintype/network';
import {
  bestBaseline,
  COMPARED,
  comparedRows,
  intervalText,
  type Lead,
  leadText,
  measureText,
  type MethodRow,
  type ModelMeasures,
  networkAt,
} from '@tintype/pipeline/measure';
import type { OpenedModel } from '@tintype/pipeline/models';
import { textTable } from '@tintype/terminal';

/** What was measured, for the JSON document. */
export function describeModel({ model: { metadata }, found, backEnd, digest }: OpenedModel) {
  const { network, gamut, trainedOn } = metadata;
  const { name, version, device } = backEnd;
  return {
    place: found.place,
    fingerprint: digest,
    network,
    bins: gamut.bins.length,
    ...readDecoding(metadata),
    trainedOn,
    backEnd: { name, version, device },
  };
}

/** All but what is also given as a ratio, or weighted. */
const LEFT_OUT: readonly MeasureKey[] = [
  'colourfulness',
  'colourfulnessAbsolute',
  'crossEntropyWeighted',
  'klWeighted',
];
const COLUMNS = MEASURE_KEYS.filter((key) => !LEFT_OUT.includes(key));
const WITH_INTERVALS: readonly MeasureKey[] = COMPARED;

function titlesOf(keys: readonly MeasureKey[]) {
  return keys.map((key) => ({ title: MEASURES[key].short, right: true }));
}

/** The measures as tables: each photo, all together, and what the differences are worth. */
export function showMeasures(opened: OpenedModel, folder: string, measures: ModelMeasures): string[] {
  const { photos, originals, size, leftOut, failed, notes } = measures;
  const { place, network, bins, backEnd } = describeModel(opened);
  const count = `${photos.length} ${photos.length === 1 ? 'photo' : 'photos'}`;
  const crops = originals < photos.length ? ` (${originals} originals)` : '';
  return [
    `${place}: ${network.kind}, ${bins} bins, on ${backEnd.name} ${backEnd.version} (${backEnd.device})`,
    `${count}${crops} of ${folder}, cropped to ${size} × ${size}`,
    ...(photos.length === 0 ? [] : ['', ...photoTable(measures), '', ...overallTable(measures)]),
    ...leadTable(measures),
    ...listed(
      'note',
      photos.flatMap(({ path, notes: said }) => said.map((reason) => ({ path, reason }))),
    ),
    ...listed('left out', leftOut),
    ...listed('not read', failed),
    ...notes.map((note) => `note: ${note}`),
  ];
}

/** A photo alone has no interval: nothing else was drawn that it could be told from. */
function photoTable({ photos, temperature }: ModelMeasures): string[] {
  return textTable(
    [{ title: `network, T = ${temperature}` }, ...titlesOf(COLUMNS), { title: 'best baseline', right: true }],
    photos.map(({ path, scores }) => {
      const main = networkAt(scores, temperature);
      const best = bestBaseline(scores);
      const values = COLUMNS.map((key) => measureText(key, main?.[key] ?? null));
      return [path, ...values, measureText('aucBalanced', best?.aucBalanced ?? null)];
    }),
  );
}

function overallTable({ overall }: ModelMeasures): string[] {
  return textTable(
    [{ title: 'all photos, 95 %' }, ...titlesOf(COLUMNS)],
    overall.map((row) => [methodName(row), ...COLUMNS.map((key) => withInterval(row, key))]),
  );
}

function withInterval(row: MethodRow, key: MeasureKey): string {
  const interval = WITH_INTERVALS.includes(key) ? row.intervals[key] : undefined;
  const text = measureText(key, row[key]);
  return interval === undefined ? text : `${text} ${intervalText(key, interval)}`;
}

function leadTable({ overall, temperature }: ModelMeasures): string[] {
  const compared = comparedRows(overall);
  if (compared.length === 0) return [];
  const rows = compared.map((row) => [
    methodName(row),
    ...COMPARED.map((key) => difference(key, row.lead[key])),
  ]);
  return ['', ...textTable([{ title: `network, T = ${temperature}, minus` }, ...titlesOf(COMPARED)], rows)];
}

function difference(key: MeasureKey, lead: Lead | undefined): string {
  if (lead === undefined) return '–';
  return `${leadText(key, lead)}${lead.isClear ? '' : ' within noise'}`;
}

function listed(title: string, skipped: ModelMeasures['failed']): string[] {
  if (skipped.length === 0) return [];
  return ['', ...skipped.map(({ path, reason }) => `${title}: ${path}: ${reason}`)];
}
