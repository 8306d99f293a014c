import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether ExifTool is here, by which other programs' view of a file is checked. */
export const hasExiftool = spawnSync('exiftool', ['-ver']).status === 0;

/** The tags that ExifTool finds in a picture, by group and name: "IFD0:Artist", "XMP-dc:Title". */
export function readTags(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  const file = join(mkdtempSync(join(tmpdir(), 'exiftool-')), 'picture');
  writeFileSync(file, bytes);
  const text = execFileSync('exiftool', ['-j', '-G1', '-a', '-struct', file], { maxBuffer: 1e8 }).toString();
  const [tags]: readonly Readonly<Record<string, unknown>>[] = JSON.parse(text);
  return tags ?? {};
}
