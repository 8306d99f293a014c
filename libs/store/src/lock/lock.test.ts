import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { beforeEach, describe, expect, it } from '@jest/globals';

import { describeHolder, type Holder } from './holder.ts';
import { readHolder, withLock } from './lock.ts';
import { markOf, type ProcessMark, stateOf, thisMachine } from './process-mark.ts';

const here = thisMachine();

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tintype-lock-'));
});

const refuse = (holder: Holder) => {
  throw new Error(`expected to take the lock over, but waits for ${holder.pid}`);
};

/** Leaves a lock in `file` that a process with this mark took. */
async function lockedBy({ pid, ...mark }: ProcessMark, file: string): Promise<void> {
  const machine = { ...here, ...mark, look: () => ({ started: mark.started ?? '', ended: false }) };
  const text = await withLock(file, { signal: new AbortController().signal, onWait: refuse, machine }, () =>
    readFile(file, 'utf8'),
  );
  await writeFile(file, text.replace(/^\d+/, String(pid)));
}

describe('a lock', () => {
  const signal = new AbortController().signal;
  const onWait = () => {};

  it('lets one in at a time, and tells the one who waits', async () => {
    const file = join(folder, 'lock');
    const order: string[] = [];
    let second = Promise.resolve();
    await withLock(file, { signal, onWait }, async () => {
      const holder = await new Promise<Holder>((resolve) => {
        second = withLock(file, { signal, onWait: resolve }, async () => void order.push('second'));
      });
      expect(holder).toEqual({ pid: process.pid, elsewhere: null, file });
      order.push('first');
    });
    await second;
    expect(order).toEqual(['first', 'second']);
  });

  it('of a dead process is taken over by one of many', async () => {
    const file = join(folder, 'lock');
    await writeFile(file, '999999999 dead');
    let inside = 0;
    const work = async () => {
      expect(++inside).toBe(1);
      await readdir(folder);
      inside--;
    };
    await Promise.all(Array.from({ length: 5 }, () => withLock(file, { signal, onWait }, work)));
    expect(await readdir(folder)).toEqual([]);
  });

  it('is released when the work fails', async () => {
    const file = join(folder, 'lock');
    const fail = async () => Promise.reject(new Error('work failed'));
    await expect(withLock(file, { signal, onWait }, fail)).rejects.toThrow('work failed');
    await expect(withLock(file, { signal, onWait }, async () => 'in')).resolves.toBe('in');
  });

  it('gives up waiting when the run is interrupted', async () => {
    const file = join(folder, 'lock');
    await writeFile(file, String(process.ppid));
    const interrupted = new AbortController();
    const waiting = withLock(
      file,
      { signal: interrupted.signal, onWait: () => interrupted.abort() },
      async () => {},
    );
    await expect(waiting).rejects.toThrow(/abort/i);
  });

  it('of a process whose number another one has got since is taken over', async () => {
    const file = join(folder, 'lock');
    const before = markOf(process.pid, { ...here, look: () => ({ started: '12', ended: false }) });
    await lockedBy(before, file);
    await expect(withLock(file, { signal, onWait: refuse }, async () => 'in')).resolves.toBe('in');
  });

  it('of a process that another machine or container runs is waited for, and told how to get rid of', async () => {
    const file = join(folder, 'lock');
    for (const there of [
      { boot: 'another-start', host: 'darkroom' },
      { namespace: 'pid:[1]', host: 'darkroom' },
      { namespace: 'pid:[1]', host: here.host },
    ]) {
      await lockedBy({ ...markOf(999999999, here), ...there }, file);
      const interrupted = new AbortController();
      const holders: Holder[] = [];
      const onWait = (holder: Holder) => {
        holders.push(holder);
        interrupted.abort();
      };
      await expect(withLock(file, { signal: interrupted.signal, onWait }, async () => {})).rejects.toThrow();
      const place = there.host === here.host ? 'this host in another container' : 'host darkroom';
      expect(holders.map((holder) => describeHolder(holder, 'runs the same stage'))).toEqual([
        `process 999999999 on ${place}, which runs the same stage; whether it still runs cannot be seen from here: if it does not, delete ${file}`,
      ]);
      await rm(file);
    }
  });

  it('of before the machine was restarted is taken over', async () => {
    const file = join(folder, 'lock');
    const earlier = { ...here, boot: 'earlier-start', look: () => ({ started: '12', ended: false }) };
    await lockedBy(markOf(process.pid, earlier), file);
    await expect(withLock(file, { signal, onWait: refuse }, async () => 'in')).resolves.toBe('in');
  });

  it('of an older version, which says no more than a number, is waited for and taken over as before', async () => {
    const file = join(folder, 'lock');
    await writeFile(file, `${process.pid} 0b5c`);
    expect(await readHolder(file)).toEqual({ pid: process.pid, elsewhere: null, file });
    await writeFile(file, '999999999 0b5c');
    expect(await readHolder(file)).toBeNull();
  });
});

describe('a process that', () => {
  it('has ended without its parent asking for it has ended', async () => {
    const mark = markOf(process.pid, here);
    const zombie = { ...here, look: () => ({ started: String(mark.started), ended: true }) };
    expect(stateOf(mark, zombie)).toBe('ended');
    expect(stateOf(mark, here)).toBe('alive');
  });

  it('cannot be looked at counts by its number alone', () => {
    const blind = { isThere: here.isThere, look: () => null, boot: null, namespace: null, host: here.host };
    expect(stateOf(markOf(process.pid, blind), blind)).toBe('alive');
    expect(stateOf(markOf(999999999, blind), blind)).toBe('ended');
    expect(stateOf({ ...markOf(process.pid, blind), host: 'darkroom' }, blind)).toBe('out-of-sight');
  });

  it('is killed holds no lock, whether or not its parent has asked for it', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const mark = markOf(child.pid ?? 0, here);
    expect(stateOf(mark, here)).toBe('alive');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(stateOf(mark, here)).toBe('ended');
  });
});
