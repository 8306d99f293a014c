import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { buildRecipeSchema, readRecipe } from './recipe.ts';

const schema = buildRecipeSchema([
  {
    name: 'ingest',
    settings: z.strictObject({
      source: z
        .discriminatedUnion('kind', [
          z.strictObject({ kind: z.literal('bundled') }),
          z.strictObject({ kind: z.literal('folder'), path: z.string() }),
        ])
        .default({ kind: 'bundled' }),
    }),
  },
  {
    name: 'prior',
    settings: z.strictObject({
      window: z.literal([5, 10]).default(10),
      lambda: z.number().min(0).max(1).default(0.5),
    }),
  },
]);

async function read(text: string | Uint8Array) {
  const folder = join(await mkdtemp(join(tmpdir(), 'tintype-recipe-')), 'recipes');
  await mkdir(folder);
  await writeFile(join(folder, 'forest.json'), text);
  return readRecipe(join(folder, 'forest.json'), schema);
}

describe('a recipe', () => {
  it('is completed with defaults', async () => {
    expect(await read('{ "prior": { "window": 5 } }')).toEqual({
      ingest: { source: { kind: 'bundled' } },
      prior: { window: 5, lambda: 0.5 },
    });
  });

  it.each([
    ['{ "prior": { "window": 7 } }', 'recipes/forest.json: prior.window: expected 5 or 10, got 7'],
    ['{ "prior": { "lambda": "half" } }', 'recipes/forest.json: prior.lambda: expected a number, got "half"'],
    ['{ "prior": { "lambda": 2 } }', 'recipes/forest.json: prior.lambda: expected at most 1, got 2'],
    [
      '{ "prior": { "lamda": 1 } }',
      'recipes/forest.json: prior: unknown key "lamda": did you mean "lambda"?',
    ],
    ['{ "priors": {} }', 'recipes/forest.json: unknown key "priors": did you mean "prior"?'],
    [
      '{ "ingest": { "source": { "kind": "folder", "paht": "x" } } }',
      'recipes/forest.json: ingest.source: unknown key "paht": did you mean "path"?',
    ],
    [
      '{ "ingest": { "source": { "kind": "folder" } } }',
      'recipes/forest.json: ingest.source.path: expected a string, got nothing',
    ],
    ['[]', 'recipes/forest.json: expected an object, got []'],
  ])('such as %s is refused in words', async (text, message) => {
    await expect(read(text)).rejects.toMatchObject({
      message: expect.stringContaining(message),
      exitCode: 2,
    });
  });

  it('that is not JSON is refused with the place', async () => {
    await expect(read('{ "prior": ')).rejects.toThrow(/recipes\/forest\.json: expected JSON: /);
  });

  it('may begin with a byte order mark, as editors on Windows write it', async () => {
    expect(await read('\ufeff{ "prior": { "window": 5 } }')).toMatchObject({ prior: { window: 5 } });
  });

  it('in another encoding or in no file is refused in words', async () => {
    await expect(read(Buffer.from('\ufeff{}', 'utf16le'))).rejects.toMatchObject({
      message: 'recipes/forest.json: expected UTF-8, got UTF-16; save it as UTF-8',
      exitCode: 2,
    });
    await expect(read(Buffer.from('{ "path": "caf\u00e9" }', 'latin1'))).rejects.toMatchObject({
      message: 'recipes/forest.json: expected UTF-8, got another encoding; save it as UTF-8',
      exitCode: 2,
    });
    const folder = await mkdtemp(join(tmpdir(), 'tintype-recipe-'));
    await mkdir(join(folder, 'recipes', 'forest.json'), { recursive: true });
    await expect(readRecipe(join(folder, 'recipes', 'forest.json'), schema)).rejects.toMatchObject({
      message: 'recipes/forest.json: expected a file, got a folder',
      exitCode: 2,
    });
  });

  it('that does not exist is refused with the folder of those that do', async () => {
    await expect(readRecipe('/nowhere/recipes/none.json', schema)).rejects.toMatchObject({
      message: 'recipes/none.json: no such recipe; the recipes are in /nowhere/recipes',
      exitCode: 2,
    });
  });

  it('names an unknown kind of source and the kinds there are', async () => {
    await expect(read('{ "ingest": { "source": { "kind": "zip" } } }')).rejects.toThrow(
      /ingest\.source\.kind: .*"bundled" or "folder", got "zip"/,
    );
  });
});
