import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

import { readErrorCode } from '../files/error-facts.ts';

/** A process, told apart from others that have its number: later, after a restart, or in another container. */
export interface ProcessMark {
  readonly pid: number;
  /** When it started, in clock ticks since the machine did; null where there is no /proc, or an older lock did not say. */
  readonly started: string | null;
  /** Drawn by the kernel when the machine starts: alike on all hosts and in all containers of one machine. */
  readonly boot: string | null;
  /** Where its number counts: containers have namespaces of their own. */
  readonly namespace: string | null;
  readonly host: string | null;
}

/** What a process can find out about others. */
export interface Machine extends Pick<ProcessMark, 'boot' | 'namespace' | 'host'> {
  /** Whether there is a process of this number, of whomever. */
  isThere(pid: number): boolean;
  /** What the kernel says of it; null where it cannot be asked. */
  look(pid: number): { readonly started: string; readonly ended: boolean } | null;
}

/** `out-of-sight`: on another machine or in another container, where nobody here can look. */
export type ProcessState = 'alive' | 'ended' | 'out-of-sight';

/** Whether the process of a mark is still there, and not another one that has got its number since. */
export function stateOf(mark: ProcessMark, machine: Machine): ProcessState {
  if (isElsewhere(mark, machine)) return 'out-of-sight';
  if (!(mark.pid > 0) || !machine.isThere(mark.pid)) return 'ended'; // 0 would ask about our own process group
  const seen = machine.look(mark.pid);
  if (seen === null) return 'alive';
  const isAnother = mark.started !== null && mark.started !== seen.started;
  return isAnother || seen.ended ? 'ended' : 'alive';
}

/** On one machine namespaces tell; between machines hosts do, and one that was restarted keeps its host. */
function isElsewhere({ boot, namespace, host }: ProcessMark, here: Machine): boolean {
  if (boot !== null && boot === here.boot)
    return namespace !== null && here.namespace !== null && namespace !== here.namespace;
  return host !== null && host !== here.host;
}

/** The mark of this process, or of another one that can be seen. */
export function markOf(pid: number, { boot, namespace, host, look }: Machine): ProcessMark {
  return { pid, started: look(pid)?.started ?? null, boot, namespace, host };
}

let asked: Machine | null = null;

/** What this process can find out; asks the kernel once. */
export function thisMachine(): Machine {
  return (asked ??= {
    isThere,
    look,
    boot: orNull(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    namespace: orNull(() => readlinkSync('/proc/self/ns/pid')),
    host: hostname(),
  });
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return readErrorCode(error) === 'EPERM';
  }
}

/** `pid (name) state parent …`; the name may hold spaces and brackets, field 22 is the start. See proc_pid_stat(5). */
function look(pid: number): ReturnType<Machine['look']> {
  const text = orNull(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  const [state, ...fields] = text?.slice(text.lastIndexOf(') ') + 2).split(' ') ?? [];
  const started = fields[18];
  // A zombie has ended; its number stays until its parent asks for it, which in a container may be never.
  return state === undefined || started === undefined ? null : { started, ended: 'ZX'.includes(state) };
}

/** Without /proc, as on macOS, or where it hides other users' processes. */
function orNull<T>(ask: () => T): T | null {
  try {
    return ask();
  } catch {
    return null;
  }
}
