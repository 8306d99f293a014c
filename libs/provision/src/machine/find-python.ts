import { join } from 'node:path';

import { z } from 'zod';

import { candidateIn, type FoundTensorFlow } from './found-tensorflow.ts';
import type { MachineAccess } from './machine-access.ts';

/** A pip that can be run. */
export interface Pip {
  readonly command: readonly string[];
  readonly version: string;
}

export interface Pythons {
  readonly pip: Pip | null;
  readonly tensorflows: readonly FoundTensorFlow[];
}

/** Looks for both without importing either: importing TensorFlow takes seconds. */
const QUESTION = `
import importlib.util as u, importlib.metadata as m, json, sys
def version(*names):
    for name in names:
        try: return m.version(name)
        except m.PackageNotFoundError: pass
spec = u.find_spec('tensorflow')
folders = list(spec.submodule_search_locations or []) if spec else []
print(json.dumps({
    'python': sys.executable,
    'pip': version('pip') if u.find_spec('pip') else None,
    'folder': folders[0] if folders else None,
    'tensorflow': version('tensorflow', 'tensorflow-cpu', 'tensorflow-macos', 'tf-nightly') if folders else None,
}))`;

const answerSchema = z.object({
  python: z.string(),
  pip: z.string().nullable(),
  folder: z.string().nullable(),
  tensorflow: z.string().nullable(),
});
type Answer = z.infer<typeof answerSchema>;

/** Asks the active environment's Python and those on the PATH for pip and TensorFlow. */
export async function findPython(around: MachineAccess): Promise<Pythons> {
  const answers = await Promise.all(interpreters(around).map((python) => ask(python, around)));
  const known = new Map(answers.filter((answer) => answer !== null).map((answer) => [answer.python, answer]));
  const found = [...known.values()];
  const withPip = found.find(({ pip }) => pip !== null);
  return {
    pip: withPip?.pip ? { command: [withPip.python, '-m', 'pip'], version: withPip.pip } : null,
    tensorflows: await Promise.all(
      found.flatMap(({ folder, tensorflow }) =>
        folder === null ? [] : [candidateIn(folder, { version: tensorflow, origin: 'Python' }, around)],
      ),
    ),
  };
}

function interpreters({ user: { env } }: MachineAccess): readonly string[] {
  const environments = [env['VIRTUAL_ENV'], env['CONDA_PREFIX']].filter((folder) => !!folder);
  const own = environments.map((folder) => join(String(folder), 'bin/python'));
  return [...(env['TINTYPE_PYTHON'] ? [env['TINTYPE_PYTHON']] : []), ...own, 'python3', 'python'];
}

async function ask(python: string, { user, execute, signal }: MachineAccess): Promise<Answer | null> {
  const { code, stdout } = await execute([python, '-c', QUESTION], {
    env: { ...user.env, PYTHONSAFEPATH: '1' }, // a folder "tensorflow" where the user stands is not a package
    signal,
    timeoutMs: 20_000,
  });
  if (code !== 0) return null; // not there, or too old to have importlib.metadata
  const answer = answerSchema.safeParse(parsed(stdout));
  return answer.success ? answer.data : null;
}

/** A site's start-up files may print before us; the answer is the last line. */
function parsed(stdout: string): unknown {
  try {
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  } catch {
    return null; // something else than our answer: this Python is passed over
  }
}
