import type { Pipeline, Stage } from '@tintype/stage';

import { convert } from './stages/convert.ts';
import { evaluate } from './stages/evaluate.ts';
import { ingest } from './stages/ingest.ts';
import { patches } from './stages/patches.ts';
import { prior } from './stages/prior.ts';
import { train } from './stages/train.ts';

/** The stages that take photos to a model and its report; Nx knows their order from project.json. */
export const pipeline: Pipeline = {
  name: 'pipeline',
  // Each stage's settings type was checked against its schema by defineStage.
  stages: [ingest, convert, prior, patches, train, evaluate] as unknown as readonly Stage[],
};
