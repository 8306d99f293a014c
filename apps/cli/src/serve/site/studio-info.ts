import type { Example } from './examples.ts';

/** The document `studio.json`, by which the page knows what is behind it; addresses are relative to the page. */
export interface StudioInfo {
  /** Whether there are runs and artefacts to look into. */
  readonly data: boolean;
  /** The default first. */
  readonly models: readonly { readonly name: string; readonly path: string }[];
  readonly examples: readonly { readonly name: string; readonly path: string; readonly credit: string }[];
}

export function describeStudio(
  data: boolean,
  models: readonly string[],
  examples: readonly Example[],
): StudioInfo {
  return {
    data,
    models: models.map((name) => ({ name, path: `models/${encodeURIComponent(name)}/` })),
    examples: examples.map(({ file, name, credit }) => ({
      ...{ name, credit, path: `examples/${encodeURIComponent(file)}` },
    })),
  };
}
