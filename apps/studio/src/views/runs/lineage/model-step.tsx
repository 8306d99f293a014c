import { showHash } from '@tintype/terminal/neutral';

import { addressOf } from '../../../route.ts';
import type { StepProps } from './photo-page.tsx';

/** Whether the model has learnt from the photo, and what it was made from. */
export function ModelStep({ run, photo }: StepProps) {
  const { pipeline, recipe, artefacts } = run;
  const train = artefacts.get('train');
  const photos = (split: string) => addressOf('runs', [pipeline, recipe, 'photos'], { split });
  return (
    <li>
      <h2>Model</h2>
      {train === undefined ? (
        <p class="muted runs-place">Not trained yet.</p>
      ) : (
        <p class="muted runs-place">
          <a href={addressOf('artefacts', [pipeline, recipe, 'train'])}>train</a>{' '}
          <code title={`fingerprint ${train.fingerprint}`}>{showHash(train.fingerprint)}</code> · made from{' '}
          {train.inputs.map(({ stage, content }, i) => (
            <>
              {i > 0 && ', '}
              {stage} <code title={content}>{showHash(content)}</code>
            </>
          ))}
        </p>
      )}
      <p>{describePart(photo.split)}</p>
      <p class="runs-links">
        <a href={photos('train')}>Photos that it learnt from</a>
        <a href={photos('validation')}>Photos that chose the epoch</a>
        <a href={photos('test')}>Photos that it never saw</a>
      </p>
    </li>
  );
}

/** What a split has to do with the model. */
function describePart(split: string): string {
  switch (split) {
    case 'train':
      return 'The model learns from the patches of this photo.';
    case 'validation':
      return 'The model does not learn from this photo; its patches say which epoch to keep and how to decode.';
    case 'test':
      return 'The model never sees this photo before it is measured on it.';
    default:
      return 'The model has nothing to do with this photo.';
  }
}
