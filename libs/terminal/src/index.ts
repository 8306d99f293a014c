export { showDuration, showDurationRange } from './durations.ts';
export { openCanvas } from './open-canvas.ts';
export { document, paragraph, printableSink } from './print.ts';
export { printable, printableLines, withoutControls } from './printable.ts';
export { createProgressBar, type BarOptions, type ProgressBar, type Standing } from './progress-bar.ts';
export { shareTerminal } from './share-terminal.ts';
export { showBytes } from './sizes.ts';
export { canvasOn, type Canvas, type Sink, type Terminal } from './terminal.ts';
export { labelled, showHash, showNumber, textPairs, textTable, type TextColumn } from './text-table.ts';
