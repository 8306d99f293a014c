import type { StagePlan } from '@tintype/stage';

/** A stage as `explain --json` prints it. */
export interface PlanReport {
  readonly stage: string;
  readonly state: StagePlan['state'];
  /** Shards that are known to be wanted. */
  readonly shards: number;
  /** Of these, names of those to be computed. */
  readonly missing: readonly string[];
  /** Whether more may have to be computed, depending on what comes out. */
  readonly mayGrow: boolean;
  readonly unknownUntil: string | null;
  readonly changes: StagePlan['changes'];
  /** Predicted; null where nothing like it has been measured. While the state is unknown, what it takes at most. */
  readonly seconds: number | null;
}

export function reportPlan({ committed: _, madeAt: _time, predictedMs, ...plan }: StagePlan): PlanReport {
  const seconds = predictedMs === null ? null : Number((predictedMs / 1000).toPrecision(3));
  return { ...plan, seconds };
}
