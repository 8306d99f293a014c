import { canvasOn, createProgressBar, type Sink } from '@tintype/terminal';

import { showPhotoRate, tellPhotos } from '../show-photos.ts';

/** Where a command is with its photos: on a terminal a line that is redrawn and goes away at the end, elsewhere nothing. */
export function photoProgress(
  out: Sink,
  name: string,
  clock: () => number,
): (progress: { readonly done: number; readonly total: number }) => void {
  const bar = createProgressBar(canvasOn(out), clock, { showRate: showPhotoRate });
  bar.start(name);
  return ({ done, total }) => {
    if (done === total) bar.erase();
    else bar.show({ done, total, figures: [tellPhotos(done, total)] });
  };
}
