import type { PhotoOutcome } from '@tintype/colorize/files';
import { canvasOn, createProgressBar, type Sink } from '@tintype/terminal';

import { showPhotoRate, tellPhotos } from '../show-photos.ts';

export interface ColorizeProgress {
  tell(outcome: PhotoOutcome): void;
  /** Takes the bar away. */
  close(): void;
}

/** On a terminal a bar with rate and time left, elsewhere a line at every tenth. Only photos that were coloured make the rate. */
export function colorizeProgress(out: Sink, total: number, clock: () => number): ColorizeProgress {
  const log = (line: string) => out.write(`${line}\n`);
  const bar = createProgressBar(canvasOn(out), clock, { showRate: showPhotoRate, log });
  bar.start('colorize');
  let [done, worked] = [0, 0];
  return {
    tell: ({ status }) => {
      done += 1;
      if (status === 'coloured') worked += 1;
      bar.show({ done, total, worked, figures: [tellPhotos(done, total)] });
    },
    close: bar.erase,
  };
}
