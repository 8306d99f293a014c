import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { lstat, mkdir, readdir, readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';

import { describeError, readErrorCode, readTextIfThere, sha256 } from '@tintype/store';

export interface DriverOptions {
  /** An interpreter that has Ray. */
  readonly python: string;
  /** The checkout, which holds the Python package `tintype_ray`. */
  readonly workspace: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** How long the process stays in the cluster for the next run that comes, in seconds. Default: 0. */
  readonly lingerS?: number;
}

/** A run's place in a process that is joined to the cluster, `python -m tintype_ray`. */
export interface Place {
  /** What it says, a JSON document a line, after the first one. */
  readonly lines: Interface;
  /** The first thing that it said. */
  readonly first: string;
  /** Resolves with the reason when it has ended. */
  readonly ended: Promise<string>;
  say(message: unknown): void;
  /** Says that nothing more comes, and waits until what still runs is cancelled. */
  close(): Promise<void>;
}

/** Where Python finds its packages. */
const PACKAGES = 'libs/executor/python/src';
/** Lines of its log that are repeated when it ends. */
const LAST_LINES = 8;
/** How long it may take to end what still runs. */
const GRACE_MS = 25_000;
const POLL_MS = 20;

/** Takes a place in the process that waits for runs like this one, which is started where there is none. */
export async function joinDriver(options: DriverOptions): Promise<Place> {
  const door = join(await openFolder(), `${await nameDriver(options)}.sock`);
  let ended: Promise<string | null> | undefined;
  for (;;) {
    const socket = await knock(door);
    const place = socket === null ? null : await enter(socket, door);
    if (place !== null) return place;
    ended ??= startDriver(door, options);
    const why = await Promise.race([ended, wait(POLL_MS, undefined)]);
    if (typeof why === 'string') throw new Error(why);
    if (why === null) ended = undefined; // another run was quicker to start one
  }
}

/** Where the sockets of this user's processes lie, which nobody else may enter. */
async function openFolder(): Promise<string> {
  const { uid } = userInfo();
  const folder = join(tmpdir(), `tintype-ray-${uid}`);
  await mkdir(folder, { mode: 0o700, recursive: true });
  const found = await lstat(folder); // of a link, too, the one who made it counts
  if (found.isDirectory() && found.uid === uid && (found.mode & 0o077) === 0) return folder;
  throw new Error(
    `${folder}: expected a folder of this user that nobody else may enter; remove it, or set TMPDIR`,
  );
}

/** Runs share a process where they would have started the same one. */
async function nameDriver({ python, workspace, environment, lingerS = 0 }: DriverOptions): Promise<string> {
  const folder = join(workspace, PACKAGES, 'tintype_ray');
  const files = (await readdir(folder)).filter((name) => name.endsWith('.py')).sort();
  const code = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  const variables = Object.entries(environment).filter(([name]) =>
    /^(RAY_|TINTYPE_RAY_|PYTHON|PATH$)/.test(name),
  );
  return sha256(JSON.stringify([python, folder, lingerS, code, variables.sort()])).slice(0, 16);
}

/** → null where nobody is behind the door */
async function knock(door: string): Promise<Socket | null> {
  const socket = connect(door);
  try {
    await once(socket, 'connect');
    return socket;
  } catch (cause) {
    const code = readErrorCode(cause);
    if (code === 'ENOENT' || code === 'ECONNREFUSED') return null;
    throw new Error(
      `${door}: cannot be connected to (${describeError(cause)}); set TMPDIR to another folder`,
      { cause },
    );
  }
}

/** → null where the process leaves at that very moment, or the cluster that it was in has gone */
async function enter(socket: Socket, door: string): Promise<Place | null> {
  const closed = new Promise<null>((resolve) => socket.once('close', () => resolve(null)));
  socket.on('error', () => {}); // it closes, which is told with the reason
  const lines = createInterface({ input: socket });
  const [first = null] = (await Promise.race([once(lines, 'line'), closed])) ?? [];
  if (typeof first !== 'string') return null;
  return {
    ...{ lines, first, ended: closed.then(() => explainEnd(`${door}.log`)) },
    say: (message) => void socket.write(`${JSON.stringify(message)}\n`),
    async close() {
      const late = setTimeout(() => socket.destroy(), GRACE_MS);
      socket.end();
      await closed;
      clearTimeout(late);
    },
  };
}

/** → why it ended before it let anybody in; null where another one is behind the door */
async function startDriver(door: string, options: DriverOptions): Promise<string | null> {
  const { python, workspace, environment, lingerS = 0 } = options;
  const path = [join(workspace, PACKAGES), environment['PYTHONPATH']].filter(Boolean).join(delimiter);
  const log = openSync(`${door}.log`, 'w', 0o600);
  const child = spawn(python, ['-m', 'tintype_ray', door, String(lingerS)], {
    env: { ...environment, PYTHONPATH: path },
    ...{ stdio: ['ignore', log, log], detached: true }, // it may outlive this run
  });
  closeSync(log);
  child.unref();
  try {
    const [code, by] = await once(child, 'close');
    return code === 0 ? null : await explainEnd(`${door}.log`, by ?? `code ${code}`);
  } catch (error) {
    return explainStart(python, error);
  }
}

function explainStart(python: string, error: unknown): string {
  const why = readErrorCode(error) === 'ENOENT' ? 'found none' : describeError(error);
  return `${python}: expected a Python with Ray, ${why}; install Python and "ray==2.60.*", or set TINTYPE_PYTHON to an interpreter that has it`;
}

async function explainEnd(log: string, how = 'closed'): Promise<string> {
  const said = (await readTextIfThere(log))?.trim() ?? '';
  const last = said === '' ? [] : said.split('\n').slice(-LAST_LINES);
  const words = last.map((line) => `\n  ${line}`).join('');
  return `the connection to the Ray cluster ended (${how}); the shards that are done are kept: look after the cluster ("ray status") and run again${words === '' ? '' : `. It said last:${words}`}`;
}
