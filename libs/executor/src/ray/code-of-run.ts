import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { readTextIfThere, sha256 } from '@tintype/store';
import { z } from 'zod';

/** What has to be the same on every machine that computes shards of a run. */
export interface CodeOfRun {
  readonly workspace: string;
  /** The program of a Ray worker's Node process. */
  readonly program: string;
  readonly node: string;
  readonly tintype: string;
  /** Files with the sha256 of their bytes: the programs, and what stands for the computations. */
  readonly files: Readonly<Record<string, string>>;
}

const packageSchema = z.object({ version: z.string() });

/** The version of Node with the machine that it is built for: numbers may come out otherwise on another one. */
export function describeNode({ version, platform, arch }: NodeJS.Process): string {
  return `${version} ${platform}-${arch}`;
}

/**
 * States the code that computes the shards of a stage. For the computations stands the digest that the build has made,
 * which does not change with comments and layout; where there is none, the module itself.
 *
 * @param programs those that run it, the first of which is that of a worker
 */
export async function readCodeOfRun(
  workspace: string,
  programs: readonly [string, ...string[]],
  module: string,
): Promise<CodeOfRun> {
  const file = fileURLToPath(module);
  const digest = file.replace(/\.m?js$/, '.digest');
  const stands = (await readTextIfThere(digest)) === null ? file : digest;
  return readCodeOfPrograms(workspace, [...programs, stands]);
}

/** States the code of programs, the first of which is run. */
export function readCodeOfPrograms(workspace: string, files: readonly [string, ...string[]]): CodeOfRun {
  const { version } = packageSchema.parse(JSON.parse(readFileSync(join(workspace, 'package.json'), 'utf8')));
  return {
    workspace,
    program: files[0],
    node: describeNode(process),
    tintype: version,
    files: Object.fromEntries(files.map((path) => [path, sha256(readFileSync(path))])),
  };
}
