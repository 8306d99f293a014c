import { readErrorCode } from '@tintype/store';

/** A file or folder of a source that nothing can be made of, and why, in plain words. */
export interface Unreadable {
  /** Relative to the source, '/' separated; what of it is no UTF-8 reads as �. */
  readonly path: string;
  readonly reason: string;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it was gone before it could be read',
  ENOTDIR: 'it was gone before it could be read',
  EISDIR: 'it is a folder, not a photo',
  EACCES: 'it may not be read; change its permissions',
  EPERM: 'it may not be read; change its permissions',
  EIO: 'the disk cannot read it',
  ESTALE: 'the file server has lost it',
  ENXIO: 'it is a device, not a photo',
  ENAMETOOLONG: 'its path is longer than the system takes',
  ELOOP: 'it is a link that leads back to itself; remove it',
  ERR_FS_FILE_TOO_LARGE: 'it is larger than can be read at once',
};

/** Why one file cannot be read. Null where something else failed that every file would meet: that has to end the run. */
export function unreadableReason(error: unknown): string | null {
  return REASONS[String(readErrorCode(error))] ?? null;
}

/** Reasons told at once: more of them would hide the rest. */
const MOST_TOLD = 10;

/** What is left out, a line each, for people; where there is much of it the last line counts the rest. */
export function tellLeftOut(entries: readonly Unreadable[]): readonly string[] {
  const told = entries.slice(0, MOST_TOLD).map(({ path, reason }) => `skipped ${path}: ${reason}`);
  const more = entries.length - told.length;
  return more > 0 ? [...told, `skipped ${more} more for such reasons`] : told;
}
