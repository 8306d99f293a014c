import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What both packages take from the workspace's own `package.json`. */
export interface RootManifest {
  readonly version: string;
  readonly license: string;
  readonly engines: Readonly<Record<string, string>>;
}

/** Packages at the versions with which the workspace is tested, as `dependencies` names them. */
export async function pinned(names: Iterable<string>): Promise<Readonly<Record<string, string>>> {
  const versions = [...new Set(names)].sort().map(async (name) => {
    const { version } = JSON.parse(await readFile(join('node_modules', name, 'package.json'), 'utf8'));
    return [name, String(version)] as const;
  });
  return Object.fromEntries(await Promise.all(versions));
}

/** Left to those who want it, as it has 132 MB for five systems; colouring on a GPU by WebGPU needs it in Node. */
export const WEBGPU = 'webgpu';

/** What both packages need of native TensorFlow, of WebGPU, and say of themselves. */
export async function manifestOf(
  { version, license, engines }: RootManifest,
  imported: readonly string[],
): Promise<Readonly<Record<string, unknown>>> {
  return {
    ...{ version, license, type: 'module', engines },
    dependencies: await pinned(imported.filter((name) => name !== WEBGPU)),
    peerDependencies: await pinned([WEBGPU]),
    peerDependenciesMeta: { [WEBGPU]: { optional: true } },
  };
}
