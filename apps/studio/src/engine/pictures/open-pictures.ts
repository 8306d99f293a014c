import { readLikelihoods, type StripeComputer } from '@tintype/colorize';

import type { NetworkRequests, ReadyModel } from '../network/network-requests.ts';
import type { Caller, Handlers } from '../requests.ts';
import { encodePicture } from './encode-picture.ts';
import { openPicture, type Picture, readLightness } from './open-picture.ts';
import { paintPreview } from './paint-preview.ts';
import type { PictureRequests } from './picture-requests.ts';
import { takeTurns } from './turns.ts';

/** The photos of a page, and what it may ask of them. */
export function openPictures(
  network: Caller<NetworkRequests>,
  computer: StripeComputer,
): Handlers<PictureRequests> {
  const model = holdModel();
  const pictures = holdPictures();
  const inTurn = takeTurns(); // one photo at a time lies decoded in memory, whole

  return {
    async openModel({ name, address }) {
      const ready = await network.ask('open', { address });
      model.set(ready);
      const { temperature, coherence = 0, saturation = 1, gamut } = ready.metadata;
      const described = { name, temperature, coherence, saturation, bins: gamut.bins.length };
      return { answer: { backEnd: ready.backEnd, model: described } };
    },
    async openPhoto({ photo, file, name }) {
      const { isWanted, keep } = pictures.expect(photo);
      const work = { network, computer, model: model.get(), inTurn, isWanted };
      const { picture, grey, original } = await openPicture(file, name, work);
      keep(picture);
      const { width, height, notes } = picture;
      return { answer: { width, height, notes, grey, original }, transfer: [grey, original] };
    },
    async paint({ photo, ...asked }) {
      const answer = await paintPreview(pictures.get(photo), asked, { model: model.get(), computer });
      return { answer, transfer: [answer] };
    },
    async likelihoods({ photo, x, y }) {
      return { answer: readLikelihoods(pictures.get(photo).prediction, { x, y }) };
    },
    async lightness({ photo, x, y }) {
      return { answer: readLightness(pictures.get(photo), { x, y }) };
    },
    async encode({ photo, look, format }) {
      const work = { model: model.get(), computer };
      return { answer: await inTurn(() => encodePicture(pictures.get(photo), { look, format }, work)) };
    },
    async closePhoto({ photo }) {
      pictures.drop(photo);
      return { answer: null };
    },
  };
}

function holdModel() {
  let ready: ReadyModel | null = null;
  return {
    set(model: ReadyModel) {
      ready = model;
    },
    get(): ReadyModel {
      if (ready === null) throw new Error('Internal error: expected a model to be open');
      return ready;
    },
  };
}

/** Photos by their numbers; one that is closed while it is opened is not kept. */
function holdPictures() {
  const held = new Map<number, Picture>();
  const expected = new Set<number>();
  return {
    expect(photo: number) {
      expected.add(photo);
      return {
        isWanted: () => expected.has(photo),
        keep(picture: Picture) {
          if (expected.delete(photo)) held.set(photo, picture);
        },
      };
    },
    get(photo: number): Picture {
      const picture = held.get(photo);
      if (picture === undefined) throw new Error('the photo has been closed; open it again');
      return picture;
    },
    drop(photo: number) {
      expected.delete(photo);
      held.delete(photo);
    },
  };
}
