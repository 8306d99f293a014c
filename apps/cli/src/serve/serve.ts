import { once } from 'node:events';

import { UserError } from '@tintype/stage';
import { describeError } from '@tintype/store';
import { document, paragraph } from '@tintype/terminal';

import { defineCommand, heedInterrupts, type Surroundings, type ValuesOf } from '../command.ts';
import { modelPlaces } from '../model-places.ts';
import { WORKSPACE, workspaceOf } from '../workspace.ts';
import { startServer } from './http/start-server.ts';
import { openInBrowser } from './open-in-browser.ts';
import { examplesIn, openRoutes, type StudioPlaces } from './open-routes.ts';
import { buildPage } from './site/build-page.ts';

/** A port that nothing well known uses. */
const PORT = 4321;

const OPTIONS = {
  port: {
    type: 'string',
    value: 'n',
    help: `listen on this port, 0 for any (${PORT}, or the next that is free)`,
  },
  data: { type: 'string', value: 'folder', help: 'the data folder (the one of this workspace)' },
  open: { type: 'boolean', default: false, help: 'open the page in the browser' },
  json: { type: 'boolean', default: false, help: 'print the address as a JSON document' },
} as const;

type Values = ValuesOf<typeof OPTIONS>;

/** `tintype serve`: the studio, for this machine alone. */
export const serveCommand = defineCommand({
  name: 'serve',
  summary: 'Opens the studio: a page to colour photos, and to look inside every run.',
  operands: '',
  most: 0,
  options: OPTIONS,
  examples: ['tintype serve', 'tintype serve --open', 'tintype serve --port 0 --data elsewhere/data'],
  run: async (_operands, values, around) => {
    const signal = heedInterrupts(around);
    const { port, further } = readPort(values.port);
    const onFault = (error: unknown) => around.stderr.write(`serve: ${describeError(error)}\n`);
    const { clock = Date.now } = around;
    const routes = openRoutes(await openPlaces(values, around, signal), { clock, onFault });
    const server = await startServer({ port, further, routes, onFault });
    tell(server.address, values, around);
    if (!signal.aborted) await once(signal, 'abort');
    await server.close();
  },
});

function readPort(given: string | undefined): { readonly port: number; readonly further: boolean } {
  if (given === undefined) return { port: PORT, further: true };
  if (/^\d{1,5}$/.test(given) && Number(given) < 65_536) return { port: Number(given), further: false };
  throw new UserError(`serve: --port: expected a port, 0 to 65535, got "${given}"`, 2);
}

async function openPlaces(
  { data }: Values,
  around: Surroundings,
  signal: AbortSignal,
): Promise<StudioPlaces> {
  const onBuild = () => around.stderr.write('serve: builds the page\n');
  const page = await buildPage({ workspace: WORKSPACE, signal, onBuild });
  const models = modelPlaces(around, data);
  return { page, examples: examplesIn(WORKSPACE), models, workspace: workspaceOf(models.data, around.env) };
}

function tell(address: string, { json, open }: Values, { stdout, stderr }: Surroundings): void {
  stdout.write(json ? document({ address }) : paragraph([`studio  ${address}`]));
  if (open) openInBrowser(address, (reason) => stderr.write(`serve: --open: ${reason}; open ${address}\n`));
}
