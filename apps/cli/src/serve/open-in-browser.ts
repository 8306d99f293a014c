import { spawn } from 'node:child_process';

import { describeError } from '@tintype/store';

const OPENERS: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** Opens an address in the browser that the person has chosen. `onFailure` hears why it could not be. */
export function openInBrowser(address: string, onFailure: (reason: string) => void): void {
  const [opener = '', ...argv] = OPENERS[process.platform] ?? ['xdg-open'];
  const child = spawn(opener, [...argv, address], { stdio: 'ignore', detached: true });
  child.once('error', (error) => onFailure(`${opener}: ${describeError(error)}`));
  child.unref();
}
