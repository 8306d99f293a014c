import { cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { workspaceOf } from '../../workspace.ts';
import { type RunningServer, startServer } from '../http/start-server.ts';
import { openRoutes } from '../open-routes.ts';

export interface OpenedStudio extends RunningServer {
  readonly folder: string;
  readonly data: string;
  /** What went wrong in the program itself. */
  readonly faults: readonly unknown[];
}

/** A server on a folder of its own with a page, an example, a bundled model, and a data folder with nothing in it. */
export async function openStudio(): Promise<OpenedStudio> {
  const folder = await mkdtemp(join(tmpdir(), 'tintype-serve-'));
  const [page, data, examples, bundled] = ['page', 'data', 'examples', 'bundled'].map((name) =>
    join(folder, name),
  ) as [string, string, string, string];
  for (const one of [page, data, examples, bundled]) await mkdir(one);
  await writeFile(join(page, 'index.html'), '<!doctype html><title>Studio</title>');
  await mkdir(join(page, 'assets'));
  await writeFile(join(page, 'assets', 'threads.wasm'), 'wasm');
  await writeFile(join(bundled, 'model.json'), '{"model":1}');
  await writeFile(join(bundled, 'weights.bin'), 'weights');
  await writeFile(join(bundled, 'README.md'), 'a card');
  await writeExample(examples);
  const faults: unknown[] = [];
  const onFault = (error: unknown) => void faults.push(error);
  const models = { cwd: folder, data, bundled, recipes: join(folder, 'recipes') };
  const routes = openRoutes(
    { page, examples, models, workspace: workspaceOf(data, {}) },
    { clock: () => 0, onFault },
  );
  return { ...(await startServer({ port: 0, further: false, routes, onFault })), folder, data, faults };
}

async function writeExample(folder: string): Promise<void> {
  const photo = join(import.meta.dirname, '../../../../../data/historic/insidecity_castle-clinton-1961.jpg');
  await cp(photo, join(folder, 'old mill.jpg'));
  await writeFile(join(folder, 'unnamed.jpg'), 'of unknown terms');
  const columns = 'file,title,author,licence,licence_url_or_text_reference,source';
  await writeFile(
    join(folder, 'LICENSES.csv'),
    `${columns}\nold mill.jpg,The mill,Ann,CC0-1.0,https://x/,y\n`,
  );
}
