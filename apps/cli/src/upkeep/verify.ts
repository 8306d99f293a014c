import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';

import { pipeline } from '@tintype/pipeline/stages';
import { counted } from '@tintype/report';
import { UserError } from '@tintype/stage';
import {
  type Finding,
  type ManifestAddress,
  openStore,
  readRemoteAddress,
  repairStore,
  type Verification,
  verifyStore,
} from '@tintype/store';
import { document, paragraph, showBytes, textTable, withoutControls } from '@tintype/terminal';

import { defineCommand, type Surroundings, type ValuesOf } from '../command.ts';
import { dataFolder, workspaceOf } from '../workspace.ts';

const OPTIONS = {
  repair: { type: 'boolean', default: false, help: 'remove damaged files and recompute exactly those' },
  json: { type: 'boolean', default: false, help: 'print one JSON document' },
  data: { type: 'string', value: 'folder', help: 'data folder (this workspace’s)' },
} as const;

type Values = ValuesOf<typeof OPTIONS>;

/** `tintype verify`: reads every blob and says what is damaged; with `--repair` it computes that again. */
export const verifyCommand = defineCommand({
  name: 'verify',
  summary: 'Verifies every blob’s hash; finds flipped, truncated, missing and foreign blobs.',
  operands: '',
  most: 0,
  options: OPTIONS,
  examples: ['tintype verify', 'tintype verify --repair', 'tintype verify --json'],
  run: async (_operands, values, around) => {
    const data = dataFolder(around, values.data);
    const found = await verify(data);
    const repaired =
      values.repair && found.findings.length > 0 ? await repair(data, found.findings, around) : null;
    const left = repaired === null ? found.findings : repaired.findings;
    around.stdout.write(shown(data, found, left, values));
    if (left.length > 0) throw new UserError(remedy(left, values));
  },
});

function verify(data: string): Promise<Verification> {
  const { signal } = new AbortController(); // Ctrl-C ends the process; nothing has been changed then
  return verifyStore(openStore(join(data, 'store')), join(data, 'manifests'), signal);
}

/** @returns what is found afterwards */
async function repair(
  data: string,
  findings: readonly Finding[],
  around: Surroundings,
): Promise<Verification> {
  const store = openStore(join(data, 'store'), readRemoteAddress(around.env));
  await store.remote?.check();
  const { artefacts, brought } = await repairStore(store, findings);
  if (brought > 0)
    around.stderr.write(`verify: ${counted(brought, 'blob')} came from ${store.remote?.address.url}\n`);
  const order = pipeline.stages.map(({ name }) => name);
  const workspace = workspaceOf(data, around.env);
  const runnable = artefacts
    .filter((artefact) => workspace !== null && existsSync(join(workspace, 'pipelines', artefact.pipeline)))
    .sort((x, y) => order.indexOf(x.stage) - order.indexOf(y.stage));
  for (const artefact of runnable) await runAgain(artefact, workspace ?? '', around);
  return verify(data);
}

/**
 * Through Nx, which knows what has to run before. What a run says goes to the messages, without the colours and line
 * ends that Nx gives it even where it writes to a pipe.
 */
async function runAgain(
  { pipeline: name, recipe, stage }: ManifestAddress,
  workspace: string,
  { stderr }: Surroundings,
): Promise<void> {
  const child = spawn('npx', ['nx', 'run', `${name}:${stage}`, '-c', recipe], {
    cwd: workspace,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => stderr.write(withoutControls(String(text))));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0)
    throw new UserError(`verify: ${name}:${stage} -c ${recipe} failed; fix the cause and run verify again`);
}

function shown(
  data: string,
  { blobs, bytes, unnamed, findings }: Verification,
  left: readonly Finding[],
  { json, repair: repairing }: Values,
): string {
  const named = findings.map(({ fault, path, artefacts }) => ({
    fault,
    path: relative(data, path),
    artefacts,
  }));
  const summary = {
    blobs,
    bytes,
    unnamed,
    ...(repairing ? { repaired: findings.length - left.length } : {}),
  };
  if (json) return document({ ...summary, findings: named });
  const count = `${counted(blobs, 'blob')}, ${showBytes(bytes)}: ${findings.length === 0 ? 'all sound' : counted(findings.length, 'fault')}`;
  const rest =
    unnamed > 0
      ? [`${counted(unnamed, 'unreferenced blob')}; "tintype gc" removes what nothing refers to`]
      : [];
  const table = textTable(
    [{ title: 'fault' }, { title: 'of' }, { title: 'file' }],
    named.map(({ fault, path, artefacts }) => [fault, artefacts.map(showAddress).join(', ') || '–', path]),
  );
  const repaired =
    repairing && findings.length > 0 ? [`${findings.length - left.length} of them repaired`] : [];
  return paragraph([count, ...(findings.length > 0 ? table : []), ...repaired, ...rest]);
}

function showAddress({ pipeline: name, recipe, stage }: ManifestAddress): string {
  return name === pipeline.name ? `${recipe} ${stage}` : `${name} ${recipe} ${stage}`;
}

function remedy(left: readonly Finding[], { repair: tried }: Values): string {
  const count = counted(left.length, 'fault');
  if (!tried) return `verify: ${count}; "tintype verify --repair" repairs them`;
  const others = [
    ...new Set(
      left.flatMap(({ artefacts }) => artefacts.map(({ pipeline: name, recipe }) => `${name} ${recipe}`)),
    ),
  ];
  return `verify: ${count} left${others.length > 0 ? `, of ${others.join(', ')}: run them again` : ''}`;
}
