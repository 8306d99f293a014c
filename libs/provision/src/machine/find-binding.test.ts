import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { cacheFolder, type User } from '../cache-folder.ts';
import { TENSORFLOW_VERSION, TFJS_VERSION } from '../versions.ts';
import { wheelSetFor } from '../wheels.ts';
import { BINDING_FORMAT, type BindingRecord, findBinding, listBindings } from './find-binding.ts';

let cache = '';
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'tintype-bindings-'));
});
afterEach(() => rmSync(cache, { recursive: true }));

function user(env: User['env'] = {}): User {
  return { env: { TINTYPE_CACHE: cache, ...env }, platform: 'linux', arch: 'x64', home: '/home/me' };
}

function write(name: string, changes: Partial<BindingRecord> = {}): void {
  const folder = join(cache, 'bindings', name);
  mkdirSync(folder, { recursive: true });
  for (const addon of ['quiet.node', 'tfjs_binding.node']) writeFileSync(join(folder, addon), '');
  const library = join(cache, `${name}.so`);
  writeFileSync(library, 'library');
  const record: BindingRecord = {
    formatVersion: BINDING_FORMAT,
    tfjs: TFJS_VERSION,
    nodeApi: 8,
    platform: 'linux',
    arch: 'x64',
    tensorflow: TENSORFLOW_VERSION,
    variant: 'cpu',
    source: 'cpu.whl',
    libraries: [{ path: library, bytes: 7 }],
    ...changes,
  };
  writeFileSync(join(folder, 'binding.json'), JSON.stringify(record));
}

describe('findBinding', () => {
  it('finds nothing where nothing was built', () => {
    expect(findBinding(user())).toBeNull();
    expect(findBinding({ ...user(), env: { TINTYPE_CACHE: join(cache, 'absent') } })).toBeNull();
  });

  it('says what is to be loaded, in which order', () => {
    write('a');
    expect(findBinding(user())).toMatchObject({
      addons: [join(cache, 'bindings/a/quiet.node'), join(cache, 'bindings/a/tfjs_binding.node')],
      tensorflow: TENSORFLOW_VERSION,
      variant: 'cpu',
    });
  });

  it('prefers CUDA, and what TINTYPE_TENSORFLOW names to both', () => {
    write('a');
    write('b', { variant: 'cuda', source: 'cuda.whl' });
    write('c', { variant: 'found', source: '/opt/tensorflow', tensorflow: '2.18.1' });
    expect(listBindings(user()).map(({ variant }) => variant)).toEqual(['cuda', 'cpu', 'found']);
    expect(findBinding(user())?.variant).toBe('cuda');
    expect(findBinding(user({ TINTYPE_TENSORFLOW: '/opt/tensorflow' }))?.variant).toBe('found');
  });

  it('notices that a library has gone or is another one', () => {
    write('a');
    writeFileSync(join(cache, 'a.so'), 'another library');
    expect(findBinding(user())).toBeNull();
    rmSync(join(cache, 'a.so'));
    expect(findBinding(user())).toBeNull();
  });

  it('leaves out drafts, and what other machines or versions have built', () => {
    write('.draft');
    write('mac', { platform: 'darwin' });
    write('arm', { arch: 'arm64' });
    write('old', { tensorflow: '2.20.0' });
    write('tfjs', { tfjs: '4.0.0' });
    write('earlier', { formatVersion: 1 as 2 });
    write('newer', { formatVersion: 3 as 2 });
    mkdirSync(join(cache, 'bindings', 'empty'));
    writeFileSync(join(cache, 'bindings', 'file'), '');
    mkdirSync(join(cache, 'bindings', 'broken'));
    writeFileSync(join(cache, 'bindings', 'broken', 'binding.json'), `{"formatVersion":${BINDING_FORMAT}}`);
    expect(listBindings(user())).toEqual([]);
  });
});

describe('cacheFolder', () => {
  it('is the one of the user', () => {
    const { env, ...place } = { ...user(), env: {} };
    expect(cacheFolder({ ...place, env })).toBe('/home/me/.cache/tintype');
    expect(cacheFolder({ ...place, env, platform: 'darwin' })).toBe('/home/me/Library/Caches/tintype');
    expect(cacheFolder({ ...place, env: { XDG_CACHE_HOME: '/xdg' } })).toBe('/xdg/tintype');
    expect(cacheFolder({ ...place, env: { XDG_CACHE_HOME: 'relative' } })).toBe('/home/me/.cache/tintype');
    expect(cacheFolder({ ...place, env: { XDG_CACHE_HOME: '/xdg', TINTYPE_CACHE: '/mine' } })).toBe('/mine');
  });
});

describe('the pinned versions', () => {
  it('are those of the packages', () => {
    const { version } = createRequire(import.meta.url)('@tensorflow/tfjs-node-gpu/package.json');
    expect(version).toBe(TFJS_VERSION);
  });

  it('name wheels by whole checksums and consistent names', () => {
    const sets = [
      wheelSetFor('cpu', 'linux', 'x64'),
      wheelSetFor('cpu', 'linux', 'arm64'),
      wheelSetFor('cpu', 'darwin', 'arm64'),
      wheelSetFor('cuda', 'linux', 'x64'),
    ];
    for (const set of sets) {
      expect(set?.wheels[0]?.version).toBe(TENSORFLOW_VERSION);
      for (const { project, version, file, sha256 } of set?.wheels ?? []) {
        expect(file.startsWith(`${project.replaceAll('-', '_')}-${version}-`)).toBe(true);
        expect(sha256).toMatch(/^[0-9a-f]{64}$/);
      }
    }
    expect(wheelSetFor('cuda', 'darwin', 'arm64')).toBeNull();
    expect(wheelSetFor('cpu', 'win32', 'x64')).toBeNull();
  });
});
