import { type BackEnd, framed, type Model, type ModelFiles } from '@tintype/network';
import { loadModelSafely, openBrowserBackEnd } from '@tintype/network/browser';
import { WASM_FILES } from '@tintype/network/wasm-files';

import { openDigester } from '../digest.ts';
import type { BrowserBackEnd } from '../engine.ts';
import { serve } from '../requests.ts';
import type { NetworkRequests } from './network-requests.ts';

let opened: Model | null = null;

serve<NetworkRequests>({
  async open({ address }) {
    const [files, opening] = await Promise.all([fetchModel(address), openBrowserBackEnd(WASM_FILES)]);
    const backEnd = nameBackEnd(opening);
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

type FetchedModel = Readonly<Record<keyof ModelFiles, Uint8Array<ArrayBuffer>>>;

async function fetchModel(address: string): Promise<FetchedModel> {
  const [json, weights] = await Promise.all([
    fetchBytes(`${address}model.json`),
    fetchBytes(`${address}weights.bin`),
  ]);
  return { 'model.json': json, 'weights.bin': weights };
}

async function fetchBytes(address: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(address).catch((cause: unknown) => {
    throw new Error(`${address}: the server cannot be reached; is it still running?`, { cause });
  });
  if (response.ok) return new Uint8Array(await response.arrayBuffer());
  throw new Error(`${address}: expected a file of the model, got ${response.status} ${response.statusText}`);
}

/** As the command line does: equal files colour alike, wherever they lie. */
async function digestModel(files: FetchedModel): Promise<string | null> {
  const digester = openDigester();
  if (digester === null) return null;
  const { ofBytes, ofJson } = digester;
  const digests = {
    'model.json': ofBytes(files['model.json']),
    'weights.bin': ofBytes(files['weights.bin']),
  };
  return ofJson({ 'model.json': await digests['model.json'], 'weights.bin': await digests['weights.bin'] });
}

function nameBackEnd({ name, device, passedOver }: BackEnd): BrowserBackEnd {
  if (name === 'tensorflow') throw new Error('Internal error: expected a back end of a browser');
  return { name, device, passedOver };
}
