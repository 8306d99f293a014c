import { canonicalJson, type Digest, type Json, type Manifest } from '@tintype/store';

import type { OutsideFile, Stage } from '../stage.ts';
import { isOfCode } from '../stage-run.ts';

/** What is no longer as it was when an artefact was made; `null` where there is nothing on that side. */
export interface Change {
  readonly kind: 'setting' | 'file' | 'input' | 'code';
  /** A path such as `prior.lambda`, the path of a file, or the name of a stage. */
  readonly name: string;
  readonly from: Json;
  readonly to: Json;
}

/** What would go into an artefact now. */
export interface Present {
  readonly stage: Pick<Stage, 'name' | 'version'>;
  readonly code: Digest;
  readonly settings: Json;
  /** Content of the artefacts it reads; null of those that are still to be made. */
  readonly inputs: readonly { readonly stage: string; readonly content: string | null }[];
  /** Files from outside the store, then and now. */
  readonly files: { readonly before: readonly OutsideFile[]; readonly now: readonly OutsideFile[] };
}

export function changesSince(manifest: Manifest, present: Present): readonly Change[] {
  const { stage, code, settings, inputs, files } = present;
  return [
    ...(isOfCode(stage, manifest, code)
      ? []
      : [{ kind: 'code', name: stage.name, from: null, to: code } as const]),
    ...settingChanges(stage.name, manifest.settings, settings),
    ...fileChanges(files.before, files.now),
    ...inputs.flatMap(({ stage: name, content }) => {
      const from = manifest.inputs.find((input) => input.stage === name)?.content ?? null;
      return from === content ? [] : [{ kind: 'input', name, from, to: content } as const];
    }),
  ];
}

/** The leaves that differ, each with its path. */
function settingChanges(path: string, from: Json | undefined, to: Json | undefined): readonly Change[] {
  if (isRecord(from) && isRecord(to)) {
    const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort();
    return keys.flatMap((key) => settingChanges(`${path}.${key}`, from[key], to[key]));
  }
  if (canonicalJson(from ?? null) === canonicalJson(to ?? null)) return [];
  return [{ kind: 'setting', name: path, from: from ?? null, to: to ?? null }];
}

function isRecord(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Files by their path; one that only has another path is told as renamed: from its old path to its new one. */
function fileChanges(before: readonly OutsideFile[], now: readonly OutsideFile[]): readonly Change[] {
  const [old, present] = [byPath(before), byPath(now)];
  const gone = before.filter(({ path }) => !present.has(path));
  const come = now.filter(({ path }) => !old.has(path));
  const renamed = new Map<OutsideFile, OutsideFile>();
  for (const file of come) {
    const source = gone.find(
      ({ sha256, path }) =>
        sha256 === file.sha256 && ![...renamed.values()].some((other) => other.path === path),
    );
    if (source !== undefined) renamed.set(file, source);
  }
  const taken = new Set([...renamed.values()].map(({ path }) => path));
  return [
    ...come.map((file) => {
      const source = renamed.get(file);
      return source === undefined
        ? fileChange(file.path, null, file.sha256)
        : fileChange(file.path, source.path, file.path);
    }),
    ...gone.filter(({ path }) => !taken.has(path)).map(({ path, sha256 }) => fileChange(path, sha256, null)),
    ...now.flatMap(({ path, sha256 }) => {
      const was = old.get(path);
      return was === undefined || was === sha256 ? [] : [fileChange(path, was, sha256)];
    }),
  ];
}

function fileChange(name: string, from: string | null, to: string | null): Change {
  return { kind: 'file', name, from, to };
}

function byPath(files: readonly OutsideFile[]): ReadonlyMap<string, Digest> {
  return new Map(files.map(({ path, sha256 }) => [path, sha256]));
}
