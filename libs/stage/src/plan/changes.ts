import type { Digest, Json, Manifest } from '@tintype/store';

import { isOfCode } from '../run/stage-run.ts';
import type { OutsideFile, Stage } from '../stage.ts';
import type { Change } from './change.ts';
import { isEqualLeaf, listLeaves } from './compare-leaves.ts';

/** What would go into an artefact now. */
export interface Present {
  readonly stage: Pick<Stage, 'name' | 'version'>;
  readonly code: Digest;
  readonly settings: Json;
  /** Content of the artefacts it reads; null of those that are still to be made. */
  readonly inputs: readonly { readonly stage: string; readonly content: string | null }[];
  /** Files from outside the store, then and now: one list where they are as they were. */
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
function settingChanges(path: string, before: Json, now: Json): readonly Change[] {
  const changed = listLeaves(path, before, now).filter((leaf) => !isEqualLeaf(leaf));
  return changed.map(({ path: name, from, to }) => {
    return { kind: 'setting', name, from: from ?? null, to: to ?? null };
  });
}

/** Files by their path; one that only has another path is told as renamed: from its old path to its new one. */
function fileChanges(before: readonly OutsideFile[], now: readonly OutsideFile[]): readonly Change[] {
  if (before === now) return [];
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
