import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { computeFingerprint, openStore, sha256, verifyStore } from '@tintype/store';
import { lastValueFrom, tap, toArray } from 'rxjs';

import type { ShardExecutor } from '../shard-executor.ts';
import type { ShardEvent, ShardTask } from '../shard-task.ts';
import { buildWorkers } from '../testing/build-workers.ts';
import { findRayPython, type LocalCluster, startLocalCluster } from '../testing/local-cluster.ts';
import { createRayExecutor } from './create-ray-executor.ts';

/** What goes wrong on a cluster, and not in a thread. */
const COMPUTATIONS = `
import { existsSync, writeFileSync } from 'node:fs';
const made = (name) => [{ name, rows: 1, bytes: new TextEncoder().encode(name) }];
export async function make({ name }) { return made(name); }
export async function wait({ name, settings, progress }) {
  writeFileSync(settings.folder + '/' + name + '.pid', String(process.pid));
  progress({ done: 1, total: 2, figures: {} });
  while (!existsSync(settings.folder + '/go')) await new Promise((resolve) => setTimeout(resolve, 10));
  return made(name);
}
export async function fail() { throw new Error('the photo has changed'); }
export async function vanish() { process.kill(process.pid, 'SIGKILL'); }
`;

const CHECKOUT = join(import.meta.dirname, '../../../..');
const { python, reason } = findRayPython(process.env);
if (python === null) process.stderr.write(`Nothing fails on Ray: ${reason}\n`);
const onRay = python === null ? describe.skip : describe;

/** Checkouts of the machine that starts runs and of the cluster's nodes; both have the same folder of data. */
let here: string;
let there: string;
let cluster: LocalCluster;
let folder: string;

beforeAll(async () => {
  if (python === null) return;
  const root = await mkdtemp(join(tmpdir(), 'tintype-ray-'));
  [here, there] = [join(root, 'here'), join(root, 'there')];
  await mkdir(join(root, 'data'));
  for (const checkout of [here, there]) await makeCheckout(checkout, join(root, 'data'));
  const environment = { ...process.env, TINTYPE_WORKSPACE: there };
  cluster = await startLocalCluster(python, { cpus: [1, 1, 1], environment });
});
afterAll(() => cluster?.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tintype-shards-'));
});

async function makeCheckout(checkout: string, data: string): Promise<void> {
  await buildWorkers(join(checkout, 'dist'));
  await writeFile(join(checkout, 'dist/computations.mjs'), COMPUTATIONS);
  for (const name of ['libs', 'node_modules', 'package.json'])
    await symlink(join(CHECKOUT, name), join(checkout, name));
  await symlink(data, join(checkout, 'data'));
}

function createRay(environment: NodeJS.ProcessEnv = {}, interpreter = python ?? ''): ShardExecutor {
  return createRayExecutor({
    workspace: here,
    workerUrl: pathToFileURL(join(here, 'dist/ray.worker.mjs')),
    python: interpreter,
    environment: { ...process.env, RAY_ADDRESS: cluster.address, ...environment },
    lingerS: 5,
  });
}

const task = (name: string, compute: string): ShardTask => ({
  key: { name, compute, settings: { folder }, inputs: [] },
  fingerprint: computeFingerprint([folder, name]),
  module: pathToFileURL(join(here, 'dist/computations.mjs')).href,
  ...{ reuse: [], resumable: false, storeRoot: join(here, 'data/store'), remote: null },
});

const never = new AbortController().signal;

/** Runs the tasks on an executor of their own, and closes it. */
async function run(
  tasks: readonly ShardTask[],
  { executor = createRay(), signal = never, onEvent = (_event: ShardEvent): void => {} } = {},
): Promise<readonly ShardEvent[]> {
  try {
    return await lastValueFrom(executor.map(tasks, { signal }).pipe(tap(onEvent), toArray()));
  } finally {
    await executor.close();
  }
}

const namesOf = (events: readonly ShardEvent[], type: ShardEvent['type']) =>
  events
    .filter((event) => event.type === type)
    .map(({ name }) => name)
    .sort();

const finds = async (name: string) =>
  (await openStore(join(here, 'data/store')).find(computeFingerprint([folder, name]))) !== null;

/** Runs as many shards as there are nodes, which wait for each other. */
async function runAtOnce(names: readonly string[]): Promise<void> {
  await rm(join(folder, 'go'), { force: true });
  const begun = new Set<string>();
  const tasks = names.map((name) => task(name, 'wait'));
  let going: Promise<void> | undefined;
  await run(tasks, {
    onEvent({ type, name }) {
      if (type === 'shard-progress') begun.add(name);
      if (begun.size === names.length) going ??= writeFile(join(folder, 'go'), '');
    },
  });
  await going;
}

/** Kills a node; each of them is in the middle of one of the shards, and does not outlive its node. */
async function killNodeOf(names: readonly string[]): Promise<void> {
  const pids = await Promise.all(names.map(readPid));
  await cluster.killNode();
  while (pids.every(isAlive)) await wait(20);
}

async function readPid(name: string): Promise<number> {
  return Number(await readFile(join(folder, `${name}.pid`), 'utf8'));
}

onRay('shards on a Ray cluster', () => {
  it('are tried again when their process ends, and named when it always does; the rest is done', async () => {
    const events: ShardEvent[] = [];
    const tasks = ['one', 'bad', 'three'].map((name) => task(name, name === 'bad' ? 'vanish' : 'make'));
    await expect(run(tasks, { onEvent: (event) => events.push(event) })).rejects.toThrow(
      /^shard bad \(vanish\): its Node process on .* was ended by signal 9; it was tried 4 times/,
    );
    expect(namesOf(events, 'shard-done')).toEqual(['one', 'three']);
    expect(namesOf(events, 'shard-note')).toEqual(['bad', 'bad', 'bad']);
    expect([await finds('one'), await finds('bad')]).toEqual([true, false]);
  });

  it('that share a task fail by name nevertheless, those that vanish and those that only fail; the rest is done', async () => {
    const names = Array.from({ length: 36 }, (_, i) => `shard ${i}`); // three a task on three cores
    const computes: Readonly<Record<number, string>> = { 4: 'vanish', 20: 'fail' };
    const events: ShardEvent[] = [];
    const tasks = names.map((name, i) => task(name, computes[i] ?? 'make'));
    const error: unknown = await run(tasks, { onEvent: (event) => events.push(event) }).catch(
      (thrown: unknown) => thrown,
    );
    const lines = String(error)
      .replace('Error: ', '')
      .split(/; 1 more failed:\n\s*/);
    expect(lines.sort()).toEqual([
      'shard shard 20 (fail): the photo has changed',
      expect.stringMatching(/^shard shard 4 \(vanish\): its Node process .* signal 9; it was tried 4 times$/),
    ]);
    expect(namesOf(events, 'shard-done')).toEqual(names.filter((_, i) => computes[i] === undefined).sort());
  });

  it('find the processes of the run before, but for those that have loaded other code', async () => {
    const processesOf = async (...names: readonly string[]) => {
      await runAtOnce(names);
      return (await Promise.all(names.map(readPid))).sort();
    };
    const first = await processesOf('a', 'b', 'c'); // one on each node
    expect(await processesOf('d', 'e', 'f')).toEqual(first);
    for (const checkout of [here, there])
      await writeFile(
        join(checkout, 'dist/computations.mjs'),
        `${COMPUTATIONS.replaceAll('return made(name)', "return made('new ' + name)")}`,
      );
    const third = await processesOf('g', 'h', 'i');
    expect(third.filter((pid) => first.includes(pid))).toEqual([]);
    const store = openStore(join(here, 'data/store'));
    const [made] = (await store.find(computeFingerprint([folder, 'g']))) ?? [];
    expect(made?.sha256).toBe(sha256('new g'));
    for (const checkout of [here, there])
      await writeFile(join(checkout, 'dist/computations.mjs'), COMPUTATIONS);
  });

  it('are done once each when a node is killed in the middle of them', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const begun = new Set<string>();
    let killed: Promise<void> | undefined;
    const events = await run(
      names.map((name) => task(name, 'wait')),
      {
        onEvent(event) {
          if (event.type === 'shard-progress') begun.add(event.name);
          if (begun.size === 3)
            killed ??= killNodeOf([...begun]).then(() => writeFile(join(folder, 'go'), ''));
        },
      },
    );
    await killed;
    expect(namesOf(events, 'shard-done')).toEqual(names);
    expect(namesOf(events, 'shard-note')).toHaveLength(1);
    expect(await Promise.all(names.map(finds))).toEqual(names.map(() => true));
    const store = openStore(join(here, 'data/store'));
    expect((await verifyStore(store, join(here, 'data/manifests'), never)).findings).toEqual([]);
  });

  it('leave no process behind when the run is interrupted', async () => {
    const interrupted = new AbortController();
    const running = run([task('slow', 'wait')], {
      signal: interrupted.signal,
      onEvent: () => interrupted.abort(new Error('Ctrl-C')),
    });
    await expect(running).rejects.toThrow('Ctrl-C');
    const pid = await readPid('slow');
    while (isAlive(pid)) await wait(20);
    expect(await finds('slow')).toBe(false);
  });

  it('are refused by a node with other code, which says what differs and what to do', async () => {
    const file = join(there, 'dist/computations.mjs');
    await writeFile(file, `${COMPUTATIONS}// and more`);
    await expect(run([task('other', 'make')])).rejects.toThrow(
      new RegExp(
        `shard other \\(make\\): node .*: ${file}: expected the code of the run.*, found other code.*npm ci`,
      ),
    );
    await writeFile(file, COMPUTATIONS);
  });

  it('are refused by a node with another store, unless a remote brings home what it computes', async () => {
    const elsewhere = { ...task('elsewhere', 'make'), storeRoot: join(here, 'own/store') }; // there it is there/own/store
    await expect(run([elsewhere])).rejects.toThrow(
      `${join(there, 'own/store')}: expected the store of the run, found another one; mount it there as a shared folder, or name a remote`,
    );
    const remote = { url: pathToFileURL(join(folder, 'remote')).href, mode: 'write' as const };
    await run([{ ...elsewhere, remote }]);
    for (const checkout of [here, there])
      expect(await openStore(join(checkout, 'own/store')).find(elsewhere.fingerprint)).not.toBeNull();
  });
});

onRay('where Ray cannot be had', () => {
  it('a run says how to start a cluster', async () => {
    const executor = createRay({ RAY_ADDRESS: '127.0.0.1:1' });
    await expect(run([task('one', 'make')], { executor })).rejects.toThrow(
      /^127.0.0.1:1: expected a Ray cluster there, but nothing answers .*; start one with "ray start --head"/,
    );
  });

  it('a run says how to install it', async () => {
    const bare = join(folder, 'python');
    await writeFile(bare, `#!/bin/sh\nexec '${python}' -S "$@"\n`); // without what pip has installed
    await chmod(bare, 0o755);
    await expect(run([task('one', 'make')], { executor: createRay({}, bare) })).rejects.toThrow(
      /expected Ray there .*; pip install "ray==2\.60\.\*", or set TINTYPE_PYTHON/,
    );
    await expect(run([task('one', 'make')], { executor: createRay({}, '/nowhere') })).rejects.toThrow(
      '/nowhere: expected a Python with Ray, found none; install Python and "ray==2.60.*", or set TINTYPE_PYTHON',
    );
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
