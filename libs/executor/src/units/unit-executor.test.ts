import { mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { lastValueFrom, tap, toArray } from 'rxjs';

import { createRayUnits } from '../ray/create-ray-units.ts';
import { findRayPython, type LocalCluster, startLocalCluster } from '../testing/local-cluster.ts';
import { createLocalUnits, type LocalUnitsOptions } from './local-units.ts';
import type { Unit, UnitEvent, UnitExecutor } from './unit-executor.ts';

/** A pipeline's program as an executor meets it; a file in the workspace says that it waits for its end. */
const PROGRAM = `
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
const [what, ...words] = process.argv.slice(2);
const doing = {
  say: () => console.log([process.cwd(), ...words, process.env.MOOD].join(' ')),
  fail: () => { for (let i = 0; i < 40; i++) console.error('line ' + i); console.error('tintype: the disk is full'); process.exitCode = 1; },
  vanish: () => process.kill(process.pid, 'SIGKILL'),
  gpus: () => console.log('sees ' + process.env.CUDA_VISIBLE_DEVICES),
  turn: () => { appendFileSync('turns.txt', words + ' begins\\n'); appendFileSync('turns.txt', words + ' ends\\n'); },
  meet: () => { writeFileSync(words[0], ''); const wait = setInterval(() => { if (existsSync(words[1])) clearInterval(wait); }, 5); },
  hang: () => { process.once('SIGTERM', () => { writeFileSync('ended.txt', 'saved'); process.exit(130); }); setInterval(() => {}, 1000); appendFileSync('hangs.txt', '.'); console.log('hangs'); },
  resist: () => { process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('hangs'); },
};
doing[what]();
`;

let workspace = '';
beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'tintype-units-'));
  await writeFile(join(workspace, 'program.mjs'), PROGRAM);
  for (const name of ['libs', 'package.json']) await symlink(join(CHECKOUT, name), join(workspace, name));
});

const local = (options: Partial<LocalUnitsOptions> = {}) =>
  createLocalUnits({ workspace, environment: process.env, gpus: [], ...options });

const { python, reason } = findRayPython(process.env);
if (python === null) process.stderr.write(`No unit runs on Ray: ${reason}\n`);

const executors: readonly (readonly [string, () => UnitExecutor])[] = [
  ['local', local],
  ...(python === null ? [] : [['ray', () => onRay(python)] as const]),
];

let cluster: LocalCluster | undefined;
beforeAll(async () => {
  if (python !== null) cluster = await startLocalCluster(python, { cpus: [1] });
});
afterAll(() => cluster?.close());

/** The checkout has the Python package, which the workspace of these tests gets from it. */
const CHECKOUT = join(import.meta.dirname, '../../../..');

function onRay(python: string): UnitExecutor {
  const environment = { ...process.env, RAY_ADDRESS: cluster?.address };
  return createRayUnits({ workspace, python, environment, lingerS: 5 });
}

const unit = (name: string, ...words: readonly string[]): Unit => ({
  ...{ name, program: 'program.mjs', arguments: words, gpus: 0, environment: { MOOD: 'calm' } },
});
const { signal } = new AbortController();

function run(executor: UnitExecutor, units: readonly Unit[]): Promise<UnitEvent[]> {
  return lastValueFrom(executor.map(units, { signal }).pipe(toArray()));
}

const endOf = (events: readonly UnitEvent[], name: string) =>
  events.find((event) => event.name === name && event.type !== 'unit-line');

/** Every executor keeps the same promises. */
describe.each(executors)('the %s unit executor', (_, create) => {
  let executor: UnitExecutor;
  beforeEach(() => {
    executor = create();
  });
  afterEach(() => executor.close());

  it('runs the program in the workspace, with its arguments and variables, and tells what it says', async () => {
    expect(await run(executor, [unit('one', 'say', 'a b', 'c')])).toEqual([
      { type: 'unit-line', name: 'one', text: `${workspace} a b c calm` },
      { type: 'unit-done', name: 'one', ms: expect.any(Number) },
    ]);
  });

  it('goes on with the others when one fails, and says how it ended with its last lines', async () => {
    const units = ['fail', 'say', 'vanish'].map((what) => unit(what, what));
    const events = await run(executor, units);
    expect(endOf(events, 'say')).toMatchObject({ type: 'unit-done' });
    expect(endOf(events, 'vanish')).toMatchObject({ error: expect.stringContaining('SIGKILL') });
    const { error } = Object({ error: '', ...endOf(events, 'fail') });
    expect(error).toMatch(/^ended with exit code 1, expected 0; it said last:\n {2}line 29\n/);
    expect(error).toMatch(/ {2}line 39\n {2}tintype: the disk is full$/);
  });

  it('completes at once when there is nothing to do', async () => {
    expect(await run(executor, [])).toEqual([]);
  });

  it('ends the units with the reason of the signal when it aborts, and starts no more', async () => {
    const interrupted = new AbortController();
    const heard: UnitEvent[] = [];
    const units = [unit('a', 'hang'), unit('b', 'hang')]; // a cluster may start either one first
    const running = lastValueFrom(
      executor.map(units, { signal: interrupted.signal }).pipe(
        tap((event) => heard.push(event)),
        tap(() => interrupted.abort(new Error('Ctrl-C'))),
      ),
    );
    await expect(running).rejects.toThrow('Ctrl-C');
    expect(heard).toEqual([expect.objectContaining({ type: 'unit-line', text: 'hangs' })]);
    expect(await readFile(join(workspace, 'ended.txt'), 'utf8')).toBe('saved');
    expect(await readFile(join(workspace, 'hangs.txt'), 'utf8')).toBe('.');
  });
});

describe('units as processes of this machine', () => {
  it('run one after the other on the CPU, as a training uses all cores', async () => {
    await run(
      local(),
      ['a', 'b', 'c'].map((name) => unit(name, 'turn', name)),
    );
    const turns = ['a', 'b', 'c'].flatMap((name) => [`${name} begins`, `${name} ends`]);
    expect((await readFile(join(workspace, 'turns.txt'), 'utf8')).trim().split('\n')).toEqual(turns);
  });

  it('run side by side where so many are allowed', async () => {
    const units = [unit('a', 'meet', 'a', 'b'), unit('b', 'meet', 'b', 'a')]; // each waits for the other
    const events = await run(local({ atOnce: 2 }), units);
    expect(events.map(({ type }) => type)).toEqual(['unit-done', 'unit-done']);
  });

  it('have a GPU each, and see no other', async () => {
    const units = Array.from({ length: 5 }, (_, i) => ({ ...unit(`unit ${i}`, 'gpus'), gpus: 1 }));
    const events = await run(local({ gpus: ['4', '7'] }), [...units, unit('on the CPU', 'gpus')]);
    const seen = events.flatMap((event) => (event.type === 'unit-line' ? [event.text] : []));
    expect(seen.filter((text) => text === 'sees ')).toHaveLength(1);
    expect([...new Set(seen)].sort()).toEqual(['sees ', 'sees 4', 'sees 7']);
  });

  it('fail where there are not as many GPUs as they want', async () => {
    const events = await run(local({ gpus: ['0'] }), [{ ...unit('big', 'gpus'), gpus: 2 }]);
    const error = 'expected 2 GPUs to run on, found 1 here; ask for fewer';
    expect(events).toEqual([{ type: 'unit-failed', name: 'big', error }]);
  });

  it('are killed when they do not end in time', async () => {
    const interrupted = new AbortController();
    const running = lastValueFrom(
      local({ graceMs: 1 })
        .map([unit('stubborn', 'resist')], { signal: interrupted.signal })
        .pipe(tap(() => interrupted.abort(new Error('Ctrl-C')))),
    );
    await expect(running).rejects.toThrow('Ctrl-C');
  });
});
