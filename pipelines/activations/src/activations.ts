import { definePipeline } from '@tintype/stage';

import { report } from './stages/report.ts';

/** The stages that take digits to a review of activation functions. */
export const activations = definePipeline('activations', report);
