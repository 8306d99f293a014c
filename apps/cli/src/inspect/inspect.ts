import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { UserError } from '@tintype/stage';
import { openStore, outlineArtefact } from '@tintype/store';
import { document, paragraph } from '@tintype/terminal';

import { defineCommand, type Surroundings, type ValuesOf } from '../command.ts';
import { dataFolder } from '../workspace.ts';
import { refuseUnknownColumn, reportArtefact, tablesOf } from './artefact-report.ts';
import { manifestNamed, manifestsIn } from './artefacts.ts';
import { type DrawnTables, drawTables } from './draw-tables.ts';
import { showArtefact, showList, showTable } from './show-report.ts';
import { type Question, reportTable, tableFileAt } from './table-report.ts';

const OPTIONS = {
  pipeline: {
    type: 'string',
    value: 'name',
    default: 'pipeline',
    help: 'pipeline of the stage (default: pipeline)',
  },
  recipe: {
    type: 'string',
    value: 'name',
    short: 'c',
    default: 'default',
    help: 'recipe of the run (default: default)',
  },
  column: { type: 'string', value: 'name', help: 'show statistics of this column over all shards' },
  rows: { type: 'string', value: 'n', default: '0', help: 'show the first n rows' },
  png: { type: 'string', value: 'file', help: 'draw the records as a picture' },
  json: { type: 'boolean', default: false, help: 'print one JSON document' },
  data: { type: 'string', value: 'folder', help: 'data folder (this workspace’s)' },
} as const;

/** `tintype inspect`: what the artefacts are, and what is in one of them. */
export const inspectCommand = defineCommand({
  name: 'inspect',
  summary: 'Lists artefacts, or inspects one.',
  operands: '[stage | file.arrow]',
  most: 1,
  options: OPTIONS,
  examples: [
    'tintype inspect',
    'tintype inspect patches --rows 5',
    'tintype inspect patches --recipe forest --column lightness',
    'tintype inspect patches --png patches.png',
    'tintype inspect some/file.arrow --json',
  ],
  run: async ([target], values, around) => {
    const question = { column: values.column, rows: rowCount(values.rows) };
    if (target === undefined) await inspectAll(values, around);
    else if (isFile(target)) await inspectFile(resolve(around.cwd, target), target, question, values, around);
    else await inspectStage(target, question, values, around);
  },
});

type Values = ValuesOf<typeof OPTIONS>;

async function inspectAll({ data, json, png, column }: Values, around: Surroundings): Promise<void> {
  const { stdout, stderr } = around;
  if (png !== undefined || column !== undefined) {
    throw new UserError(
      'inspect: --png and --column need a stage: tintype inspect patches --png patches.png',
      2,
    );
  }
  const folder = dataFolder(around, data);
  const lines = (await manifestsIn(folder)).map(outlineArtefact);
  if (json) stdout.write(document({ artefacts: lines }));
  else if (lines.length > 0) stdout.write(paragraph(showList(lines)));
  else stderr.write(`tintype: no artefacts in ${folder}: run "npx nx run pipeline:all" first\n`);
}

async function inspectStage(
  stage: string,
  question: Question,
  { pipeline, recipe, data, json, png }: Values,
  around: Surroundings,
): Promise<void> {
  const folder = dataFolder(around, data);
  const manifest = manifestNamed(await manifestsIn(folder), { pipeline, recipe, stage }, folder);
  const store = openStore(join(folder, 'store'));
  const report = await reportArtefact(manifest, store, question);
  around.stdout.write(json ? document(report) : paragraph(showArtefact(report)));
  if (png !== undefined) await draw(tablesOf(manifest, store), png, around);
}

async function inspectFile(
  path: string,
  name: string,
  question: Question,
  { json, png }: Values,
  around: Surroundings,
): Promise<void> {
  await refuseNoFile(path, name);
  const file = await tableFileAt(path, name);
  const report = await reportTable([file], question);
  refuseUnknownColumn([report], question);
  around.stdout.write(json ? document(report) : paragraph(showTable(report)));
  if (png !== undefined) await draw(new Map([[report.table ?? name, [file]]]), png, around);
}

/** A stage has a plain name; a blob of the store has a path, and no ending. */
function isFile(target: string): boolean {
  return target.endsWith('.arrow') || /[\\/]/.test(target);
}

async function refuseNoFile(path: string, name: string): Promise<void> {
  const found = await stat(path).catch(() => null); // absent, or not to be looked at: not a file for us
  if (!found?.isFile()) throw new UserError(`inspect: ${name}: no such file`, 2);
}

async function draw(tables: DrawnTables, png: string, { cwd, stderr }: Surroundings): Promise<void> {
  const drawn = await drawTables(tables, resolve(cwd, png));
  stderr.write(`${png}: ${drawn}\n`);
}

function rowCount(given: string): number {
  if (/^\d+$/.test(given)) return Number(given);
  throw new UserError(`inspect: --rows: expected a whole number, got "${given}"`, 2);
}
