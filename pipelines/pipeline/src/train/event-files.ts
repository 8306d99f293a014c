import { type CurveRow, encodeEventFile, type Summary, type SummaryEvent } from '@tintype/network';

/** TensorBoard looks for the part in the middle. */
export const EVENT_FILE = 'events.out.tfevents.0.tintype';

/**
 * TensorBoard's files of a training by path: one run for training and one for validation, so that their curves share
 * a chart. `readings` are step, loss and KL. [n, 3]
 */
export function eventFiles(
  curves: readonly CurveRow[],
  readings: Float32Array,
): Readonly<Record<string, Uint8Array>> {
  return {
    [`train/${EVENT_FILE}`]: encodeEventFile(
      [...stepEvents(readings), ...curves.map(trainingEvent)].sort((one, other) => one.step - other.step),
    ),
    [`validation/${EVENT_FILE}`]: encodeEventFile(curves.flatMap(validationEvent)),
  };
}

function stepEvents(readings: Float32Array): SummaryEvent[] {
  return Array.from({ length: readings.length / 3 }, (_, i) => {
    const [step = 0, loss = NaN, kl = NaN] = readings.subarray(3 * i, 3 * i + 3);
    return { step, summaries: [number('step/loss', loss), number('step/kl', kl)] };
  });
}

function trainingEvent({ step, trainLoss, trainKl, learningRate }: CurveRow): SummaryEvent {
  const rate = number('epoch/learning_rate', learningRate);
  return { step, summaries: [number('epoch/loss', trainLoss), number('epoch/kl', trainKl), rate] };
}

function validationEvent({ step, validationLoss, validationKl, validationAuc }: CurveRow): SummaryEvent[] {
  if (validationLoss === null || validationKl === null || validationAuc === null) return [];
  const losses = [number('epoch/loss', validationLoss), number('epoch/kl', validationKl)];
  return [{ step, summaries: [...losses, number('epoch/auc', validationAuc)] }];
}

function number(tag: string, value: number): Summary {
  return { tag, number: value };
}
