import type { Plugin, Rolldown } from 'vite';

import { writeNotices } from '../cli/pack/third-party.ts';

/**
 * Writes THIRD-PARTY.md beside the page: the notices of the packages whose code the page holds. Threads are bundles of
 * their own, which are made before that of the page ends.
 */
export function carryNotices(root: string): { readonly page: Plugin; readonly thread: Plugin } {
  const modules = new Set<string>();
  const collect = (bundle: Rolldown.OutputBundle) => {
    for (const part of Object.values(bundle))
      if (part.type === 'chunk') for (const module of part.moduleIds) modules.add(module);
  };
  return {
    thread: { name: 'notices-of-threads', generateBundle: (_, bundle) => collect(bundle) },
    page: {
      name: 'notices',
      generateBundle(_, bundle) {
        collect(bundle);
        this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY.md', source: writeNotices(modules, root) });
      },
    },
  };
}
