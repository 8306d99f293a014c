import type { Stage } from './stage.ts';

export interface Pipeline {
  readonly name: string;
  /** Each after those that it needs. */
  readonly stages: readonly Stage[];
}

/** The pipeline that ends with the stage `last`: all that it needs, in an order in which they can run. */
export function definePipeline(name: string, last: Stage): Pipeline {
  const stages = new Set<Stage>();
  const add = (stage: Stage): void => {
    Object.values(stage.needs).forEach(add);
    stages.add(stage);
  };
  add(last);
  return { name, stages: [...stages] };
}
