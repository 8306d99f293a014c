import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import { buildRecipeSchema, locateRecipe, readRecipe, recipeJsonSchema } from '@tintype/stage';
import { listShippedRecipes, targetsBefore } from '@tintype/stage/testing';

import { activations } from './activations.ts';

const project = join(import.meta.dirname, '..');
const schema = buildRecipeSchema(activations.stages);

describe('the recipes of the review', () => {
  it('are all valid, and name the schema that editors check them against', async () => {
    for (const name of await listShippedRecipes(project)) {
      const file = locateRecipe(join(project, 'recipes'), name);
      expect(await readRecipe(file, schema)).toHaveProperty('train.epochs');
      expect(JSON.parse(await readFile(file, 'utf8')).$schema).toBe('../recipe.schema.json');
    }
  });

  it('have an up-to-date JSON schema (npx nx run activations:schema)', async () => {
    expect(await readFile(join(project, 'recipe.schema.json'), 'utf8')).toBe(recipeJsonSchema(schema));
  });

  it('name an activation that is known', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'tintype-recipe-')), 'odd.json');
    await writeFile(file, JSON.stringify({ train: { activations: [{ kind: 'swish' }] } }));
    await expect(readRecipe(file, schema)).rejects.toThrow(
      /odd\.json: train\.activations\.0\.kind: expected "relu" or .* or "rrelu", got "swish"/,
    );
  });
});

describe('the order of the stages', () => {
  it('is in project.json what the stages themselves need', async () => {
    const before = await targetsBefore(project);
    for (const { name, needs } of activations.stages)
      expect([name, before[name]]).toEqual([name, Object.values(needs).map((stage) => stage.name)]);
    expect(before['all']).toEqual([activations.stages.at(-1)?.name]);
  });
});
