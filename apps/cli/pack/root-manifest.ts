import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What both packages take from the workspace's own `package.json`. */
export interface RootManifest {
  readonly version: string;
  readonly license: string;
  readonly engines: Readonly<Record<string, string>>;
}

/** Left to those who want it, as it has 132 MB for five systems; colouring on a GPU by WebGPU needs it in Node. */
const WEBGPU = 'webgpu';

/** Of TensorFlow.js we use what no version promises, so it stays the one that we test with. */
const EXACT = '@tensorflow/';

/**
 * What both packages say of themselves and of the packages that they import. A program pins these, so that it is what was
 * tested; a library takes `compatible` ones, which it then shares with the program that it is part of.
 */
export async function manifestOf(
  { version, license, engines }: RootManifest,
  imported: readonly string[],
  range: 'pinned' | 'compatible',
): Promise<Readonly<Record<string, unknown>>> {
  const versions = async (names: readonly string[]) =>
    Object.fromEntries(
      await Promise.all(
        names.map(async (name) => {
          const tested = await versionOf(name);
          return [name, range === 'pinned' || name.startsWith(EXACT) ? tested : `^${tested}`] as const;
        }),
      ),
    );
  return {
    ...{ version, license, type: 'module', engines },
    dependencies: await versions([...new Set(imported)].filter((name) => name !== WEBGPU).sort()),
    peerDependencies: await versions([WEBGPU]),
    peerDependenciesMeta: { [WEBGPU]: { optional: true } },
  };
}

/** The version of a package with which the workspace is tested. */
async function versionOf(name: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join('node_modules', name, 'package.json'), 'utf8'));
  return String(version);
}
