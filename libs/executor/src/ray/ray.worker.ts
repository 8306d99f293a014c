import { createWriteStream } from 'node:fs';
import { isAbsolute } from 'node:path';
import { createInterface } from 'node:readline';

import { workOnOrders } from './work-on-orders.ts';

/**
 * The program of a Ray worker's Node process: `<descriptor> <checkout of the driver> <checkout of this machine>`.
 * `TINTYPE_DATA` names a folder of this machine for what is computed here. Orders come on standard input, answers go to
 * the descriptor, each a JSON document a line. What computations print goes elsewhere, so that it is no answer.
 */
const [, , descriptor = '', from = '', to = ''] = process.argv;
const data = process.env['TINTYPE_DATA'] || null;
if (data !== null && !isAbsolute(data))
  throw new Error(`TINTYPE_DATA: expected an absolute path, got ${data}`);
const answers = createWriteStream('', { fd: Number(descriptor) });

await workOnOrders({
  orders: createInterface({ input: process.stdin }),
  answer: (message) => void answers.write(`${JSON.stringify(message)}\n`),
  places: { from, to, data },
  workerUrl: new URL(import.meta.url.replace(/ray\.worker(?=\.m?js$)/, 'shard.worker')),
});
process.exit(); // whoever gave the orders is gone, and a thread may be in the middle of one
