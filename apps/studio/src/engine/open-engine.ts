import type { Engine, OpenedPhoto, OpenEngine } from './engine.ts';
import type { PictureRequests, ReadyPhoto } from './pictures/picture-requests.ts';
import { type Caller, callWorker } from './requests.ts';

export const openEngine: OpenEngine = async ({ name, path }, signal) => {
  const worker = new Worker(new URL('./pictures/picture.worker.ts', import.meta.url), { type: 'module' });
  const pictures = callWorker<PictureRequests>(worker);
  const address = new URL(path.endsWith('/') ? path : `${path}/`, document.baseURI).href;
  try {
    const opened = await heed(signal, pictures.ask('openModel', { name, address }));
    return { ...opened, openPhoto: photoOpener(pictures), close: () => pictures.close() };
  } catch (error) {
    pictures.close();
    throw error;
  }
};

function photoOpener(pictures: Caller<PictureRequests>): Engine['openPhoto'] {
  let last = 0;
  return async (file, name, signal) => {
    signal.throwIfAborted();
    const photo = ++last;
    const close = () => void pictures.ask('closePhoto', { photo }).catch(() => undefined); // nothing is left to close
    const opening = pictures.ask('openPhoto', { photo, file, name });
    try {
      return openedPhoto(pictures, photo, await heed(signal, opening), close);
    } catch (error) {
      close();
      opening.then(closePreviews, () => undefined); // of a photo that nobody waits for
      throw error;
    }
  };
}

function openedPhoto(
  pictures: Caller<PictureRequests>,
  photo: number,
  ready: ReadyPhoto,
  close: () => void,
): OpenedPhoto {
  return {
    ...ready,
    paint: lastOnly((look, fineness) => pictures.ask('paint', { photo, look, fineness })),
    likelihoodsAt: (x, y) => pictures.ask('likelihoods', { photo, x, y }),
    lightnessAt: (x, y) => pictures.ask('lightness', { photo, x, y }),
    encode: (look, format) => pictures.ask('encode', { photo, look, format }),
    close() {
      closePreviews(ready);
      close();
    },
  };
}

function closePreviews({ grey, original }: ReadyPhoto): void {
  grey.close();
  original.close();
}

/** Does one thing at a time; of those that wait only the last is done, and the others become null. */
function lastOnly<Asked extends readonly unknown[], Answer>(
  work: (...asked: Asked) => Promise<Answer>,
): (...asked: Asked) => Promise<Answer | null> {
  let before: Promise<unknown> = Promise.resolve();
  let latest = 0;
  return (...asked) => {
    const mine = ++latest;
    const done = before.then(() => (mine === latest ? work(...asked) : null));
    before = done.catch(() => undefined); // whoever asked is told
    return done;
  };
}

/** The same promise, but for the reason of a signal that ends the waiting. */
function heed<Value>(signal: AbortSignal, promise: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
