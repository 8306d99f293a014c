import type { Usage } from './stage-usage.ts';

export const STAGES = ['ingest', 'convert', 'prior', 'patches', 'train', 'evaluate'] as const;

export type StageName = (typeof STAGES)[number];

/** What a stage used over so many photos. */
export interface StageUsage extends Usage {
  readonly stage: StageName;
  readonly photos: number;
}
