import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { BUNDLED } from '@tintype/pipeline/find-model';

import { listExamples } from '../serve/site/examples.ts';
import { describeStudio } from '../serve/site/studio-info.ts';
import { withPolicy } from './with-policy.ts';

/** Where what a site is made of lies. */
export interface SitePlaces {
  /** The folder of the built page. */
  readonly page: string;
  /** The folder of the bundled model. */
  readonly bundled: string;
  readonly examples: string;
  /** The licence of Tintype. */
  readonly licence: string;
}

/** A file of a site: where it goes, and its bytes. */
export interface SiteFile {
  readonly path: string;
  read(): Promise<Uint8Array | string>;
}

/** What a browser needs of a model, its card, and the licences that it names. */
const OF_MODEL = /^(model\.json|weights\.bin|.*\.md|LICENSE.*|NOTICE.*)$/;

/** All files of a site, those first that others name: whoever looks in the middle finds what the page asks for. */
export async function listSiteFiles(places: SitePlaces): Promise<readonly SiteFile[]> {
  const page = (await filesBelow(places.page)).filter((path) => path !== 'index.html');
  const model = (await filesBelow(places.bundled)).filter((path) => OF_MODEL.test(path));
  const examples = await listExamples(places.examples);
  const shown = [...examples.map(({ file }) => file), ...(examples.length > 0 ? ['LICENSES.csv'] : [])];
  const info = describeStudio(false, [BUNDLED], examples);
  return [
    ...page.map((path) => copyOf(join(places.page, path), path)),
    ...model.map((path) => copyOf(join(places.bundled, path), `models/${BUNDLED}/${path}`)),
    ...shown.map((path) => copyOf(join(places.examples, path), `examples/${path}`)),
    copyOf(places.licence, 'LICENSE'),
    { path: 'studio.json', read: async () => `${JSON.stringify(info, null, 2)}\n` },
    {
      path: 'index.html',
      read: async () => withPolicy(await readFile(join(places.page, 'index.html'), 'utf8')),
    },
  ];
}

function copyOf(from: string, path: string): SiteFile {
  return { path, read: () => readFile(from) };
}

/** Their paths from `folder`, in order. */
async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      join(parentPath, name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}
