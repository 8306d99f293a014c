import { definePipeline } from '@tintype/stage';

import { evaluate } from './stages/evaluate.ts';

/** The stages that take photos to a model and its report. */
export const pipeline = definePipeline('pipeline', evaluate);
