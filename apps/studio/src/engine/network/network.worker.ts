import { type BackEnd, framed, type Model, type ModelFiles } from '@tintype/network';
import { loadModelSafely, openBrowserBackEnd } from '@tintype/network/browser';
import { WASM_FILES } from '@tintype/network/wasm-files';

import { digestBytes, digestJson } from '../digest.ts';
import type { BrowserBackEnd } from '../engine.ts';
import { serve } from '../requests.ts';
import type { NetworkRequests } from './network-requests.ts';

let opened: Model | null = null;

serve<NetworkRequests>({
  async open({ address }) {
    const files = await fetchModel(address);
    const backEnd = nameBackEnd(await openBrowserBackEnd(WASM_FILES));
    opened = framed(await loadModelSafely(files)); // as `colorize` has it
    const { metadata, gamut } = opened;
    return { answer: { backEnd, metadata, gamut, digest: await digestModel(files) } };
  },
  async predict({ lightness, height, width }) {
    if (opened === null) throw new Error('Internal error: expected a model to be open');
    const answer = await opened.predictLogits(lightness, height, width);
    return { answer, transfer: [answer.logits.buffer] };
  },
});

async function fetchModel(address: string): Promise<ModelFiles> {
  const [json, weights] = await Promise.all([
    fetchBytes(`${address}model.json`),
    fetchBytes(`${address}weights.bin`),
  ]);
  return { 'model.json': json, 'weights.bin': weights };
}

async function fetchBytes(address: string): Promise<Uint8Array> {
  const response = await fetch(address).catch((cause: unknown) => {
    throw new Error(`${address}: the server cannot be reached; is it still running?`, { cause });
  });
  if (response.ok) return new Uint8Array(await response.arrayBuffer());
  throw new Error(`${address}: expected a file of the model, got ${response.status} ${response.statusText}`);
}

/** As the command line does: equal files colour alike, wherever they lie. */
async function digestModel(files: ModelFiles): Promise<string | null> {
  const [json, weights] = await Promise.all([
    digestBytes(files['model.json']),
    digestBytes(files['weights.bin']),
  ]);
  return json && weights && digestJson({ 'model.json': json, 'weights.bin': weights });
}

function nameBackEnd({ name, device, passedOver }: BackEnd): BrowserBackEnd {
  if (name === 'tensorflow') throw new Error('Internal error: expected a back end of a browser');
  return { name, device, passedOver };
}
