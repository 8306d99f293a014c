import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

// Preloaded into a stage's process: what it has used, threads included, goes into the file that TINTYPE_USAGE names.
const file = process.env.TINTYPE_USAGE;
if (isMainThread && file !== undefined)
  process.on('exit', () => writeFileSync(file, JSON.stringify(process.resourceUsage())));
