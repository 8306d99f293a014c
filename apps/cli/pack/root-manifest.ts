import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What both packages take from the workspace's own `package.json`. */
export interface RootManifest {
  readonly version: string;
  readonly license: string;
  readonly engines: Readonly<Record<string, string>>;
}

/**
 * Left to those who want them: colouring on a GPU by WebGPU needs the one in Node, which has 132 MB for five systems, and a
 * remote on S3 the other.
 */
const OPTIONAL = ['webgpu', '@aws-sdk/client-s3'];

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
  const optional = OPTIONAL.filter((name) => imported.includes(name));
  return {
    ...{ version, license, type: 'module', engines },
    dependencies: await versions([...new Set(imported)].filter((name) => !OPTIONAL.includes(name)).sort()),
    peerDependencies: await versions(optional),
    peerDependenciesMeta: Object.fromEntries(optional.map((name) => [name, { optional: true }])),
  };
}

/** The version of a package with which the workspace is tested. */
async function versionOf(name: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join('node_modules', name, 'package.json'), 'utf8'));
  return String(version);
}
