import { parseArgs, type ParseArgsConfig } from 'node:util';

import { nearest, UserError } from '@tintype/stage';
import { describeError, expandHome, homeFolder } from '@tintype/store';
import { type Sink, textPairs } from '@tintype/terminal';

/** What a command may use of the world. */
export interface Surroundings {
  /** Where the user is; relative paths begin here. */
  readonly cwd: string;
  /** Results: a table, or one JSON document. */
  readonly stdout: Sink;
  /** Messages. */
  readonly stderr: Sink;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What is piped in; absent where nothing can be. */
  readonly stdin?: AsyncIterable<Uint8Array>;
  /** Milliseconds since 1970; the machine's when absent. */
  clock?(): number;
  /** For a command that ends in order: from here on the first Ctrl-C aborts this signal, the second ends the process. */
  heedInterrupts?(): AbortSignal;
}

/** From here on the first Ctrl-C aborts this signal; nothing does where nobody can interrupt. */
export function heedInterrupts({ heedInterrupts: heed }: Pick<Surroundings, 'heedInterrupts'>): AbortSignal {
  return heed?.() ?? new AbortController().signal;
}

type ParseArgsOption = NonNullable<ParseArgsConfig['options']>[string];

/** An option of `parseArgs` that explains itself; `value` names what it takes. */
export interface Option extends ParseArgsOption {
  readonly help: string;
  readonly value?: string;
}

export type Options = Readonly<Record<string, Option>>;

/** The values of options, typed by them. */
export type ValuesOf<O extends Options> = ReturnType<typeof parseArgs<{ options: O }>>['values'];

/** A command of the table: what parses its arguments also writes its help. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  help(): string;
  run(argv: readonly string[], around: Surroundings): Promise<void>;
}

interface Definition<O extends Options> {
  readonly name: string;
  readonly summary: string;
  /** The positional arguments as help shows them: "[stage | file.arrow]". */
  readonly operands: string;
  /** How many positional arguments there may be. */
  readonly most: number;
  readonly options: O;
  readonly examples: readonly string[];
  run(operands: readonly string[], values: ValuesOf<O>, around: Surroundings): Promise<void>;
}

/** A command from its definition; its `run` throws a UserError with exit code 2 on unknown arguments. */
export function defineCommand<const O extends Options>(definition: Definition<O>): Command {
  const { name, summary, most, options, run } = definition;
  return {
    name,
    summary,
    help: () => commandHelp(definition),
    run: async (argv, around) => {
      const given = argv.map((argument) => expandPath(name, argument, around));
      refuseUnfit(definition, given);
      const { values, positionals } = parse(name, given, options);
      const extra = positionals[most];
      if (extra !== undefined) {
        throw new UserError(
          `${name}: unexpected "${extra}": expected at most ${most} of ${definition.operands}`,
          2,
        );
      }
      await run(positionals, values, around);
    },
  };
}

function parse<O extends Options>(name: string, argv: readonly string[], options: O) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (cause) {
    throw new UserError(`${name}: ${cause instanceof Error ? cause.message : String(cause)}`, 2);
  }
}

/** "~/photos" and "--out=~/photos", where no shell has put the home folder in. */
function expandPath(name: string, argument: string, { env }: Surroundings): string {
  const [, option = '', path = ''] = /^(--[\w-]+=)?(~.*)$/s.exec(argument) ?? [];
  if (path === '') return argument;
  try {
    return `${option}${expandHome(path, homeFolder(env))}`;
  } catch (error) {
    throw new UserError(`${name}: ${describeError(error)}`, 2);
  }
}

/** Of whatever values an option takes, those that name something; the others are checked by who reads them. */
const NAMING: readonly (string | undefined)[] = ['folder', 'file', 'model', 'name'];

/** Says which option was meant, which `parseArgs` does not, and refuses empty names, which would stand for where the user is. */
function refuseUnfit({ name, operands, options }: Definition<Options>, given: readonly string[]): void {
  const { tokens } = parseArgs({
    args: [...given],
    options,
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  for (const token of tokens) {
    if (token.kind === 'positional' && token.value === '')
      throw new UserError(`${name}: expected ${operands}, got ""`, 2);
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (option === undefined) throw unknownOption(name, token, options);
    if (token.value === '' && NAMING.includes(option.value))
      throw new UserError(`${name}: --${token.name}: expected a ${option.value}, got ""`, 2);
  }
}

function unknownOption(
  command: string,
  { name, rawName }: { readonly name: string; readonly rawName: string },
  options: Options,
): UserError {
  const hint = nearest(name, Object.keys(options));
  return new UserError(`${command}: unknown option ${rawName}${hint ? `: did you mean --${hint}?` : ''}`, 2);
}

function commandHelp({ name, summary, operands, options, examples }: Definition<Options>): string {
  return [
    `Usage: tintype ${name} ${operands} [options]`.replace('  ', ' '),
    '',
    summary,
    '',
    'Options:',
    ...textPairs(Object.entries(options).map(([key, option]) => [spelling(key, option), option.help])),
    '',
    'Examples:',
    ...examples.map((example) => `  ${example}`),
    '',
  ].join('\n');
}

function spelling(key: string, { short, value }: Option): string {
  return [short && `-${short}, `, `--${key}`, value && ` <${value}>`].filter(Boolean).join('');
}

/** What `tintype --help` prints. */
export function programHelp(commands: readonly Command[]): string {
  return [
    'Usage: tintype <command> [options]',
    '',
    'Trains an image colouriser on your own photos, in a cached pipeline that you can inspect.',
    '',
    'Commands:',
    ...textPairs(commands.map(({ name, summary }) => [name, summary])),
    '',
    'Options:',
    ...textPairs([
      ['--help', 'show help for tintype, or for the command before it'],
      ['--debug', 'print the stack of an error'],
    ]),
    '',
    'Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted (129 and 143 by SIGHUP and SIGTERM).',
    '',
  ].join('\n');
}
