import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import { buildRecipeSchema, readRecipe, recipeJsonSchema } from '@tintype/stage';
import { targetsBefore } from '@tintype/stage/testing';

import { pipeline } from './pipeline.ts';

const project = join(import.meta.dirname, '..');
const schema = buildRecipeSchema(pipeline.stages);

const SHIPPED = ['article', 'article-w5', 'default', 'folder', 'forest', 'generated'];

describe('the recipes', () => {
  it('are all valid, and name the schema that editors check them against', async () => {
    const files = (await readdir(join(project, 'recipes'))).sort();
    expect(files).toEqual(expect.arrayContaining(SHIPPED.map((name) => `${name}.json`)));
    for (const file of files) {
      expect(await readRecipe(join(project, 'recipes', file), schema)).toHaveProperty('train.epochs');
      expect(JSON.parse(await readFile(join(project, 'recipes', file), 'utf8')).$schema).toBe(
        '../recipe.schema.json',
      );
    }
  });

  it('have an up-to-date JSON schema (npx nx run pipeline:schema)', async () => {
    expect(await readFile(join(project, 'recipe.schema.json'), 'utf8')).toBe(recipeJsonSchema(schema));
  });
});

describe('the order of the stages', () => {
  it('is in project.json what the stages themselves need', async () => {
    const before = await targetsBefore(project);
    for (const { name, needs } of pipeline.stages)
      expect([name, before[name]]).toEqual([name, Object.values(needs).map((stage) => stage.name)]);
    expect(before['all']).toEqual([pipeline.stages.at(-1)?.name]);
  });
});
