import { describeError } from '@tintype/store';

const CODES: Readonly<Record<string, string>> = {
  'No space left on device': 'ENOSPC',
  'Disk quota exceeded': 'EDQUOT',
  'File too large': 'EFBIG',
  'Input/output error': 'EIO',
  'Read-only file system': 'EROFS',
  'Permission denied': 'EACCES',
  'No such file or directory': 'ENOENT',
};

/** libvips hands on what the system said among its own words; this says it as Node does, with its code. */
export function nameSystemError(error: unknown): unknown {
  const [, said = ''] = /(?:system|unix) error: (.*)/.exec(describeError(error)) ?? [];
  const code = CODES[said];
  if (code === undefined) return error;
  return Object.assign(new Error(`${code}: ${said}`, { cause: error }), { code });
}
