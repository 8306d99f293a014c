import { mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { download, DownloadError, exists } from '@tintype/download';
import { explainError, hashFile, makeFolder } from '@tintype/store';

import type { ProvisionEvent } from '../events.ts';
import { complaintOf } from '../execute.ts';
import type { Pip } from '../machine/find-python.ts';
import type { MachineAccess } from '../machine/machine-access.ts';
import type { Wheel } from '../wheels.ts';
import { addressOf, headersFor, type PackageIndex, packageIndex } from './package-index.ts';

export interface FetchContext extends MachineAccess {
  readonly pip: Pip | null;
  readonly emit: (event: ProvisionEvent) => void;
  readonly onProgress: (received: number) => void;
}

/**
 * Gets a wheel into `folder` and checks it against its pinned sha256. First by ourselves, as then an
 * interrupted download is taken up again and its progress is known; where that fails through pip, which
 * knows of proxies, certificates, credentials and local folders.
 */
export async function fetchWheel(wheel: Wheel, folder: string, context: FetchContext): Promise<string> {
  const file = join(folder, wheel.file);
  if ((await exists(file)) && (await hashFile(file, context.signal)) === wheel.sha256) return file;
  await rm(file, { force: true });
  try {
    await fetchDirectly(wheel, file, context);
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error;
    if (context.pip === null) throw new DownloadError(`${error.message}, and there is no pip to ask instead`);
    context.emit({ type: 'pip', file: wheel.file, reason: error.message });
    await fetchThroughPip(wheel, file, { ...context, pip: context.pip }).catch((cause: unknown) => {
      if (!(cause instanceof DownloadError)) throw cause;
      throw new DownloadError(`${error.message}; ${cause.message}`, { cause });
    });
  }
  return file;
}

async function fetchDirectly(wheel: Wheel, file: string, context: FetchContext): Promise<void> {
  if (context.user.env['PIP_NO_INDEX']) throw new DownloadError('PIP_NO_INDEX is set');
  const index = await packageIndex(context.pip, context);
  const address = await addressOf(wheel, index, context.signal);
  await downloadTwice(address, file, { wheel, index, context });
}

interface Target {
  readonly wheel: Wheel;
  readonly index: PackageIndex;
  readonly context: FetchContext;
}

/** What an earlier run left may be spoilt: then the whole is wrong, is deleted, and fetched anew once. */
async function downloadTwice(
  address: string,
  file: string,
  { wheel, index, context }: Target,
): Promise<void> {
  const { signal, onProgress } = context;
  const headers = headersFor(address, index);
  const again = (): Promise<void> =>
    download(address, file, { signal, headers, sha256: wheel.sha256, onProgress: (n) => onProgress(n) });
  if (!(await exists(`${file}.partial`))) return again();
  try {
    await again();
  } catch (error) {
    if (!(error instanceof DownloadError) || (await exists(`${file}.partial`))) throw error;
    await again();
  }
}

async function fetchThroughPip(
  wheel: Wheel,
  file: string,
  { pip, execute, user, signal }: FetchContext & { readonly pip: Pip },
): Promise<void> {
  await makeFolder(dirname(file));
  const draft = await mkdtemp(join(dirname(file), '.pip-'));
  try {
    const { code, ...said } = await execute([...pip.command, ...pipArguments(wheel, draft)], {
      env: user.env,
      signal,
    });
    if (code !== 0)
      throw new DownloadError(`pip could not get ${wheel.file}: ${complaintOf({ code, ...said })}`);
    await adopt(wheel, join(draft, wheel.file), file, signal);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Asks pip for exactly this file, whatever Python it runs on. */
export function pipArguments({ project, version, file }: Wheel, folder: string): readonly string[] {
  const [abi = 'none', tags = 'any'] = file
    .replace(/\.whl$/, '')
    .split('-')
    .slice(-2);
  const python = /-cp3(\d+)-/.exec(file)?.[1] ?? '11';
  return [
    ...['download', '--quiet', '--disable-pip-version-check', '--no-input', '--no-cache-dir', '--no-deps'],
    ...['--retries', '1', '--only-binary=:all:', '--implementation', 'cp', '--python-version', `3.${python}`],
    ...['--abi', abi === 'none' ? `cp3${python}` : abi],
    ...tags.split('.').flatMap((tag) => ['--platform', tag]),
    ...['--dest', folder, `${project}==${version}`],
  ];
}

async function adopt(wheel: Wheel, draft: string, file: string, signal: AbortSignal): Promise<void> {
  if (!(await exists(draft))) throw new DownloadError(`pip ended without getting ${wheel.file}`);
  const got = await hashFile(draft, signal).catch((cause: unknown) => {
    throw new DownloadError(`could not read ${draft}: ${explainError(cause)}`, { cause });
  });
  if (got !== wheel.sha256)
    throw new DownloadError(
      `${wheel.file} from pip: expected the sha256 ${wheel.sha256}, got ${got}; it was deleted`,
    );
  await rename(draft, file);
}
