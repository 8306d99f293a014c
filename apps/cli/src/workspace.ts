import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { locateFolders, readDataFolder, UserError } from '@tintype/stage';

import type { Surroundings } from './command.ts';

/**
 * The workspace that this program belongs to, whether it runs from `src` or from `dist`. The installed package lays out
 * what it has of it in the same places: the studio, the bundled model and example photos, but no pipelines.
 */
export const WORKSPACE = fileURLToPath(new URL('../../..', import.meta.url));

/** Throws where this program is installed without the pipelines: those of a clone may be of another version than the stages in here. */
export function requireSources(): void {
  if (existsSync(join(WORKSPACE, 'pipelines'))) return;
  throw new UserError(
    'running and planning recipes needs the sources of the pipelines, which an installed tintype does not have; clone the repository of Tintype, run "npm ci" in it, and "npx tintype …" there',
  );
}

/**
 * The workspace of the pipeline whose data lies around `cwd`, else the one that this program belongs to. Throws where this
 * program is installed.
 */
export function workspaceAround(cwd: string): string {
  requireSources();
  const workspace = dirname(dataAround(cwd));
  return existsSync(join(workspace, 'pipelines')) ? workspace : WORKSPACE;
}

/** The workspace whose runs write into a data folder; null where there is none. */
export function workspaceOf(data: string, env: Surroundings['env']): string | null {
  const workspace = readDataFolder(env) === null ? dirname(data) : WORKSPACE;
  const isOwn = locateFolders(workspace, env).data === data;
  return isOwn && existsSync(join(workspace, 'pipelines')) ? workspace : null;
}

/** The data folder: the one given, else the one that `TINTYPE_DATA` names, else that of the workspace around `cwd`. */
export function dataFolder(
  { cwd, env }: Pick<Surroundings, 'cwd' | 'env'>,
  given: string | undefined,
): string {
  return given === undefined ? (readDataFolder(env) ?? dataAround(cwd)) : resolve(cwd, given);
}

function dataAround(cwd: string): string {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'data', 'manifests'))) return join(folder, 'data');
    if (folder === dirname(folder)) return resolve(cwd, 'data');
  }
}
