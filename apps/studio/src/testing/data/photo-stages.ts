import { imagesTable, patchesTable, photosTable } from '@tintype/records';

import { idsOf, labOf, MADE_PHOTOS, SIDE } from './made-photos.ts';
import type { MadeBlob, MadeStage } from './write-artefact.ts';

export function ingest(): MadeStage {
  const all = MADE_PHOTOS;
  const bytes = photosTable.encode({
    photo: idsOf(all),
    path: all.map(({ path }) => path),
    class: all.map((photo) => photo.class),
    width: all.map(() => SIDE),
    height: all.map(() => SIDE),
    format: all.map(() => 'jpeg'),
    bytes: all.map((_, i) => 1000 * (i + 1)),
    split: all.map(({ split }) => split),
    status: all.map(() => 'kept' as const),
    reason: all.map(() => ''),
  });
  const count = (split: string) => all.filter((photo) => photo.split === split).length;
  return {
    stage: 'ingest',
    settings: { source: { kind: 'generated', count: all.length, seed: 1 } },
    summary: {
      ...{ photos: all.length, kept: all.length, quarantined: 0, unreadable: [], noted: [] },
      ...{ train: count('train'), validation: count('validation'), test: count('test') },
      ...{ classes: ['coast', 'forest'], insteadOf: null },
    },
    blobs: [{ name: 'photos', bytes, rows: all.length, table: photosTable }],
  };
}

export function convert(): MadeStage {
  const blobs = ['train', 'validation', 'test'].map((split): MadeBlob => {
    const own = MADE_PHOTOS.filter((photo) => photo.split === split);
    const data = Float32Array.from(own.flatMap((photo) => [...labOf(photo)]));
    const bytes = imagesTable.encode({
      photo: idsOf(own),
      nearGrey: own.map(() => false),
      lab: { data, shape: [SIDE, SIDE, 3] },
    });
    const facts = { grey: [], toned: [], undecodable: [] };
    return { name: `${split}/all`, bytes, rows: own.length, table: imagesTable, facts };
  });
  const summary = { images: MADE_PHOTOS.length, nearGrey: 0, grey: [], toned: [], size: SIDE };
  return { stage: 'convert', settings: { size: SIDE }, summary, blobs };
}

export function patches(): MadeStage {
  const blobs = (['train', 'validation'] as const).map((split): MadeBlob => {
    const own = MADE_PHOTOS.filter((photo) => photo.split === split);
    const ab = Float32Array.from(own.flatMap((photo) => Array.from({ length: 64 }, () => photo.ab).flat()));
    const bytes = patchesTable.encode({
      photo: idsOf(own),
      index: own.map((_, i) => i),
      x: own.map(() => 3),
      y: own.map(() => 5),
      lightness: { data: new Float32Array(own.length * 256).fill(60), shape: [16, 16] },
      ab: { data: ab, shape: [8, 8, 2] },
    });
    return { name: `${split}/all`, bytes, rows: own.length, table: patchesTable };
  });
  return { stage: 'patches', settings: {}, summary: { train: 2, validation: 1 }, blobs };
}
