import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { parseDigest, readRemoteAddress } from '@tintype/store';
import { endOnOutputErrors, openCanvas, printableLines } from '@tintype/terminal';

import { limitHeap, releaseSmallHeap } from '../limit-heap.ts';
import { CHANNEL_VARIABLE, openRunChannel } from '../run/run-channel.ts';
import { chooseExecutor } from './choose-executor.ts';
import type { Host } from './nx-runner.ts';

/**
 * What this process gives to the pipeline whose bundles lie in the folder `dist`, `pipelines/<name>/dist`: all cores,
 * its terminal, and the signals that interrupt it, which are listened to from here on.
 */
export function openHost(dist: URL): Host {
  const built = (name: string) => new URL(name, dist);
  endOnOutputErrors(process);
  limitHeap();
  const interrupted = new AbortController();
  for (const name of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) process.once(name, () => interrupted.abort());
  const socket = process.env[CHANNEL_VARIABLE];
  return {
    workspace: fileURLToPath(built('../../..')),
    recipes: fileURLToPath(built('../recipes')),
    executor: chooseExecutor(built, process.env),
    signal: interrupted.signal,
    debug: process.env['TINTYPE_DEBUG'] === '1',
    terminal: {
      write: (text) => process.stdout.write(printableLines(text)),
      canvas: socket === undefined ? openCanvas(process.env) : null, // whoever listens draws
    },
    channel: socket === undefined ? null : openRunChannel(socket, () => interrupted.abort()),
    remote: () => readRemoteAddress(process.env),
    moduleOf: (stage) => built(`compute/${stage}.js`).href,
    codeDigest: (stage) => parseDigest(readFileSync(built(`compute/${stage}.digest`), 'utf8')),
    clock: () => performance.now(),
    now: () => Date.now(),
    releaseSmallHeap,
    printError: (text) => process.stderr.write(`tintype: ${printableLines(text)}\n`),
  };
}
