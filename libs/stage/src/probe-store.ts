import { foldersOf } from './stage.ts';
import { probe } from './probe.ts';

/**
 * A program of its own: Nx asks for it before every stage, from the workspace's root, and loading all that a
 * stage needs takes three times as long as the answer.
 */
const lines = await probe(foldersOf(process.cwd()).data);
process.stdout.write(`${lines.join('\n')}\n`);
