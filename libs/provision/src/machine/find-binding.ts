import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { homeFolder } from '@tintype/store';

import { bindingsFolder, type User } from '../cache-folder.ts';
import { NODE_API, TENSORFLOW_VERSION, TFJS_VERSION } from '../versions.ts';

/** Which TensorFlow a binding runs on: one that we fetched, for CUDA or not, or one that was on the machine. */
export type Variant = 'cuda' | 'cpu' | 'found';

export interface Library {
  readonly path: string;
  readonly bytes: number;
}

/** A native binding of TensorFlow.js that was built and has proved to work. */
export interface Binding {
  /** The Node addons to be `require`d, in this order; the last one is the binding. */
  readonly addons: readonly [quiet: string, binding: string];
  /** TensorFlow's version. */
  readonly tensorflow: string;
  readonly variant: Variant;
  /** The wheel, or the folder of the TensorFlow that was found. */
  readonly source: string;
  readonly libraries: readonly Library[];
}

/** `binding.json` beside the addon. */
export interface BindingRecord extends Omit<Binding, 'addons'> {
  readonly formatVersion: typeof BINDING_FORMAT;
  /** Version of the package whose C++ sources were compiled. */
  readonly tfjs: string;
  readonly nodeApi: number;
  readonly platform: string;
  readonly arch: string;
}

/** 2: the addon can be used by several threads at once. */
export const BINDING_FORMAT = 2;
export const ADDON = 'tfjs_binding.node';
export const QUIET_ADDON = 'quiet.node';
export const RECORD = 'binding.json';

/** The first is preferred: CUDA's runs at the same speed as the other where no GPU is. */
const PREFERENCE: readonly Variant[] = ['cuda', 'cpu', 'found'];

/**
 * The binding to load on this machine, or null when none was built. Every training process asks: it reads one
 * small file for each binding, loads nothing and changes nothing.
 */
export function findBinding(user: User = thisUser()): Binding | null {
  const bindings = listBindings(user);
  const asked = askedTensorFlow(user);
  return bindings.find(({ source }) => source === asked) ?? bindings[0] ?? null;
}

/** All bindings that can be loaded here, the preferred one first. */
export function listBindings(user: User): readonly Binding[] {
  const folder = bindingsFolder(user);
  return namesIn(folder)
    .map((name) => readBinding(join(folder, name), user))
    .filter((binding) => binding !== null)
    .sort((one, other) => PREFERENCE.indexOf(one.variant) - PREFERENCE.indexOf(other.variant));
}

/** The binding in a folder, or null when it is another machine's, another version's, or its libraries have gone. */
export function readBinding(
  folder: string,
  { platform, arch }: Pick<User, 'platform' | 'arch'>,
): Binding | null {
  const record = readRecord(join(folder, RECORD));
  if (record === null || record.platform !== platform || record.arch !== arch) return null;
  if (record.tfjs !== TFJS_VERSION || record.nodeApi !== NODE_API) return null;
  if (record.variant !== 'found' && record.tensorflow !== TENSORFLOW_VERSION) return null;
  const addons = [join(folder, QUIET_ADDON), join(folder, ADDON)] as const;
  if (addons.some((addon) => sizeOf(addon) === null)) return null;
  if (record.libraries.some(({ path, bytes }) => sizeOf(path) !== bytes)) return null;
  const { tensorflow, variant, source, libraries } = record;
  return { addons, tensorflow, variant, source, libraries };
}

/** The wheel or folder that the user wants to be used, as an absolute path. */
export function askedTensorFlow({ env }: Pick<User, 'env'>): string | null {
  return env['TINTYPE_TENSORFLOW'] ? resolve(env['TINTYPE_TENSORFLOW']) : null;
}

export function thisUser(): User {
  return {
    env: process.env,
    platform: process.platform,
    arch: process.arch,
    home: homeFolder() ?? resolve('/'),
  };
}

/**
 * Checked by hand and not by zod, whose loading takes longer than all the rest. What cannot be read counts as
 * no binding, as it could never be loaded; `provision` then builds it again.
 */
function readRecord(file: string): BindingRecord | null {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
  return isRecord(value) ? value : null;
}

function isRecord(value: unknown): value is BindingRecord {
  if (typeof value !== 'object' || value === null) return false;
  const record: Partial<Record<keyof BindingRecord, unknown>> = value;
  return (
    record.formatVersion === BINDING_FORMAT &&
    [record.tensorflow, record.source, record.tfjs, record.platform, record.arch].every(isString) &&
    PREFERENCE.some((variant) => variant === record.variant) &&
    typeof record.nodeApi === 'number' &&
    Array.isArray(record.libraries) &&
    record.libraries.every((library) => isString(library?.path) && typeof library.bytes === 'number')
  );
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

/** What is there; hidden folders are drafts. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => !name.startsWith('.'))
      .sort();
  } catch {
    return []; // no such folder, or none that we may read: nothing to load there
  }
}

function sizeOf(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.size ?? null;
}
