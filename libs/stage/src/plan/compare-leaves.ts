import { canonicalJson, type Json } from '@tintype/store/neutral';

/** A leaf of two JSON values: its path, such as `prior.lambda`, and what stands there; undefined where nothing does. */
export interface Leaf {
  readonly path: string;
  readonly from: Json | undefined;
  readonly to: Json | undefined;
}

/** The leaves of two values below `path`, in the order of their paths; lists count as leaves. */
export function listLeaves(path: string, from: Json | undefined, to: Json | undefined): readonly Leaf[] {
  if (!isRecord(from) || !isRecord(to)) return [{ path, from, to }];
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort();
  return keys.flatMap((key) => listLeaves(path === '' ? key : `${path}.${key}`, from[key], to[key]));
}

/** Whether the same stands on both sides; nothing counts as null. */
export function isEqualLeaf({ from, to }: Leaf): boolean {
  return canonicalJson(from ?? null) === canonicalJson(to ?? null);
}

function isRecord(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
