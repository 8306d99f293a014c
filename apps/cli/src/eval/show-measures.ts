import { decimals, isBaseline, methodName } from '@tintype/pipeline/measure';
import type { Comparison, Measures, MethodRow, ModelMeasures } from '@tintype/pipeline/measure';
import type { OpenedModel } from '@tintype/pipeline/models';
import { textTable } from '@tintype/terminal';

/** What was measured, for the JSON document. */
export function describeModel({ model: { metadata }, found, backEnd, fingerprint }: OpenedModel) {
  const { network, temperature, gamut, trainedOn } = metadata;
  const { name, version, device } = backEnd;
  return {
    place: found.place,
    fingerprint,
    network,
    bins: gamut.bins.length,
    temperature,
    trainedOn,
    backEnd: { name, version, device },
  };
}

interface Column {
  readonly key: keyof Measures;
  readonly title: string;
  readonly digits: number;
}

const COLUMNS: readonly Column[] = [
  { key: 'aucBalanced', title: 'balanced AuC', digits: 3 },
  { key: 'auc', title: 'AuC', digits: 3 },
  { key: 'rmseAb', title: 'RMSE ab', digits: 1 },
  { key: 'psnr', title: 'PSNR', digits: 1 },
  { key: 'ssim', title: 'SSIM', digits: 3 },
  { key: 'colourfulnessRatio', title: 'colourful.', digits: 2 },
  { key: 'colourfulnessAbsoluteRatio', title: 'absolute', digits: 2 },
  { key: 'chromaRatio', title: 'chroma', digits: 2 },
  { key: 'outOfGamut', title: 'outside sRGB', digits: 3 },
  { key: 'crossEntropy', title: 'CE', digits: 2 },
  { key: 'kl', title: 'KL', digits: 2 },
];

const COMPARED = COLUMNS.slice(0, 3);

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
    ...listed('left out', leftOut),
    ...listed('not read', failed),
    ...notes.map((note) => `note: ${note}`),
  ];
}

/** A photo alone has no interval: nothing else was drawn that it could be told from. */
function photoTable({ photos, temperature }: ModelMeasures): string[] {
  const isMain = ({ method, temperature: at }: MethodRow) => method === 'network' && at === temperature;
  return textTable(
    [
      { title: `network, T = ${temperature}` },
      ...COLUMNS.map(({ title }) => ({ title, right: true })),
      { title: 'best baseline', right: true },
    ],
    photos.map(({ path, scores }) => {
      const main = scores.find(isMain);
      const best = Math.max(
        ...scores.flatMap((one) => (isBaseline(one.method) ? (one.aucBalanced ?? []) : [])),
      );
      const values = COLUMNS.map(({ key, digits }) => decimals(main?.[key] ?? null, digits));
      return [path, ...values, Number.isFinite(best) ? decimals(best, 3) : '–'];
    }),
  );
}

function overallTable({ overall }: ModelMeasures): string[] {
  return textTable(
    [{ title: 'all photos, 95 %' }, ...COLUMNS.map(({ title }) => ({ title, right: true }))],
    overall.map((score) => [methodName(score), ...COLUMNS.map((column) => withInterval(score, column))]),
  );
}

function withInterval(score: MethodRow, { key, digits }: Column): string {
  const interval = COMPARED.some((compared) => compared.key === key) ? score.intervals?.[key] : undefined;
  return [decimals(score[key], digits), ...(interval ? [ends(interval, digits)] : [])].join(' ');
}

function ends(interval: readonly number[], digits: number): string {
  return `[${interval.map((end) => decimals(end, digits)).join(', ')}]`;
}

function leadTable({ overall, temperature }: ModelMeasures): string[] {
  const compared = overall.filter(({ lead }) => Object.keys(lead).length > 0);
  if (compared.length === 0) return [];
  const rows = compared.map((row) => [
    methodName(row),
    ...COMPARED.map(({ key, digits }) => difference(row.lead[key], digits)),
  ]);
  const titles = COMPARED.map(({ title }) => ({ title, right: true }));
  return ['', ...textTable([{ title: `network, T = ${temperature}, minus` }, ...titles], rows)];
}

function difference(lead: Comparison | undefined, digits: number): string {
  if (lead === undefined) return '–';
  const sign = lead.difference > 0 ? '+' : '';
  const noise = lead.isClear ? '' : ' within noise';
  return `${sign}${decimals(lead.difference, digits)} ${ends(lead.interval, digits)}${noise}`;
}

function listed(title: string, skipped: ModelMeasures['failed']): string[] {
  if (skipped.length === 0) return [];
  return ['', ...skipped.map(({ path, reason }) => `${title}: ${path}: ${reason}`)];
}
