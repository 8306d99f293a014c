import { homedir, userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * The user's home folder: `HOME`, or, where that is empty or no absolute path, as in some services and containers, what
 * the system knows of the user. Null where it knows of none.
 */
export function homeFolder(env: Readonly<Record<string, string | undefined>> = process.env): string | null {
  const places = [() => env['HOME'] ?? homedir(), () => userInfo().homedir];
  for (const place of places) {
    const folder = tryRead(place);
    if (folder !== null && isAbsolute(folder)) return folder;
  }
  return null;
}

/** Null for a user whom the system does not know: containers are run with any number. */
function tryRead(place: () => string): string | null {
  try {
    return place();
  } catch {
    return null;
  }
}

/**
 * A path in which a leading "~" stands for the home folder, as in a shell: in a settings file, or behind "--out=", no
 * shell has looked at it. "./~" is a folder of that name. Throws where there is no home folder.
 */
export function expandHome(path: string, home: string | null = homeFolder()): string {
  if (path !== '~' && !/^~[/\\]/.test(path)) return path;
  if (home !== null) return join(home, path.slice(1));
  throw new Error(
    `${path}: there is no home folder to put in the place of ~; set HOME or write the whole path`,
  );
}
