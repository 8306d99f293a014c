import { dateEventFile } from '@tintype/network/event-file';
import type { DatedFiles } from '@tintype/stage';

/** TensorBoard's files among the results of a stage. */
export const DATED_EVENT_FILES: DatedFiles = {
  includes: (path) => path.startsWith('tensorboard/'),
  date: dateEventFile,
};
