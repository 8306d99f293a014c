import { openHost, runNxTask } from '@tintype/stage';

import { activations } from './activations.ts';

// Cells run side by side, one on each core, and are quicker so than one at a time on all of them. TensorFlow reads
// this when it is loaded; a thread's own environment would not reach it.
process.env['TF_NUM_INTRAOP_THREADS'] ??= '1';
process.exitCode = await runNxTask(
  activations,
  process.argv.slice(2),
  openHost(new URL('.', import.meta.url)), // where the bundle of this file lies
);
