import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { describe, expect, it } from '@jest/globals';
import { buildRecipeSchema, locateRecipe, readRecipe, recipeJsonSchema } from '@tintype/stage';
import { listShippedRecipes, targetsBefore } from '@tintype/stage/testing';

import { pipeline } from './pipeline.ts';

const project = join(import.meta.dirname, '..');
const schema = buildRecipeSchema(pipeline.stages);

/** Prints the targets that the plugin makes of the project `p` of a workspace. */
const LIST_TARGETS = `
  const { createNodesV2: [, createNodes] } = await import('./recipes.plugin.mjs');
  const [[, { projects }]] = createNodes(['pipelines/p/project.json'], {}, { workspaceRoot: process.argv[1] });
  console.log(JSON.stringify(projects['pipelines/p'].targets));
`;

const SHIPPED = ['article', 'article-w5', 'default', 'folder', 'forest', 'generated'];

describe('the recipes', () => {
  it('are all valid but for a user’s own, which are theirs to try, and name the schema that editors check them against', async () => {
    const names = await listShippedRecipes(project);
    expect(names).toEqual(expect.arrayContaining(SHIPPED));
    for (const name of names) {
      const file = locateRecipe(join(project, 'recipes'), name);
      expect(await readRecipe(file, schema)).toHaveProperty('train.epochs');
      expect(JSON.parse(await readFile(file, 'utf8')).$schema).toBe('../recipe.schema.json');
    }
  });

  it('have an up-to-date JSON schema (npx nx run pipeline:schema)', async () => {
    expect(await readFile(join(project, 'recipe.schema.json'), 'utf8')).toBe(recipeJsonSchema(schema));
  });
});

describe('the Nx plugin', () => {
  it('lists a recipe that is no JSON beside the others, names it, and gives Nx no section of it to look for', async () => {
    const workspace = await mkdtemp(join(tmpdir(), 'tintype-plugin-'));
    const folder = join(workspace, 'pipelines', 'p');
    await mkdir(join(folder, 'recipes', 'folder.json'), { recursive: true });
    await mkdir(join(folder, 'src', 'stages'), { recursive: true });
    await writeFile(join(folder, 'src', 'stages', 'ingest.ts'), '');
    const latin = Buffer.from('{ "ingest": "caf\u00e9" }', 'latin1');
    const recipes = { good: '{}', broken: '{ "ingest": ', latin, marked: '\ufeff{}' };
    for (const [name, text] of Object.entries(recipes))
      await writeFile(join(folder, 'recipes', `${name}.json`), text);
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '-e', LIST_TARGETS, workspace],
      {
        cwd: join(project, '../..'),
      },
    );
    const { all, ingest } = JSON.parse(stdout);
    expect(Object.keys(all.configurations)).toEqual(['broken', 'good', 'latin', 'marked']);
    const ofRecipes = ingest.inputs.filter((input: unknown) =>
      JSON.stringify(input).includes('{projectRoot}/recipes/'),
    );
    expect(ofRecipes).toEqual([
      '{projectRoot}/recipes/broken.json',
      { json: '{projectRoot}/recipes/good.json', fields: ['ingest'] },
      '{projectRoot}/recipes/latin.json',
      '{projectRoot}/recipes/marked.json',
    ]);
    expect(stderr).toBe(
      'tintype: pipelines/p/recipes/broken.json: Unexpected end of JSON input; the other recipes work without it\n' +
        'tintype: pipelines/p/recipes/latin.json: expected UTF-8, got another encoding; the other recipes work without it\n',
    );
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
