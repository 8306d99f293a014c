import { type MeasureKey, MEASURES, methodName } from '@tintype/colour';
import { counted } from '@tintype/report';
import { textTable } from '@tintype/terminal';

import { intervalText, measureText } from '../../report/show-measure.ts';
import { bestBaseline, type MethodRow, networkAt } from '../../runs/method-row.ts';

/** The network against the best baseline, in one line. */
export function headlineOf(rows: readonly MethodRow[], temperature: number): string {
  const network = networkAt(rows, temperature);
  if (network === undefined) throw new Error(`Internal error: expected the network at T = ${temperature}`);
  const best = bestBaseline(rows);
  const ours = `${MEASURES.aucBalanced.name} ${measureText('aucBalanced', network.aucBalanced)}`;
  return `${network.photos} held-out photos, ${ours}${best === undefined ? '' : ` (best baseline ${beside(best)})`}`;
}

function beside({ aucBalanced, lead }: MethodRow): string {
  const isNoise = lead.aucBalanced?.isClear === false;
  return `${measureText('aucBalanced', aucBalanced)}${isNoise ? ', within noise' : ''}`;
}

const COLUMNS: readonly MeasureKey[] = [
  'aucBalanced',
  'auc',
  'rmseAb',
  'hue',
  'psnr',
  'colourfulnessRatio',
  'chromaRatio',
];

/** Draws of fewer photos hardly differ, so that intervals of them look narrow. */
const FEWEST_PHOTOS = 5;

/** The held-out numbers beside their baselines, as the lines of a small table. */
export function describeScores(rows: readonly MethodRow[], temperature: number): readonly string[] {
  const shown = rows.filter((row) => row.temperature === null || row.temperature === temperature);
  const table = textTable(
    ['held-out photos', ...COLUMNS.map(titleOf)].map((title) => ({ title })),
    shown.map((row) => [methodName(row), ...COLUMNS.map((key) => cellOf(row, key))]),
  );
  const photos = networkAt(rows, temperature)?.photos ?? 0;
  if (photos >= FEWEST_PHOTOS) return table;
  return [...table, '', `${counted(photos, 'photo')} held out: too few to tell methods apart; add photos`];
}

function titleOf(key: MeasureKey): string {
  const { short } = MEASURES[key];
  return key === 'aucBalanced' ? `${short}, 95 %` : short;
}

/** The line is short, so that what is compared by has an interval alone. */
function cellOf(row: MethodRow, key: MeasureKey): string {
  const interval = key === 'aucBalanced' ? row.intervals.aucBalanced : undefined;
  const text = measureText(key, row[key]);
  return interval === undefined ? text : `${text} ${intervalText(key, interval)}`;
}
