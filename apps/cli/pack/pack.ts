import { mkdir, readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { packColorize } from './pack-colorize.ts';
import { packTintype } from './pack-tintype.ts';
import type { RootManifest } from './root-manifest.ts';

/**
 * `pack.ts [--out <folder>]`: writes both packages, as npm installs them, into a folder (dist/packages). Runs in the root of
 * the workspace.
 */
const { values } = parseArgs({ options: { out: { type: 'string', default: 'dist/packages' } } });
const root: RootManifest = JSON.parse(await readFile('package.json', 'utf8'));
await mkdir(values.out, { recursive: true });
for (const file of [await packTintype(root, values.out), await packColorize(root, values.out)])
  process.stdout.write(`${file}\n`);
