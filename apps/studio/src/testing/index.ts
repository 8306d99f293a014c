export { findBarriers } from './find-barriers.ts';
export { inChromium } from './in-chromium.ts';
export { openPage } from './open-page.ts';
export { type StartedStudio, startStudio } from './start-studio.ts';
export { addRun, HOSTILE, MADE_PHOTOS, makeData, writeArtefact } from './make-data.ts';
