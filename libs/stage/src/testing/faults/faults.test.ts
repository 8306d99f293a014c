import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { build } from 'esbuild';
import { lastValueFrom } from 'rxjs';

import { type Fault, type FaultKind, type RunEnd, runWithFault } from './run-with-fault.ts';
import { brokenArtefacts, visibleFiles } from './visible-files.ts';
import { joinWords, runWords, shoutWords, WORD_COMPUTATIONS } from './word-stages.ts';

/** Runs at once: as many as there are cores to be expected. */
const LANES = 2;
jest.setTimeout(300_000); // some hundred processes, on a machine that may be busy

let child: string;
let undisturbed: RunEnd;
let expected: Readonly<Record<string, string>>;
beforeAll(async () => {
  child = join(await mkdtemp(join(tmpdir(), 'tintype-child-')), 'word-stages.child.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'word-stages.child.ts')],
    outfile: child,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['@napi-rs/*'], // of piscina, which needs it not
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  const workspace = await createWorkspace();
  undisturbed = await runChild(workspace);
  if (undisturbed.exitCode !== 0) throw new Error(undisturbed.output);
  expected = await visibleFiles(join(workspace, 'data'));
});

async function createWorkspace(): Promise<string> {
  const workspace = await mkdtemp(join(tmpdir(), 'tintype-faults-'));
  await writeFile(join(workspace, 'computations.mjs'), WORD_COMPUTATIONS);
  await mkdir(join(workspace, 'data'));
  return workspace;
}

function runChild(workspace: string, fault?: Fault): Promise<RunEnd> {
  return runWithFault({
    program: [child, workspace],
    cwd: workspace,
    data: join(workspace, 'data'),
    preload: join(import.meta.dirname, 'faulty-fs.mjs'),
    ...(fault && { fault }),
  });
}

/** Both stages in this process, as a later run. */
async function rerun(workspace: string): Promise<void> {
  await lastValueFrom(runWords(shoutWords, { words: ['grey', 'sky'], loudness: 1 }, { workspace }));
  await lastValueFrom(runWords(joinWords, { separator: '-' }, { workspace }));
}

interface Outcome {
  readonly place: string;
  readonly end: RunEnd;
  /** What could be found although it was not whole, right after the fault. */
  readonly broken: readonly string[];
  /** Whether the rerun left what an undisturbed run leaves. */
  readonly same: boolean;
  readonly locks: readonly string[];
}

/** One run with the fault at each of the calls that an undisturbed run makes, and a rerun after it. */
async function faultAtEvery(
  kind: FaultKind,
  isMeant: (call: string) => boolean,
): Promise<readonly Outcome[]> {
  const places = [...undisturbed.calls.entries()].filter(([, call]) => isMeant(call));
  const outcomes: Outcome[] = [];
  const lane = async (first: number) => {
    for (let i = first; i < places.length; i += LANES) {
      const [index = 0, call = ''] = places[i] ?? [];
      outcomes.push(await faultAt({ kind, at: index + 1 }, call));
    }
  };
  await Promise.all(Array.from({ length: LANES }, (_, first) => lane(first)));
  return outcomes;
}

async function faultAt(fault: Fault, place: string): Promise<Outcome> {
  const workspace = await createWorkspace();
  const data = join(workspace, 'data');
  const end = await runChild(workspace, fault);
  const broken = await brokenArtefacts(data);
  await rerun(workspace);
  const after = await visibleFiles(data);
  const same =
    JSON.stringify(after) === JSON.stringify(expected) && (await brokenArtefacts(data)).length === 0;
  const locks = (await readdir(join(data, 'store/locks'))).filter((name) => !name.endsWith('.tmp'));
  await rm(workspace, { recursive: true });
  return { place, end, broken, same, locks };
}

describe('publishing', () => {
  it('syncs what it wrote before it shows it, and the folder after that', () => {
    const { calls } = undisturbed;
    const shown = [...calls.entries()].filter(([, call]) => call.startsWith('rename '));
    expect(shown.length).toBeGreaterThan(8);
    for (const [at, call] of shown) {
      const [, file = '', , draft = ''] = call.split(' ');
      const before = calls.slice(0, at).filter((each) => each.endsWith(` ${draft}`));
      expect(before.map((each) => each.split(' ')[0])).toEqual(['open', 'write', 'sync', 'chmod']);
      expect(calls.slice(at)).toContain(`sync ${dirname(file)}`);
    }
  });

  it('shows a record after the blob that it names', () => {
    const shown = undisturbed.calls.filter((call) => call.startsWith('rename /store/'));
    const kinds = shown.flatMap((call) => /(blobs|shards)/.exec(call)?.[0] ?? []);
    expect(kinds.length).toBeGreaterThan(4);
    expect(kinds).toEqual(kinds.map((_, i) => (i % 2 === 0 ? 'blobs' : 'shards')));
  });

  it('shows a manifest after all that it names', () => {
    const renamed = undisturbed.calls.filter((call) => call.startsWith('rename '));
    expect(renamed.at(-2)).toMatch(/^rename \/reports\/words\/default\/text\.txt from /);
    expect(renamed.at(-1)).toMatch(/^rename \/manifests\/words\/default\/join\.json from /);
  });
});

describe('a process that is killed at any call that changes a file', () => {
  it('leaves nothing that is not whole, and a rerun gives what an undisturbed run gives', async () => {
    const outcomes = await faultAtEvery('kill', () => true);
    expect(outcomes.length).toBeGreaterThan(60);
    for (const { place, end, broken, same, locks } of outcomes)
      expect({ place, signal: end.signal, broken, same, locks }).toEqual({
        place,
        signal: 'SIGKILL',
        broken: [],
        same: true,
        locks: [],
      });
  });

  it('also in the middle of a write', async () => {
    const outcomes = await faultAtEvery('torn', (call) => call.startsWith('write '));
    expect(outcomes.length).toBeGreaterThan(6);
    for (const { place, broken, same } of outcomes)
      expect({ place, broken, same }).toEqual({ place, broken: [], same: true });
  });
});

describe('a call that fails', () => {
  it.each<[FaultKind, RegExp]>([
    ['ENOSPC', /^(mkdir|open|write) /],
    ['EIO', /^(sync|chmod|link|rename) /],
  ])('with %s ends the run with the place and loses nothing', async (kind, calls) => {
    const outcomes = await faultAtEvery(kind, (call) => calls.test(call));
    expect(outcomes.length).toBeGreaterThan(20);
    for (const { place, end, broken, same, locks } of outcomes) {
      expect({ place, exitCode: end.exitCode, broken, same, locks }).toEqual({
        place,
        exitCode: 1,
        broken: [],
        same: true,
        locks: [],
      });
      expect(end.output).toContain(kind);
      expect(end.output).toContain('/data/');
    }
  });

  it('with EROFS, as on a read-only disk, ends it with one line that says what to do', async () => {
    const { exitCode, output } = await runChild(await createWorkspace(), { kind: 'EROFS', at: 'all' });
    expect(exitCode).toBe(1);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(output).toMatch(/cannot write .*\/data\/store\/locks.*EROFS.*make it writable/);
  });
});

describe('an interrupted run', () => {
  it.each<FaultKind>(['SIGINT', 'SIGTERM'])('ends with 130 after %s, and a rerun goes on', async (kind) => {
    const outcomes = await faultAtEvery(kind, (call) => call.startsWith('rename '));
    for (const { place, broken, same, locks } of outcomes)
      expect({ place, broken, same, locks }).toEqual({ place, broken: [], same: true, locks: [] });
    const codes = outcomes.map(({ end }) => end.exitCode);
    expect(codes.filter((code) => code === 130).length).toBeGreaterThan(codes.length / 2);
    expect(codes.every((code) => code === 130 || code === 0)).toBe(true); // 0: all was done already
  });
});
