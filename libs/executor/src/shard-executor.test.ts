import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { computeFingerprint, openStore, sha256, verifyStore } from '@tintype/store';
import { lastValueFrom, toArray } from 'rxjs';

import { createInlineExecutor } from './inline-executor.ts';
import { createPiscinaExecutor } from './piscina-executor.ts';
import { createRayExecutor } from './ray/create-ray-executor.ts';
import type { ShardExecutor } from './shard-executor.ts';
import type { ShardEvent, ShardInput, ShardTask } from './shard-task.ts';
import { buildWorkers } from './testing/build-workers.ts';
import { findRayPython, type LocalCluster, startLocalCluster } from './testing/local-cluster.ts';

/** A stage's computations as an executor meets them: a built module. */
const COMPUTATIONS = `
export async function shout({ name, settings, inputs, progress, note }) {
  note('shouts ' + name);
  progress({ done: 1, total: 2, figures: { loss: 0.5 } });
  const bytes = new TextEncoder().encode(settings.text.toUpperCase() + inputs.length);
  return [{ name, bytes, rows: 1, table: 'words', facts: { loud: true } }];
}
export async function overreach({ name, settings }) { return [{ name, rows: 0, bytes: new TextEncoder().encode(settings.texture) }]; }
export async function recite({ name, inputs }) { return [{ name, rows: 0, bytes: await inputs[0].read() }]; }
export async function look({ name, inputs }) { return [{ name, rows: 0, bytes: new TextEncoder().encode(await inputs[0].file()) }]; }
export async function copy({ name, reuse }) { return [{ name, rows: 0, bytes: (await reuse[0].readIfIntact()) ?? new TextEncoder().encode('none') }]; }
export async function fail() { throw new Error('the photo has changed'); }
export async function collapse() { process.exit(0); }
export async function devour() { const held = []; for (;;) held.push(Array.from({ length: 1000 }, () => ({}))); }
export async function hang({ signal }) { await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')))); }
`;

const workspace = join(import.meta.dirname, '../../..');

let folder: string;
let workerUrl: URL;
let rayWorkerUrl: URL;
beforeAll(async () => {
  const built = await mkdtemp(join(tmpdir(), 'tintype-worker-'));
  await buildWorkers(built);
  workerUrl = pathToFileURL(join(built, 'shard.worker.mjs'));
  rayWorkerUrl = pathToFileURL(join(built, 'ray.worker.mjs'));
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tintype-executor-'));
  await writeFile(join(folder, 'computations.mjs'), COMPUTATIONS);
});

const { python, reason } = findRayPython(process.env);
if (python === null) process.stderr.write(`No shard runs on Ray: ${reason}\n`);

/** Each with the name of its conformance suite, and how it is started. */
const executors: readonly (readonly [string, () => ShardExecutor])[] = [
  ['inline', createInlineExecutor],
  ['piscina', () => createPiscinaExecutor({ workerUrl, threads: 2 })],
  ...(python === null ? [] : [['ray', () => createRay(python)] as const]),
];

let cluster: LocalCluster | undefined;
beforeAll(async () => {
  if (python !== null) cluster = await startLocalCluster(python, { cpus: [1, 1] });
});
afterAll(() => cluster?.close());

function createRay(python: string): ShardExecutor {
  const environment = { ...process.env, RAY_ADDRESS: cluster?.address };
  return createRayExecutor({ workspace, workerUrl: rayWorkerUrl, python, environment });
}

const task = (name: string, compute = 'shout', inputs: readonly ShardInput[] = []): ShardTask => ({
  key: { name, compute, settings: { text: name }, inputs },
  fingerprint: computeFingerprint(name),
  module: pathToFileURL(join(folder, 'computations.mjs')).href,
  reuse: [],
  resumable: false,
  storeRoot: join(folder, 'store'),
  remote: null,
});

/** Every executor keeps the same promises. */
describe.each(executors)('the %s executor', (_, create) => {
  let executor: ShardExecutor;
  beforeAll(() => {
    executor = create();
  });
  afterAll(() => executor.close());
  const signal = new AbortController().signal;

  const run = (tasks: readonly ShardTask[]) => lastValueFrom(executor.map(tasks, { signal }).pipe(toArray()));
  const done = (events: readonly ShardEvent[]) => events.filter(({ type }) => type === 'shard-done');

  it('commits the blob and its record before it says that a shard is done', async () => {
    const [event] = done(await run([task('one')]));
    const store = openStore(join(folder, 'store'));
    const shards = await store.find(computeFingerprint('one'));
    expect(event).toMatchObject({ type: 'shard-done', name: 'one', shards, ms: expect.any(Number) });
    expect(shards).toMatchObject([{ name: 'one', rows: 1, table: 'words', facts: { loud: true }, bytes: 4 }]);
    expect(String(await store.readBlob(sha256('ONE0')))).toBe('ONE0');
  });

  it('does every task once, and reports progress of each', async () => {
    const names = Array.from({ length: 9 }, (_each, i) => `task ${i}`);
    const events = await run(names.map((name) => task(name)));
    expect(
      done(events)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(names);
    expect(events.filter(({ type }) => type === 'shard-progress')).toContainEqual({
      type: 'shard-progress',
      name: 'task 3',
      done: 1,
      total: 2,
      figures: { loss: 0.5 },
    });
    expect(events).toContainEqual({ type: 'shard-note', name: 'task 3', text: 'shouts task 3' });
  });

  it('completes at once when there is nothing to do', async () => {
    expect(await run([])).toEqual([]);
  });

  it('names the shard whose computation failed and records nothing for it', async () => {
    await expect(run([task('bad', 'fail')])).rejects.toThrow('shard bad (fail): the photo has changed');
    expect(await openStore(join(folder, 'store')).find(computeFingerprint('bad'))).toBeNull();
    const left = await readdir(folder, { recursive: true });
    expect(left.filter((path) => /blobs|shards|checkpoints/.test(path))).toEqual([]);
  });

  it('refuses a computation that reads a setting which is no part of its fingerprint', async () => {
    await expect(run([task('sly', 'overreach')])).rejects.toThrow(
      'sly (overreach): Internal error: expected to read the declared settings text alone but read texture',
    );
  });

  it('refuses a computation that the module does not have', async () => {
    await expect(run([task('lost', 'nowhere')])).rejects.toThrow(/to export the function nowhere/);
  });

  it.each(['recite', 'look'])(
    'refuses an input whose bytes are not those of its address, and says how to repair it (%s)',
    async (compute) => {
      const store = openStore(join(folder, 'store'));
      const { sha256: digest } = await store.putBlob(new TextEncoder().encode('image'));
      const path = store.blobPath(digest);
      const reading = task('reader', compute, [{ name: 'train/all', sha256: digest }]);
      await chmod(path, 0o644);
      await writeFile(path, 'imagf');
      await expect(run([reading])).rejects.toThrow(
        `shard reader (${compute}): ${path}: expected a blob with the sha256 ${digest}, found ${sha256('imagf')}; run "npx tintype verify --repair"`,
      );
      await rm(path);
      await expect(run([reading])).rejects.toThrow(
        `${path}: expected a blob, found none; run "npx tintype verify`,
      );
      expect(await store.find(computeFingerprint('reader'))).toBeNull();
    },
  );

  it('refuses a file from outside the store that has changed or gone since it was listed', async () => {
    const path = join(folder, 'photo.jpg');
    const reading = task('reader', 'recite', [{ name: 'photo', sha256: sha256('photo'), path }]);
    await writeFile(path, 'phoro');
    await expect(run([reading])).rejects.toThrow(`${path}: the file has changed since ingest saw it`);
    await rm(path);
    await expect(run([reading])).rejects.toThrow(`${path}: cannot be read any more`);
  });

  it('leaves unread what a computation does not ask for', async () => {
    const [event] = done(
      await run([task('reader', 'shout', [{ name: 'train/all', sha256: sha256('gone') }])]),
    );
    expect(event?.name).toBe('reader');
  });

  it('takes nothing from a blob that is damaged or gone where it may be copied from', async () => {
    const store = openStore(join(folder, 'store'));
    const { sha256: digest } = await store.putBlob(new TextEncoder().encode('old'));
    const copying = { ...task('copier', 'copy'), reuse: [{ name: 'train/all', sha256: digest }] };
    const copied = async (name: string) => {
      await run([{ ...copying, fingerprint: computeFingerprint(name) }]);
      const [shard] = (await store.find(computeFingerprint(name))) ?? [];
      return shard === undefined ? null : String(await store.readBlob(shard.sha256));
    };
    expect(await copied('whole')).toBe('old');
    await chmod(store.blobPath(digest), 0o644);
    await writeFile(store.blobPath(digest), 'odd');
    expect(await copied('damaged')).toBe('none');
    await rm(store.blobPath(digest));
    expect(await copied('gone')).toBe('none');
  });

  it('ends with the reason of the signal when the run is interrupted', async () => {
    const interrupted = new AbortController();
    const running = lastValueFrom(
      executor.map([task('slow', 'hang')], { signal: interrupted.signal }).pipe(toArray()),
    );
    interrupted.abort(new Error('Ctrl-C'));
    await expect(running).rejects.toThrow('Ctrl-C');
  });
});

const { signal } = new AbortController();

/** What only an executor with threads of its own can survive. */
describe('a thread of the piscina executor', () => {
  it('commits what it has computed when a later shard of it fails, and begins no other', async () => {
    const executor = createPiscinaExecutor({ workerUrl, threads: 1 });
    const names = Array.from({ length: 20 }, (_, i) => `task ${i}`);
    const all = names.map((name, i) => task(name, i === 3 ? 'fail' : 'shout'));
    await expect(lastValueFrom(executor.map(all, { signal }))).rejects.toThrow(
      'shard task 3 (fail): the photo',
    );
    const store = openStore(join(folder, 'store'));
    const found = await Promise.all(names.map((name) => store.find(computeFingerprint(name))));
    expect(found.flatMap((shards, i) => (shards === null ? [] : [i]))).toEqual([0, 1, 2]);
    await executor.close();
  });
  const tasks = (compute: string) =>
    ['one', 'two', 'bad', 'four'].map((name) => task(name, name === 'bad' ? compute : 'shout'));

  it.each([
    [
      'ends',
      'collapse',
      'shard bad (collapse): worker exited with code: 0; the shards that are done are kept: run again',
    ],
    [
      'needs more memory than there is',
      'devour',
      /^shard bad \(devour\): .*memory limit.*; run again with more.*--max-old-space-size.*smaller shards/,
    ],
  ])(
    'that %s fails the run and names its shard; the others are whole, and a rerun completes',
    async (_, compute, message) => {
      const resourceLimits = { maxOldGenerationSizeMb: 64 };
      const executor = createPiscinaExecutor({ workerUrl, threads: 2, resourceLimits });
      const run = (all: readonly ShardTask[]) => lastValueFrom(executor.map(all, { signal }).pipe(toArray()));
      await expect(run(tasks(compute))).rejects.toThrow(message);
      const store = openStore(join(folder, 'store'));
      expect(await store.find(computeFingerprint('bad'))).toBeNull();
      const done = (await run(tasks('shout'))).filter(({ type }) => type === 'shard-done');
      expect(done.map(({ name }) => name).sort()).toEqual(['bad', 'four', 'one', 'two']);
      expect(await verifyStore(store, join(folder, 'manifests'), signal)).toMatchObject({
        blobs: 4,
        findings: [],
      });
      await executor.close();
    },
  );
});

describe('a piscina executor that is told what is likely to come', () => {
  it('loads it before the first task, which takes it from there', async () => {
    const [loaded, module] = [join(folder, 'loaded'), pathToFileURL(join(folder, 'telling.mjs'))];
    const telling = `import { appendFileSync } from 'node:fs'; appendFileSync(${JSON.stringify(loaded)}, 'x');`;
    await writeFile(module, `${telling}\n${COMPUTATIONS}`);
    const executor = createPiscinaExecutor({ workerUrl, threads: 1 });
    executor.prepare?.(module.href);
    await lastValueFrom(executor.map([{ ...task('one'), module: module.href }], { signal }));
    await executor.close();
    expect(await readFile(loaded, 'utf8')).toBe('x');
  });

  it('leaves it to the tasks to complain of a module that cannot be loaded', async () => {
    const executor = createPiscinaExecutor({ workerUrl, threads: 1 });
    executor.prepare?.(pathToFileURL(join(folder, 'nowhere.mjs')).href);
    const events = await lastValueFrom(executor.map([task('one')], { signal }).pipe(toArray()));
    expect(events).toContainEqual(expect.objectContaining({ type: 'shard-done', name: 'one' }));
    await executor.close();
  });
});
