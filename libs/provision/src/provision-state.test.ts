import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { provisionState } from './provision-state.ts';
import { rememberFailure } from './remember-failure.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tintype-state-'));
  mkdirSync(join(folder, 'bin'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function user(env: Record<string, string> = {}) {
  const own = { PATH: `${join(folder, 'bin')}:`, TINTYPE_CACHE: join(folder, 'cache') };
  return { env: { ...own, ...env }, platform: 'linux' as const, arch: 'x64', home: folder };
}

describe('provisionState', () => {
  it('is another one each time while there is no binding but a way to get one', () => {
    writeFileSync(join(folder, 'bin/clang++'), '');
    expect([provisionState(user(), 1), provisionState(user(), 2)]).toEqual([1, 2]);
    expect(provisionState(user({ CXX: 'zig c++', PATH: '' }), 3)).toBe(3);
  });

  it('stays while a try would be in vain', async () => {
    expect(provisionState(user(), 1)).toBe('no compiler');
    expect(provisionState(user({ TINTYPE_PROVISION: 'off' }), 1)).toBe('off');
    writeFileSync(join(folder, 'bin/g++'), '');
    const failure = { at: 1000, reason: 'no network' };
    expect(await rememberFailure(user(), failure)).toBeNull();
    expect(provisionState(user(), 60_000)).toEqual(failure);
    expect(provisionState(user(), 2 * 60 * 60_000)).toBe(2 * 60 * 60_000);
    await rememberFailure(user(), null);
    expect(provisionState(user(), 60_000)).toBe(60_000);
  });
});
