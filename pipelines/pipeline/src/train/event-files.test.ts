import { describe, expect, it } from '@jest/globals';
import type { CurveRow } from '@tintype/network';

import { eventFiles } from './event-files.ts';

const row = (epoch: number, validationLoss: number | null): CurveRow => ({
  epoch,
  step: 10 * epoch,
  patches: 320 * epoch,
  learningRate: 0.003,
  trainLoss: 3,
  trainKl: 2,
  validationLoss,
  validationKl: validationLoss,
  validationAuc: validationLoss === null ? null : 0.8,
});
const READINGS = Float32Array.of(5, 4, 3, 10, 3.5, 2.5);

describe('eventFiles', () => {
  it('are a run for training and one for validation, the same bytes every time', () => {
    const files = eventFiles([row(1, 3), row(2, 2.5)], READINGS);
    expect(Object.keys(files)).toEqual([
      'train/events.out.tfevents.0.tintype',
      'validation/events.out.tfevents.0.tintype',
    ]);
    const [train = '', validation = ''] = Object.values(files).map((bytes) =>
      Buffer.from(bytes).toString('latin1'),
    );
    expect(tagsIn(train)).toEqual([
      'step/loss',
      'step/kl',
      'step/loss',
      'step/kl',
      ...epoch('rate'),
      ...epoch('rate'),
    ]);
    expect(tagsIn(validation)).toEqual([...epoch(), ...epoch()]);
    expect(eventFiles([row(1, 3), row(2, 2.5)], READINGS)).toEqual(files);
  });

  it('say nothing of validation where nothing was measured', () => {
    const { 'validation/events.out.tfevents.0.tintype': bytes = [] } = eventFiles([row(1, null)], READINGS);
    expect(tagsIn(Buffer.from(bytes).toString('latin1'))).toEqual([]);
  });
});

function epoch(rate?: string): string[] {
  return ['epoch/loss', 'epoch/kl', ...(rate === undefined ? [] : ['epoch/learning_rate'])];
}

function tagsIn(text: string): string[] {
  return text.match(/(?:step|epoch)\/(?:loss|kl|learning_rate)/g) ?? [];
}
