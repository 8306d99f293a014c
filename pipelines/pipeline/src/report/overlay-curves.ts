import type { LineChart } from '@tintype/charts';
import { MEASURES } from '@tintype/colour';
import type { CurvesRows } from '@tintype/records';

/** What can be compared of several trainings: the training's line is dashed, the validation's is not. */
const CURVES = {
  loss: { title: 'Loss', unit: 'cross-entropy, nats', train: 'trainLoss', validation: 'validationLoss' },
  kl: {
    title: 'Distance from the targets',
    unit: 'KL divergence, nats',
    train: 'trainKl',
    validation: 'validationKl',
  },
  auc: {
    title: 'Colours of validation photos',
    unit: MEASURES.auc.name,
    train: null,
    validation: 'validationAuc',
  },
  rate: { title: 'Learning rate', unit: 'learning rate', train: null, validation: 'learningRate' },
} as const satisfies Record<string, CurveEntry>;

interface CurveEntry {
  readonly title: string;
  readonly unit: string;
  readonly train: keyof CurvesRows | null;
  readonly validation: keyof CurvesRows;
}

export type CurveKey = keyof typeof CURVES;

export interface CurvesOfRun {
  /** Of the recipe. */
  readonly name: string;
  readonly rows: CurvesRows;
}

/** One measure of several trainings over their epochs, each run in a colour of its own. */
export function overlayCurves(runs: readonly CurvesOfRun[], key: CurveKey): LineChart {
  const { title, unit, train, validation }: CurveEntry = CURVES[key];
  return {
    title,
    description: `${unit} over the epochs of ${runs.map(({ name }) => name).join(', ')}.`,
    xLabel: 'epoch',
    xTicks: 'whole',
    yLabel: unit,
    names: 'legend',
    width: 560,
    height: 320,
    series: runs.flatMap(({ name, rows }, colour) => [
      { name: train === null ? name : `${name}, validation`, colour, points: pointsOf(rows, validation) },
      ...(train === null
        ? []
        : [{ name: `${name}, training`, colour, dashed: true, points: pointsOf(rows, train) }]),
    ]),
  };
}

function pointsOf(rows: CurvesRows, key: keyof CurvesRows) {
  const points = Array.from(rows.epoch, (x, i) => ({ x, y: rows[key][i] ?? NaN }));
  return points.filter(({ y }) => !Number.isNaN(y)); // what was not measured leaves no gap
}
