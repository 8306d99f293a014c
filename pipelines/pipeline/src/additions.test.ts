import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import { gamutFromHull, isBaseline, METHOD_KEYS } from '@tintype/colour';
import { networkSettings } from '@tintype/network/settings';
import { listShippedRecipes } from '@tintype/stage/testing';
import { z } from 'zod';

import { baselineAttempts } from './evaluate/attempts.ts';
import { readTrainingColours } from './evaluate/training-tables.ts';
import { pipeline } from './pipeline.ts';

const project = join(import.meta.dirname, '..');
const bundled = join(project, '../../data/models/bundled');

/** What is easily forgotten; each failure names the place. */
describe('what has been added is complete:', () => {
  it('a baseline of the catalogue (libs/colour) is computed (src/evaluate/attempts.ts)', async () => {
    const colours = await readTrainingColours((name) => readFile(join(bundled, `${name}.arrow`)));
    const [lightness, ab] = [new Float32Array(4), new Float32Array(8)];
    const attempts = [...baselineAttempts(colours, gamutFromHull())({ lightness, ab, size: 2 })];
    expect(attempts.map(({ method }) => method)).toEqual(METHOD_KEYS.filter(isBaseline));
  });

  it('a setting of a recipe has a description for editors and readers', async () => {
    const schema = schemaNode.parse(JSON.parse(await readFile(join(project, 'recipe.schema.json'), 'utf8')));
    expect(settingsWithout(schema, '')).toEqual([]);
  });

  it('a stage has its schemas (src/schemas) and its computations (src/compute)', async () => {
    const names = pipeline.stages.map(({ name }) => `${name}.ts`);
    for (const folder of ['schemas', 'compute']) {
      const files = await readdir(join(project, 'src', folder));
      expect(names.filter((name) => !files.includes(name)).map((name) => `src/${folder}/${name}`)).toEqual(
        [],
      );
    }
  });

  it('a network has a recipe that trains it (recipes)', async () => {
    const files = (await listShippedRecipes(project)).map((name) => join(project, 'recipes', `${name}.json`));
    const recipes = await Promise.all(files.map((file) => readFile(file, 'utf8')));
    const kinds = recipes.map((text) => recipeNetwork.parse(JSON.parse(text)).train?.network?.kind);
    const { options } = networkSettings.shape.kind.unwrap();
    expect(options.filter((kind) => !kinds.includes(kind))).toEqual([]);
  });

  it('a stage, a recipe and a network are named in the README of the pipeline', async () => {
    const readme = await readFile(join(project, 'README.md'), 'utf8');
    const recipes = await listShippedRecipes(project);
    const stages = pipeline.stages.map(({ name }) => name);
    expect([...stages, ...recipes].filter((name) => !readme.includes(name))).toEqual([]);
  });
});

const recipeNetwork = z.object({
  train: z.object({ network: z.object({ kind: z.string() }).partial().optional() }).optional(),
});

interface SchemaNode {
  readonly description?: string | undefined;
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, SchemaNode>> | undefined;
  readonly oneOf?: readonly SchemaNode[] | undefined;
  readonly anyOf?: readonly SchemaNode[] | undefined;
}

const schemaNode: z.ZodType<SchemaNode> = z.lazy(() =>
  z.object({
    description: z.string().optional(),
    const: z.unknown().optional(),
    properties: z.record(z.string(), schemaNode).optional(),
    oneOf: z.array(schemaNode).optional(),
    anyOf: z.array(schemaNode).optional(),
  }),
);

/** Paths of the settings that nothing describes; sections and the names of kinds speak for themselves. */
function settingsWithout(
  { description, properties, oneOf = [], anyOf = [], ...rest }: SchemaNode,
  path: string,
): readonly string[] {
  const choices = [...oneOf, ...anyOf].filter((choice) => choice.properties !== undefined);
  const inner = [
    ...Object.entries(properties ?? {}).flatMap(([name, node]) => settingsWithout(node, `${path}.${name}`)),
    ...choices.flatMap((choice) => settingsWithout(choice, path)),
  ];
  const isLeaf = properties === undefined && choices.length === 0 && rest.const === undefined;
  return isLeaf && description === undefined ? [path] : inner;
}
