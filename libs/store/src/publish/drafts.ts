import { createHash, randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { isMissing } from '../files/read-if-there.ts';
import { type Machine, markOf, type ProcessMark, stateOf, thisMachine } from '../lock/process-mark.ts';
import { makeFolder } from './make-folder.ts';

/**
 * `.tintype-<process>-<started>-<boot>-<namespace>-<host>-<random>.tmp`: hidden, shorter than any name that it will
 * get, and telling which process writes it. What the kernel says in long is cut to 8 digits of its hash.
 */
const NAME = /^\.tintype-(\d+)-(\w+)-(\w+)-(\w+)-(\w+)-[0-9a-f]{8}\.tmp$/;
const UNKNOWN = 'x';
/** Nothing is written for as long as this: what a process out of sight began before has been left. */
const ABANDONED_MS = 24 * 3600 * 1000;

/** The drafts of this process, for when it is ended in the middle. */
const drafts = new Set<string>();
const swept = new Set<string>();
let listening = false;

/**
 * Does `work` with the name of a draft, of a file or a folder, beside `file`; what it lies in is there and without
 * drafts of processes that have ended. The draft goes when `work` fails, and when the process exits meanwhile.
 */
export async function withDraft<T>(file: string, work: (draft: string) => Promise<T>): Promise<T> {
  await readyFolder(dirname(file));
  return withDrafts([file], ([draft = '']) => work(draft));
}

/** Makes a folder that drafts will lie in, unless it is there, and takes those away whose processes have ended. */
export async function readyFolder(folder: string): Promise<void> {
  await makeFolder(folder);
  await sweepOnce(folder);
}

/** As `withDraft`, for several files, whose folders are ready. */
export async function withDrafts<T>(
  files: readonly string[],
  work: (drafts: readonly string[]) => Promise<T>,
): Promise<T> {
  const own = files.map((file) => join(dirname(file), draftName()));
  own.forEach(removeAtExit);
  try {
    return await work(own);
  } catch (error) {
    await Promise.all(own.map(removeDraft));
    throw error;
  } finally {
    for (const draft of own) drafts.delete(draft);
  }
}

/** What went wrong before is worth more than that a draft could not be removed either. */
export async function removeDraft(draft: string): Promise<void> {
  await rm(draft, { force: true, recursive: true }).catch(() => {});
}

/** Whether a file is a draft whose process has ended, as far as can be seen from here. */
export async function isLeftBehind(file: string, now = Date.now()): Promise<boolean> {
  const machine = thisMachine();
  const mark = markIn(file.slice(dirname(file).length + 1));
  if (mark === null) return false;
  const state = stateOf(mark, shorten(machine));
  switch (state) {
    case 'alive':
      return false;
    case 'ended':
      return true;
    case 'out-of-sight':
      return now - (await stat(file)).mtimeMs > ABANDONED_MS;
    default:
      return state satisfies never;
  }
}

/** Whether a name is that of a draft. */
export function isDraft(name: string): boolean {
  return NAME.test(name);
}

/** A process that was killed comes back to the folders that it wrote into: the first draft there sweeps. */
async function sweepOnce(folder: string): Promise<void> {
  if (swept.has(folder)) return;
  swept.add(folder);
  const names = await readdir(folder).catch(() => []); // one that may be written and not be listed
  for (const name of names.filter(isDraft)) await sweep(join(folder, name));
}

async function sweep(draft: string): Promise<void> {
  const isLeft = await isLeftBehind(draft).catch((error: unknown) => {
    if (isMissing(error)) return false; // published or swept a moment ago
    throw error;
  });
  if (isLeft) await removeDraft(draft);
}

function removeAtExit(draft: string): void {
  drafts.add(draft);
  if (listening) return;
  listening = true;
  process.on('exit', () => drafts.forEach(removeNow));
}

function removeNow(draft: string): void {
  try {
    rmSync(draft, { force: true, recursive: true });
  } catch {
    // the next process that writes there sweeps
  }
}

let ownMark: string | undefined;

function draftName(): string {
  ownMark ??= spellMark(markOf(process.pid, shorten(thisMachine())));
  return `.tintype-${ownMark}-${randomBytes(4).toString('hex')}.tmp`;
}

function spellMark({ pid, started, boot, namespace, host }: ProcessMark): string {
  return [pid, ...[started, boot, namespace, host].map((fact) => fact ?? UNKNOWN)].join('-');
}

function markIn(name: string): ProcessMark | null {
  const [, pid, ...facts] = NAME.exec(name) ?? [];
  if (pid === undefined) return null;
  const [started = null, boot = null, namespace = null, host = null] = facts.map((fact) =>
    fact === UNKNOWN ? null : fact,
  );
  return { pid: Number(pid), started, boot, namespace, host };
}

/** The machine with facts that fit into a name. */
function shorten(machine: Machine): Machine {
  const { boot, namespace, host } = machine;
  return { ...machine, boot: shortHash(boot), namespace: shortHash(namespace), host: shortHash(host) };
}

function shortHash(fact: string | null): string | null {
  return fact === null ? null : createHash('sha256').update(fact).digest('hex').slice(0, 8);
}
