import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

/** Writes a package's manifest into its folder and packs that. @returns the path of the packed file */
export async function npmPack(
  folder: string,
  manifest: Readonly<Record<string, unknown>>,
  out: string,
): Promise<string> {
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const argv = ['pack', '--json', '--ignore-scripts', '--pack-destination', resolve(out)];
  const { stdout } = await promisify(execFile)('npm', argv, { cwd: folder, maxBuffer: 1 << 26 });
  const [packed]: readonly { readonly filename: string }[] = JSON.parse(stdout);
  if (packed === undefined) throw new Error(`pack: ${folder}: expected npm to name what it has packed`);
  return join(out, packed.filename);
}
