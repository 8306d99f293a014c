import { beforeAll, expect, it } from '@jest/globals';

import { openBackEnd } from '../backend/node-back-end.ts';
import { syntheticModel } from '../testing/synthetic-model.ts';
import { metadataIn, type ModelFiles, rewriteDecoding } from './model-json.ts';
import { readDecoding } from './model-metadata.ts';

let model: ModelFiles;
beforeAll(async () => {
  await openBackEnd('cpu');
  model = await syntheticModel();
});

it('is not coherent nor saturated where a model does not say', () => {
  expect(readDecoding(metadataIn(model))).toEqual({ temperature: 0.38, coherence: 0, saturation: 1 });
});

it('takes another decoding, and back again has the bytes that it had', () => {
  const decoding = { temperature: 0.7, coherence: 0.5, saturation: 1.1 };
  const rewritten = rewriteDecoding(model['model.json'], decoding);
  expect(readDecoding(metadataIn({ 'model.json': rewritten }))).toEqual(decoding);
  const plain = { temperature: 0.38, coherence: 0, saturation: 1 };
  expect(Buffer.from(rewriteDecoding(rewritten, plain))).toEqual(Buffer.from(model['model.json']));
});
