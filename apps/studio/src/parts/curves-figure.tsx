import { useSignal } from '@preact/signals';
import { type CurveKey, type CurvesOfRun, overlayCurves } from '@tintype/pipeline/charts';
import type { ComponentProps } from 'preact';
import { useMemo } from 'preact/hooks';

import { Choice } from './choice.tsx';
import { LineFigure } from './line-figure.tsx';

const MEASURES: readonly { readonly value: CurveKey; readonly name: string }[] = [
  { value: 'loss', name: 'loss' },
  { value: 'kl', name: 'KL divergence' },
  { value: 'auc', name: 'AuC of validation colours' },
  { value: 'rate', name: 'learning rate' },
];

interface CurvesProps extends Pick<ComponentProps<typeof LineFigure>, 'hidden'> {
  readonly runs: readonly CurvesOfRun[];
}

/** The curves of several trainings over each other, of a measure that is chosen. */
export function CurvesFigure({ runs, hidden }: CurvesProps) {
  const key = useSignal<CurveKey>('loss');
  const spec = useMemo(() => overlayCurves(runs, key.value), [runs, key.value]);
  return (
    <>
      <Choice
        label="show"
        options={MEASURES}
        value={key.value}
        onChoose={(value) => (key.value = MEASURES.find((one) => one.value === value)?.value ?? 'loss')}
      />
      <LineFigure spec={spec} {...(hidden && { hidden })} />
    </>
  );
}
