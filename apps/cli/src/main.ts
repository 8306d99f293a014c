import { nearest, UserError } from '@tintype/stage';
import { describeError, RemoteError } from '@tintype/store';
import { printableSink } from '@tintype/terminal';

import { type Command, programHelp, type Surroundings } from './command.ts';

export { endOnOutputErrors } from '@tintype/terminal';

/** Loaded when they are needed: what `inspect` draws with takes longer to load than `provision` to answer. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  colorize: async () => (await import('./colorize/colorize.ts')).colorizeCommand,
  eval: async () => (await import('./eval/eval.ts')).evalCommand,
  explain: async () => (await import('./plans/explain.ts')).explainCommand,
  gc: async () => (await import('./upkeep/gc.ts')).gcCommand,
  inspect: async () => (await import('./inspect/inspect.ts')).inspectCommand,
  provision: async () => (await import('./provision/provision.ts')).provisionCommand,
  pull: async () => (await import('./remote/pull.ts')).pullCommand,
  push: async () => (await import('./remote/push.ts')).pushCommand,
  run: async () => (await import('./run/run.ts')).runCommand,
  serve: async () => (await import('./serve/serve.ts')).serveCommand,
  status: async () => (await import('./plans/status.ts')).statusCommand,
  studio: async () => (await import('./studio/studio.ts')).studioCommand,
  verify: async () => (await import('./upkeep/verify.ts')).verifyCommand,
};

/**
 * Runs `tintype` with the arguments behind its name.
 *
 * @returns the exit code: 0 done, 1 failed, 2 wrong usage, 130 interrupted
 */
export async function main(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  const given = argv.filter((argument) => argument !== '--debug');
  const { stdout, stderr } = surroundings;
  const around = { ...surroundings, stdout: printableSink(stdout), stderr: printableSink(stderr) };
  try {
    await runCommand(given, around);
    return 0;
  } catch (error) {
    if (isInterruption(error)) {
      around.stderr.write('tintype: interrupted; run the same command again to continue\n');
      return 130;
    }
    around.stderr.write(`tintype: ${describeError(error)}\n`);
    if (given.length < argv.length && error instanceof Error) around.stderr.write(`${error.stack}\n`);
    return error instanceof UserError || error instanceof RemoteError ? error.exitCode : 1;
  }
}

async function runCommand([name, ...rest]: readonly string[], around: Surroundings): Promise<void> {
  if (name === undefined || name === '--help' || name === '-h' || (name === 'help' && rest.length === 0)) {
    around.stdout.write(programHelp(await allCommands()));
    return;
  }
  const command = await commandNamed(name);
  if (rest.includes('--help') || rest.includes('-h')) around.stdout.write(command.help());
  else await command.run(rest, around);
}

/** One after the other: loading is work for the one thread, and Jest cannot link modules side by side. */
async function allCommands(): Promise<readonly Command[]> {
  const commands: Command[] = [];
  for (const load of Object.values(COMMANDS)) commands.push(await load());
  return commands;
}

/** What an aborted signal throws. */
function isInterruption(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'AbortError';
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
