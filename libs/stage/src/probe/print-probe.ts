import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { locateFolders } from '../folders.ts';
import { readRecipeText } from '../recipe/recipe-text.ts';
import { noteProbe } from './probe.ts';

/** What Nx cannot see of a pipeline by itself. */
export interface Probe<Settings> {
  readonly pipeline: string;
  /** The section of a recipe that says what the first stage reads. */
  readonly section: string;
  /** What of that section says so. */
  readonly settings: z.ZodType<Settings>;
  /** Lines that change whenever something outside git that the first stage reads may have changed. */
  probeSources(settings: readonly Settings[], workspace: string): Promise<readonly string[]>;
}

/**
 * A program of its own, in the workspace's root: Nx asks it before the first stage what there is in the store and in
 * the sources. It loads little, as every run waits for it.
 */
export async function printProbe<Settings>(probe: Probe<Settings>): Promise<void> {
  const workspace = process.cwd();
  const settings = await sectionsIn(join(workspace, 'pipelines', probe.pipeline, 'recipes'), probe);
  const [store, outside] = await Promise.all([
    noteProbe(locateFolders(workspace).data),
    probe.probeSources(settings, workspace),
  ]);
  process.stdout.write(`${[...store, ...outside].join('\n')}\n`);
}

/** A recipe with a mistake in it is reported by the stage that runs it, not by every other recipe's probe. */
async function sectionsIn<Settings>(
  folder: string,
  { section, settings }: Probe<Settings>,
): Promise<readonly Settings[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort();
  const recipes = await Promise.all(files.map((file) => readParsed(join(folder, file))));
  return recipes.flatMap((parsed) => {
    const recipe = recipeSchema.safeParse(parsed).data;
    if (recipe === undefined) return [];
    const { [section]: own = {} } = recipe;
    return settings.safeParse(own).data ?? [];
  });
}

const recipeSchema = z.record(z.string(), z.unknown());

async function readParsed(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readRecipeText(file));
  } catch {
    return null; // as above
  }
}
