import type { Pipeline, Stage } from '@tintype/stage';

import { ingest } from './stages/ingest.ts';
import { report } from './stages/report.ts';
import { train } from './stages/train.ts';

/** The stages that take digits to a review of activation functions; Nx knows their order from project.json. */
export const activations: Pipeline = {
  name: 'activations',
  // Each stage's settings type was checked against its schema by defineStage.
  stages: [ingest, train, report] as unknown as readonly Stage[],
};
