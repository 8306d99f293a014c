export { showDuration, showDurationRange } from './durations.ts';
export { showHash, showNumber } from './figures.ts';
export { showBytes } from './sizes.ts';
export { estimateLeft } from './time-left.ts';
