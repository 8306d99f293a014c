import { isEqualLeaf, type Leaf, listLeaves } from '@tintype/stage/neutral';
import type { Json, Manifest } from '@tintype/store/neutral';

/** How a field of two manifests compares. */
export type FieldKind = 'same' | 'changed' | 'added' | 'removed';

export interface Field extends Leaf {
  readonly kind: FieldKind;
}

/** Blobs of two artefacts, by their digests. */
export interface ShardComparison {
  readonly from: number;
  readonly to: number;
  /** Digests that both have. */
  readonly equal: number;
}

/** A stage of two runs, field by field. */
export interface StageComparison {
  readonly stage: string;
  /** Where only one of the runs has it: which. */
  readonly only: 'from' | 'to' | null;
  readonly settings: readonly Field[];
  readonly inputs: readonly Field[];
  readonly summary: readonly Field[];
  readonly shards: ShardComparison;
}

/** Every stage that either of two runs has, in the order in which they come. */
export function compareRuns(from: readonly Manifest[], to: readonly Manifest[]): readonly StageComparison[] {
  const stages = [...new Set([...from, ...to].map(({ stage }) => stage))];
  return stages.map((stage) => {
    const [one, other] = [from, to].map((run) => run.find((manifest) => manifest.stage === stage));
    return {
      stage,
      only: one === undefined ? 'to' : other === undefined ? 'from' : null,
      settings: compareFields(one?.settings, other?.settings),
      inputs: compareFields(one && contentsOf(one), other && contentsOf(other)),
      summary: compareFields(one?.summary, other?.summary),
      shards: compareShards(one, other),
    };
  });
}

function compareFields(from: Json | undefined, to: Json | undefined): readonly Field[] {
  return listLeaves('', from ?? {}, to ?? {}).map((leaf) => ({ ...leaf, kind: kindOf(leaf) }));
}

function kindOf(leaf: Leaf): FieldKind {
  if (leaf.from === undefined) return 'added';
  if (leaf.to === undefined) return 'removed';
  return isEqualLeaf(leaf) ? 'same' : 'changed';
}

function contentsOf({ inputs }: Manifest): Json {
  return Object.fromEntries(inputs.map(({ stage, content }) => [stage, content]));
}

function compareShards(from: Manifest | undefined, to: Manifest | undefined): ShardComparison {
  const [before, after] = [from?.shards ?? [], to?.shards ?? []];
  const known = new Set(before.map(({ sha256 }) => sha256));
  return {
    from: before.length,
    to: after.length,
    equal: after.filter(({ sha256 }) => known.has(sha256)).length,
  };
}
