import { join, resolve } from 'node:path';

import { UserError } from '@tintype/stage';
import { document, paragraph, showBytes } from '@tintype/terminal';

import { defineCommand, heedInterrupts, type ValuesOf } from '../command.ts';
import { modelPlaces } from '../model-places.ts';
import { examplesIn } from '../serve/open-routes.ts';
import { buildPage } from '../serve/site/build-page.ts';
import { WORKSPACE } from '../workspace.ts';
import { buildSite } from './build-site.ts';

const OPTIONS = {
  out: { type: 'string', value: 'folder', short: 'o', help: 'write the site into this folder' },
  json: { type: 'boolean', default: false, help: 'print one JSON document' },
} as const;

/** `tintype studio build`: the studio for colouring alone, as static files for any web server. */
export const studioCommand = defineCommand({
  name: 'studio',
  summary: 'Builds the studio as static files for any web server, to colour photos with the bundled model.',
  operands: 'build',
  most: 1,
  options: OPTIONS,
  examples: ['tintype studio build --out site', 'tintype studio build -o site --json'],
  run: async ([action], values, around) => {
    refuseOther(action);
    const out = resolve(around.cwd, requireOut(values));
    const signal = heedInterrupts(around);
    const onBuild = () => around.stderr.write('studio: builds the page\n');
    const page = await buildPage({ workspace: WORKSPACE, signal, onBuild });
    const { bundled } = modelPlaces(around, undefined);
    const licence = join(WORKSPACE, 'LICENSE');
    const built = await buildSite(out, { page, bundled, examples: examplesIn(WORKSPACE), licence });
    const { files, bytes } = built;
    around.stdout.write(
      values.json
        ? document({ site: out, files, bytes })
        : paragraph([`site  ${files} files, ${showBytes(bytes)}, in ${values.out}`]),
    );
  },
});

function refuseOther(action: string | undefined): void {
  if (action === 'build') return;
  const got = action === undefined ? 'nothing' : `"${action}"`;
  throw new UserError(`studio: expected "build", got ${got}; "tintype serve" opens the studio here`, 2);
}

function requireOut({ out }: ValuesOf<typeof OPTIONS>): string {
  if (out !== undefined) return out;
  throw new UserError('studio: --out: expected a folder for the site, got none', 2);
}
