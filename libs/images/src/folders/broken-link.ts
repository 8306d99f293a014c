import { readlink } from 'node:fs/promises';

import { readErrorCode } from '@tintype/store';

import { unreadableReason } from './unreadable.ts';

/** Where git-annex keeps contents, which are there only once they have been fetched. */
const ANNEX = /[/\\]annex[/\\]objects[/\\]/;

/**
 * Why what a link leads to cannot be looked at, given the error of `stat`. Null where `file` is no link, or where
 * something failed that every file would meet.
 */
export async function explainBrokenLink(file: string, error: unknown): Promise<string | null> {
  const target = await readlink(file).catch(() => null); // no link, or gone
  if (target === null) return null;
  switch (readErrorCode(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return `it is a link to ${target}, which is not there; ${remedyFor(target)}`;
    case 'EACCES':
    case 'EPERM':
      return `it is a link to ${target}, which may not be read; change the permissions there`;
    default:
      return unreadableReason(error);
  }
}

function remedyFor(target: string): string {
  if (ANNEX.test(target)) return 'git annex get fetches it';
  return 'put the file there again or remove the link';
}
