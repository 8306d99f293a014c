/** Photos that validate, and those that are held out: as many however many there are, as colouring them is no part of growing. */
const HELD_OUT = 100;

/** Sides of a generated photo, the smallest there is: what grows with photos is seen in hours, not days. */
const SIZE = 64;

/** All stages over so many generated photos, with a training that is as short as it can be. */
export function growingRecipe(photos: number): object {
  const share = Math.min(0.1, HELD_OUT / photos);
  return {
    ingest: {
      source: { kind: 'generated', count: photos, seed: 1, size: SIZE },
      ...{ validation: share, test: share },
    },
    convert: { size: SIZE },
    patches: { perPhoto: 1 },
    train: {
      ...{ backEnd: 'wasm', network: { width: 1 }, epochs: 1, batch: 256 },
      decode: { temperature: 0.38 },
    },
    evaluate: { temperatures: [0.38], gallery: 2, bundled: false },
  };
}
