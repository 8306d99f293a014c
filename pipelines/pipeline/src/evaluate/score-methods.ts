import { auc, aucBalanced, mergeErrors, rmseAb } from '@tintype/colour';
import type { MetricsRows } from '@tintype/records';

/** A way to colour a photo: the network, or a baseline that knows no shapes. */
export type Method = 'network' | 'grey' | 'mean' | 'lightness' | 'lightness-mode' | 'row';

/** What one method scores on all held-out photos together. */
export interface MethodScore {
  readonly method: Method;
  /** Null for a baseline. */
  readonly temperature: number | null;
  readonly photos: number;
  /** Class-balanced (λ = 0) and plain area under the cumulative error curve, 0..1. */
  readonly aucBalanced: number;
  readonly auc: number;
  /** Per channel, in ab units. */
  readonly rmseAb: number;
  /** Means over photos. */
  readonly psnr: number;
  readonly ssim: number;
  /** Colourfulness and mean chroma as a share of the truth's. */
  readonly colourfulnessRatio: number;
  readonly chromaRatio: number;
}

interface PhotoScore {
  readonly photo: string;
  readonly method: Method;
  readonly temperature: number | null;
  readonly row: { readonly [K in NumberColumn]: number };
}

type NumberColumn = Exclude<keyof MetricsRows, 'photo' | 'method' | 'temperature'>;

/** Scores of each method and temperature over the photos of all tables: the network's first, by temperature. */
export function scoreMethods(tables: readonly MetricsRows[]): readonly MethodScore[] {
  const groups = new Map<string, PhotoScore[]>();
  for (const score of tables.flatMap(photoScores)) {
    const key = `${score.method} ${score.temperature ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), score]);
  }
  return [...groups.values()].map(scoreOf);
}

/** What the network at one temperature scores on each photo. */
export function scorePhotos(
  tables: readonly MetricsRows[],
  temperature: number,
): readonly (MethodScore & { readonly photo: string })[] {
  return tables
    .flatMap(photoScores)
    .filter((score) => score.method === 'network' && score.temperature === temperature)
    .map((score) => ({ photo: score.photo, ...scoreOf([score]) }));
}

function photoScores(table: MetricsRows): readonly PhotoScore[] {
  const { photo: photos, method: methods, temperature: temperatures, ...columns } = table;
  const entries = Object.entries(columns) as [NumberColumn, Float64Array][];
  return photos.map((photo, i) => ({
    photo,
    method: methods[i] as Method, // written by measure, which knows no others
    temperature: Number.isNaN(temperatures[i]) ? null : Number((temperatures[i] ?? 0).toPrecision(6)), // float32
    row: Object.fromEntries(entries.map(([name, column]) => [name, column[i] ?? 0])) as PhotoScore['row'],
  }));
}

/** Of at least one photo, all of one method and temperature. */
function scoreOf(scores: readonly PhotoScore[]): MethodScore {
  const errors = mergeErrors(scores.map(({ row }) => row));
  const sum = (column: NumberColumn) => scores.reduce((total, { row }) => total + row[column], 0);
  const [first] = scores;
  if (first === undefined) throw new Error('Internal error: expected a score');
  return {
    method: first.method,
    temperature: first.temperature,
    photos: scores.length,
    aucBalanced: aucBalanced(errors),
    auc: auc(errors),
    rmseAb: rmseAb(errors),
    psnr: sum('psnr') / scores.length,
    ssim: sum('ssim') / scores.length,
    colourfulnessRatio: sum('colourfulness') / sum('colourfulnessTruth'),
    chromaRatio: sum('chroma') / sum('chromaTruth'),
  };
}

const NAMES: Readonly<Record<Method, string>> = {
  network: 'network',
  grey: 'grey',
  mean: 'global mean colour',
  lightness: 'mean colour per lightness',
  'lightness-mode': 'likeliest per lightness',
  row: 'mean colour per row',
};

/** The network against the best baseline, in one line. */
export function headlineOf(scores: readonly MethodScore[], temperature: number): string {
  const network = scores.find((score) => score.method === 'network' && score.temperature === temperature);
  const baselines = scores.filter(({ method }) => method !== 'network').map((score) => score.aucBalanced);
  if (network === undefined) throw new Error(`Internal error: expected the network at T = ${temperature}`);
  return `${network.photos} held-out photos, balanced AuC ${network.aucBalanced.toFixed(3)} (best baseline ${Math.max(...baselines).toFixed(3)})`;
}

/** The held-out numbers beside their baselines, as the lines of a small table. */
export function describeScores(scores: readonly MethodScore[], temperature: number): readonly string[] {
  const shown = scores.filter((score) => score.temperature === null || score.temperature === temperature);
  const head = 'held-out photos            balanced AuC   AuC    RMSE ab  PSNR   chroma ratio';
  return [
    head,
    ...shown.map((score) =>
      [
        (score.temperature === null ? NAMES[score.method] : `network, T = ${temperature}`).padEnd(26),
        score.aucBalanced.toFixed(3).padEnd(14),
        score.auc.toFixed(3).padEnd(6),
        score.rmseAb.toFixed(1).padEnd(8),
        score.psnr.toFixed(1).padEnd(6),
        score.chromaRatio.toFixed(2),
      ].join(' '),
    ),
  ];
}
