import { constants, openSync, readFileSync, readlinkSync } from 'node:fs';
import { WriteStream } from 'node:tty';

import { claimCanvas } from './claim-canvas.ts';
import { type Canvas, canvasOn } from './terminal.ts';

const TERMINAL = /^\/dev\/(pts\/\d+|tty\w*)$/;
/** Never truncates, and never takes the terminal over. */
const APPEND = constants.O_WRONLY | constants.O_APPEND | constants.O_NOCTTY;

/**
 * The terminal that a person watches, for the progress bar. Nx gives its tasks a pipe and a session of their own, so
 * the bar is drawn on the terminal that Nx writes to: that of the nearest ancestor whose output is not a pipe.
 * Null in CI, where output goes into a file, and where there is no /proc to ask.
 */
export function openCanvas(environment: NodeJS.ProcessEnv): Canvas | null {
  if (environment['CI'] !== undefined) return null;
  try {
    const output = outputOf(process.pid);
    return TERMINAL.test(output) ? drawOn(output) : null;
  } catch {
    return null; // no /proc, or an ancestor of another user
  }
}

/** Stages that run side by side share the terminal: the bar of the first to begin is shown. */
function drawOn(path: string): Canvas | null {
  const terminal = new WriteStream(openSync(path, APPEND));
  terminal.unref(); // an open terminal must not keep the process alive
  const canvas = canvasOn(terminal);
  return canvas && claimCanvas(canvas, path);
}

/** Path of the file or device that a process writes its standard output to, looking through pipes. */
function outputOf(pid: number): string {
  const output = readlinkSync(`/proc/${pid}/fd/1`);
  return /^(pipe|socket):/.test(output) ? outputOf(parentOf(pid)) : output;
}

function parentOf(pid: number): number {
  // pid (name) state parent …; the name may hold spaces and brackets
  const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1) ?? '';
  return Number(afterName.split(' ')[1]);
}
