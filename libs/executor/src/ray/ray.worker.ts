import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';

import { workOnOrders } from './work-on-orders.ts';

/**
 * The program of a Ray worker's Node process: `<descriptor> <checkout of the driver> <checkout of this machine>`.
 * Orders come on standard input, answers go to the descriptor, each a JSON document a line. What computations print
 * goes elsewhere, so that it is no answer.
 */
const [, , descriptor = '', from = '', to = ''] = process.argv;
const answers = createWriteStream('', { fd: Number(descriptor) });

await workOnOrders({
  orders: createInterface({ input: process.stdin }),
  answer: (message) => void answers.write(`${JSON.stringify(message)}\n`),
  checkouts: { from, to },
  workerUrl: new URL(import.meta.url.replace(/ray\.worker(?=\.m?js$)/, 'shard.worker')),
});
process.exit(); // whoever gave the orders is gone, and a thread may be in the middle of one
