import { curvesTable, decodingsTable, epochPatchesTable } from '@tintype/records';
import type { Json } from '@tintype/store';

import type { MadeStage } from './write-artefact.ts';

/** The files of a model. */
export interface ModelBytes {
  readonly model: Uint8Array;
  readonly weights: Uint8Array;
}

/** A training of that many epochs, which ended with a model that computes nothing unless one is given. */
export function train(epochs: number, { model, weights }: ModelBytes = madeUpModel()): MadeStage {
  const falling = (from: number) => Float64Array.from({ length: epochs }, (_, i) => from / (i + 1));
  const curves = curvesTable.encode({
    epoch: Int32Array.from({ length: epochs }, (_, i) => i + 1),
    step: Int32Array.from({ length: epochs }, (_, i) => 10 * (i + 1)),
    patches: Int32Array.from({ length: epochs }, (_, i) => 320 * (i + 1)),
    learningRate: new Float64Array(epochs).fill(0.001),
    ...{ trainLoss: falling(4), trainKl: falling(3), validationLoss: falling(5), validationKl: falling(4) },
    validationAuc: Float64Array.from({ length: epochs }, (_, i) => 0.8 + 0.01 * i),
  });
  const sheet = epochPatchesTable.encode({
    patch: [0, 0, 0],
    shows: ['grey', 'predicted', 'true'],
    epoch: [0, epochs, 0],
    rgb: { data: new Uint8Array(3 * 8 * 8 * 3).fill(120), shape: [8, 8, 3] },
  });
  const decodings = decodingsTable.encode({
    ...{ temperature: [0.38], coherence: [0], saturation: [1] },
    ...{ aucBalanced: [0.9], chromaRatio: [1], chosen: [true] },
  });
  const facts = { backEnd: 'wasm', startAuc: null };
  return {
    stage: 'train',
    settings: { network: { kind: 'article', width: 1 }, epochs },
    summary: {
      ...{ backEnd: 'wasm', parameters: 3, epochs, keptEpoch: epochs, stoppedEarly: false },
      decoding: { temperature: 0.38, coherence: 0, saturation: 1 },
    },
    blobs: [
      { name: 'curves', bytes: curves, rows: epochs, table: curvesTable, facts },
      { name: 'epoch-patches', bytes: sheet, rows: 3, table: epochPatchesTable },
      { name: 'decodings', bytes: decodings, rows: 1, table: decodingsTable },
      { name: 'model/model.json', bytes: model },
      { name: 'model/weights.bin', bytes: weights },
    ],
  };
}

/** As TF.js writes a model, of which nothing is computed here. */
const MODEL: Json = {
  format: 'layers-model',
  modelTopology: {
    class_name: 'Sequential',
    config: { name: 'made-up', layers: [{ class_name: 'Conv2D', config: { name: 'conv1', filters: 1 } }] },
  },
  weightsManifest: [
    { paths: ['weights.bin'], weights: [{ name: 'conv1/kernel', shape: [1, 1, 1, 3], dtype: 'float32' }] },
  ],
};

function madeUpModel(): ModelBytes {
  return { model: new TextEncoder().encode(JSON.stringify(MODEL)), weights: new Uint8Array(12) };
}
