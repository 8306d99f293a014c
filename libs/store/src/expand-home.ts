import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * A path in which a leading "~" stands for the home folder, as in a shell: in a settings file, or behind "--out=", no
 * shell has looked at it. "./~" is a folder of that name. Throws where there is no home folder.
 */
export function expandHome(path: string, home: string = process.env['HOME'] ?? homedir()): string {
  if (path !== '~' && !/^~[/\\]/.test(path)) return path;
  if (isAbsolute(home)) return join(home, path.slice(1));
  throw new Error(
    `${path}: expected the home folder in place of ~, but HOME is ${JSON.stringify(home)}; set it or write the whole path`,
  );
}
