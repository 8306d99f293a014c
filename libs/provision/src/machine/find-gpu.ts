import { readFile } from 'node:fs/promises';

import { isMissing } from '@tintype/store';

import { DRIVER_FILE } from './driver-file.ts';
import type { MachineAccess } from './machine-access.ts';

/** An NVIDIA GPU with its driver. */
export interface Gpu {
  readonly name: string;
  /** The driver's version, such as 550.54.15, or null where it does not say. */
  readonly driver: string | null;
}

/** The first GPU that NVIDIA's tool names, or the driver alone where it is loaded without the tool. */
export async function findGpu({ user, execute, signal }: MachineAccess): Promise<Gpu | null> {
  const query = ['nvidia-smi', '--query-gpu=name,driver_version', '--format=csv,noheader'];
  const { code, stdout } = await execute(query, { env: user.env, signal, timeoutMs: 20_000 });
  const [name, driver] =
    code === 0 ? (stdout.split('\n')[0] ?? '').split(',').map((cell) => cell.trim()) : [];
  if (name) return { name, driver: driver || null };
  return driverLoaded(user.platform);
}

async function driverLoaded(platform: NodeJS.Platform): Promise<Gpu | null> {
  if (platform !== 'linux') return null;
  try {
    const text = await readFile(DRIVER_FILE, 'utf8');
    return { name: 'NVIDIA GPU', driver: /Module\s+(?:for \S+\s+)?([\d.]+)/.exec(text)?.[1] ?? null };
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
