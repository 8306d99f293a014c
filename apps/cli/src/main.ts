import { nearest, UserError } from '@tintype/stage';
import { messageOf } from '@tintype/store';
import { programHelp } from './command.ts';
import type { Command, Surroundings } from './command.ts';

/** Loaded when they are needed: what `inspect` draws with takes longer to load than `provision` to answer. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  eval: async () => (await import('./eval.ts')).evalCommand,
  inspect: async () => (await import('./inspect.ts')).inspectCommand,
  provision: async () => (await import('./provision.ts')).provisionCommand,
};

/**
 * Runs `tintype` with the arguments behind its name.
 *
 * @returns the exit code: 0 done, 1 failed, 2 wrong usage
 */
export async function main(argv: readonly string[], around: Surroundings): Promise<number> {
  const given = argv.filter((argument) => argument !== '--debug');
  try {
    await runCommand(given, around);
    return 0;
  } catch (error) {
    around.stderr.write(`tintype: ${messageOf(error)}\n`);
    if (given.length < argv.length && error instanceof Error) around.stderr.write(`${error.stack}\n`);
    return error instanceof UserError ? error.exitCode : 1;
  }
}

async function runCommand([name, ...rest]: readonly string[], around: Surroundings): Promise<void> {
  if (name === undefined || name === '--help' || name === '-h' || (name === 'help' && rest.length === 0)) {
    around.stdout.write(programHelp(await Promise.all(Object.values(COMMANDS).map((load) => load()))));
    return;
  }
  const command = await commandNamed(name);
  if (rest.includes('--help') || rest.includes('-h')) around.stdout.write(command.help());
  else await command.run(rest, around);
}

async function commandNamed(name: string): Promise<Command> {
  const names = Object.keys(COMMANDS);
  const load = names.includes(name) ? COMMANDS[name] : undefined;
  if (load) return load();
  const hint = nearest(name, names);
  throw new UserError(
    `unknown command "${name}": ${hint ? `did you mean "${hint}"?` : `expected ${names.join(' or ')}`} (tintype --help)`,
    2,
  );
}
