export { findBarriers } from './find-barriers.ts';
export { findChromium } from './find-chromium.ts';
export { inChromium } from './in-chromium.ts';
export { openPage, type OpenedPage, type PageOptions } from './open-page.ts';
export { type StartedStudio, startStudio, type StudioOptions } from './start-studio.ts';
export { addRun, HOSTILE, MADE_PHOTOS, makeData, SIDE, TEMPERATURES, writeArtefact } from './make-data.ts';
