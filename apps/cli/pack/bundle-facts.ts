import { isBuiltin } from 'node:module';

import type { Metafile } from 'esbuild';

/** The names of the packages that bundles leave to Node: "@scope/name" of "@scope/name/file". */
export function packagesImported({ outputs }: Pick<Metafile, 'outputs'>): readonly string[] {
  const paths = Object.values(outputs).flatMap(({ imports }) =>
    imports.filter(({ external }) => external).map(({ path }) => path),
  );
  const isPackage = (path: string) => /^@?[a-z]/.test(path) && !isBuiltin(path);
  return [...new Set(paths.filter(isPackage).map((path) => /^(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? path))];
}

/** The modules whose code is in bundles, by path from the root of the workspace. */
export function modulesIn({ outputs }: Pick<Metafile, 'outputs'>): readonly string[] {
  return Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs));
}
