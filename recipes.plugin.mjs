import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * Makes every file in a pipeline's `recipes` folder an Nx configuration of its stages: a new recipe needs no
 * edit of project.json, which lists the stages and their order.
 */
export const name = 'tintype-recipes';

/** It asks what is missing in the store and notes it down; the stages after it, which wait for it, read the note. */
const FIRST_STAGE = 'ingest';
/** As a shell finds it: the folder for what runs write. */
const DATA = '"${TINTYPE_DATA:-data}"';
const SAID_OF_STORE = `cat ${DATA}/store/probe.txt 2>/dev/null || :`;

/**
 * People's own recipes and those of sweeps, which git ignores; Nx sees no change of a file that git ignores. It is told their bytes in
 * hexadecimal digits, as it stops at output that is no UTF-8.
 */
const OWN_RECIPES = ['mine*.json', '*-sweep-*.json'];

/** As strict as Nx, which fails at other bytes, and as Nx it sees a byte order mark. */
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const NOT_UTF8 = 'ERR_ENCODING_INVALID_ENCODED_DATA';

/** What a pipeline's program may do with a recipe besides running its stages. */
const COMMANDS = ['bundle', 'cross-validate', 'sweep'];

export const createNodesV2 = [
  'pipelines/*/project.json',
  (files, _options, { workspaceRoot }) =>
    files.map((file) => [
      file,
      { projects: { [dirname(file)]: { targets: targetsOf(workspaceRoot, file) } } },
    ]),
];

/** Nx runs a target with its defaults when it does not know the configuration: a mistyped recipe must not. */
export function preTasksExecution(_options, { workspaceRoot, argv }) {
  const { positionals, values } = parseArgs({
    args: argv.slice(2),
    options: { configuration: { type: 'string', short: 'c' } },
    allowPositionals: true,
    strict: false,
  });
  const [pipeline, , named] = positionals.flatMap((word) => (word.includes(':') ? word.split(':') : []));
  const wanted = values.configuration ?? named;
  const folder = join('pipelines', pipeline ?? '');
  if (wanted === undefined || !pipeline || !existsSync(join(workspaceRoot, folder, 'recipes'))) return;
  const recipes = recipesIn(workspaceRoot, folder);
  if (!recipes.includes(wanted))
    throw new Error(`${folder}/recipes/${wanted}.json: no such recipe; there are ${recipes.join(', ')}`);
}

function recipesIn(workspaceRoot, folder) {
  return readdirSync(join(workspaceRoot, folder, 'recipes'))
    .filter((file) => file.endsWith('.json') && !isFolder(join(workspaceRoot, folder, 'recipes', file)))
    .map((file) => basename(file, '.json'))
    .sort();
}

function isFolder(path) {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/**
 * What a task has to know of a recipe: its own section, so that another section of another recipe costs no more than a
 * look into the store. Nx can find no section in what is no plain JSON, and hashes all of it.
 */
function inputOf(recipe, stage, unparsed) {
  const file = `{projectRoot}/recipes/${recipe}.json`;
  return unparsed.includes(recipe) ? file : { json: file, fields: [stage] };
}

/** The recipes that Nx cannot parse. The others work without them, and the stage that runs one says what is wrong with it. */
function unparsedIn(recipes, workspaceRoot, folder) {
  return recipes.filter((recipe) => {
    const file = join(workspaceRoot, folder, 'recipes', `${recipe}.json`);
    try {
      const text = UTF8.decode(readFileSync(file));
      if (!text.startsWith('\ufeff')) JSON.parse(text);
      return text.startsWith('\ufeff'); // which stages read, but Nx does not
    } catch (error) {
      const why = error.code === NOT_UTF8 ? 'expected UTF-8, got another encoding' : error.message;
      console.error(`tintype: ${folder}/recipes/${recipe}.json: ${why}; the other recipes work without it`);
      return true;
    }
  });
}

/** The settings that name a model: what it holds is no part of the recipe. */
const MODEL_SETTINGS = { prior: 'model', train: 'start' };
/** These lie in git, where Nx sees them, or name no model. */
const SEEN_MODELS = ['bundled', 'random'];

/** Tells Nx the digests of the trained recipe or the folder that a stage of a recipe names as a model. */
function modelInputs(workspaceRoot, folder, recipes, stage) {
  const setting = MODEL_SETTINGS[stage];
  if (setting === undefined) return [];
  const named = recipes.flatMap((recipe) => {
    const file = join(workspaceRoot, folder, 'recipes', `${recipe}.json`);
    const model = readJson(file)?.[stage]?.[setting];
    return typeof model === 'string' && !SEEN_MODELS.includes(model) ? [model] : [];
  });
  const quoted = [...new Set(named)].flatMap((model) => [
    `${DATA}/${quote(`manifests/${basename(folder)}/${model}/train.json`)}`,
    ...['model.json', 'weights.bin'].map((file) => quote(join(model, file))),
  ]);
  return quoted.length === 0 ? [] : [{ runtime: `sha256sum -- ${quoted.join(' ')} 2>/dev/null || :` }];
}

function quote(file) {
  return `'${file.replaceAll("'", "'\\''")}'`;
}

/** null for what is no JSON: its stage says so. */
function readJson(file) {
  try {
    return JSON.parse(UTF8.decode(readFileSync(file)));
  } catch {
    return null;
  }
}

function targetsOf(workspaceRoot, projectFile) {
  const folder = dirname(projectFile);
  const recipes = recipesIn(workspaceRoot, folder);
  const unparsed = unparsedIn(recipes, workspaceRoot, folder);
  const stages = readdirSync(join(workspaceRoot, folder, 'src', 'stages'))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => basename(file, '.ts'));
  return {
    all: { configurations: Object.fromEntries(recipes.map((recipe) => [recipe, {}])) },
    ...Object.fromEntries(
      COMMANDS.filter((name) => existsSync(join(workspaceRoot, folder, 'src', name))).map((name) => [
        name,
        commandTarget(folder, name, recipes),
      ]),
    ),
    ...Object.fromEntries(
      stages.map((stage) => {
        const models = modelInputs(workspaceRoot, folder, recipes, stage);
        return [
          stage,
          stageTarget({ folder, stage, recipes, unparsed, models, data: dataInside(workspaceRoot) }),
        ];
      }),
    ),
  };
}

/** A command of the pipeline's program that is told the recipe. */
function commandTarget(folder, name, recipes) {
  return {
    executor: 'nx:run-commands',
    options: { command: `node ${folder}/dist/main.js ${name}`, recipe: 'default' },
    configurations: Object.fromEntries(recipes.map((recipe) => [recipe, { recipe }])),
  };
}

/**
 * The folder for what runs write, from the workspace's root; null where it lies outside. Nx keeps no files of other places,
 * so stages then run each time, and find in the store what is there.
 */
function dataInside(workspaceRoot) {
  const inside = relative(workspaceRoot, resolve(workspaceRoot, process.env.TINTYPE_DATA || 'data'));
  return inside.startsWith('..') || isAbsolute(inside) ? null : inside;
}

function stageTarget({ folder, stage, recipes, unparsed, models, data }) {
  const own = OWN_RECIPES.map((pattern) => `${folder}/recipes/${pattern}`);
  return {
    ...commandTarget(folder, stage, recipes),
    cache: data !== null,
    inputs: [
      { env: 'TINTYPE_DATA' },
      ...recipes.map((recipe) => inputOf(recipe, stage, unparsed)),
      { dependentTasksOutputFiles: `**/{manifests/**/*.json,dist/main.js,dist/compute/${stage}.digest}` },
      { runtime: `cat ${own.join(' ')} 2>/dev/null | od -An -v -tx1` },
      { runtime: stage === FIRST_STAGE ? `node ${folder}/dist/probe.js` : SAID_OF_STORE },
      ...models,
      { externalDependencies: [] },
    ],
    outputs:
      data === null
        ? []
        : [`{workspaceRoot}/${data}/manifests/${basename(folder)}/{options.recipe}/${stage}.json`],
  };
}
