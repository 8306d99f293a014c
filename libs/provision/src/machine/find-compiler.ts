import { USUAL_COMPILERS } from './compilers.ts';
import type { MachineAccess } from './machine-access.ts';

/** A C++ compiler that answers. */
export interface Compiler {
  /** The program and its own arguments, as in `CXX="ccache g++"`. */
  readonly command: readonly string[];
  readonly version: string;
}

/** The first of `$CXX`, g++, clang++ and c++ that runs. */
export async function findCompiler({ user, execute, signal }: MachineAccess): Promise<Compiler | null> {
  const { env } = user;
  const own = env['CXX']?.trim();
  for (const name of own ? [own, ...USUAL_COMPILERS] : USUAL_COMPILERS) {
    const command = name.split(/\s+/);
    // On macOS /usr/bin/clang++ is there without the tools behind it; asking for the version tells.
    const { code, stdout } = await execute([...command, '--version'], { env, signal, timeoutMs: 20_000 });
    if (code === 0) return { command, version: stdout.split('\n')[0]?.trim() ?? name };
  }
  return null;
}
