import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A workspace with data of its own that has the built pipeline and one recipe. */
export interface SmallWorkspace {
  readonly folder: string;
  /** From the workspace. */
  readonly program: string;
  readonly recipe: string;
  /** The folder of the recipe. */
  readonly recipes: string;
  remove(): Promise<void>;
}

const PIPELINE = 'pipelines/pipeline';
const RECIPE = 'memory';

/** Opens a workspace below `parent`, the system's folder for temporary files by default. */
export async function openSmallWorkspace(recipe: object, parent = tmpdir()): Promise<SmallWorkspace> {
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, 'tintype-memory-'));
  const recipes = join(folder, PIPELINE, 'recipes');
  await mkdir(recipes, { recursive: true });
  await cp(`${PIPELINE}/dist`, join(folder, PIPELINE, 'dist'), { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  await writeFile(join(recipes, `${RECIPE}.json`), JSON.stringify(recipe));
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  return {
    folder,
    program: `${PIPELINE}/dist/main.js`,
    recipe: RECIPE,
    recipes,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
