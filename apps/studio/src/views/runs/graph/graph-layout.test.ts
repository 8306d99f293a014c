import { describe, expect, it } from '@jest/globals';

import { type GraphStage, layOutGraph } from './graph-layout.ts';

const STAGES: readonly GraphStage[] = [
  { stage: 'ingest', needs: [] },
  { stage: 'convert', needs: ['ingest'] },
  { stage: 'prior', needs: ['ingest', 'convert'] },
  { stage: 'patches', needs: ['convert'] },
  { stage: 'train', needs: ['convert', 'prior', 'patches'] },
];
const look = { width: 100, height: 40, gap: 10, runs: 'right' } as const;

describe('the layout of a graph of stages', () => {
  it('places a stage after all that it needs, and stages of a layer beside each other', () => {
    const { stages, width, height } = layOutGraph(STAGES, look);
    expect(stages).toEqual([
      { stage: 'ingest', x: 0, y: 25 },
      { stage: 'convert', x: 120, y: 25 },
      { stage: 'prior', x: 240, y: 0 },
      { stage: 'patches', x: 240, y: 50 },
      { stage: 'train', x: 360, y: 25 },
    ]);
    expect([width, height]).toEqual([460, 90]);
  });

  it('turns as a whole where it runs down', () => {
    const { stages, width, height } = layOutGraph(STAGES, { ...look, runs: 'down' });
    expect(stages[3]).toEqual({ stage: 'patches', x: 110, y: 120 });
    expect([width, height]).toEqual([210, 220]);
  });

  it('leaves out arrows that others imply', () => {
    const arrows = layOutGraph(STAGES, look).arrows.map(({ from, to }) => `${from} → ${to}`);
    expect(arrows).toEqual([
      'ingest → convert',
      'convert → prior',
      'convert → patches',
      'prior → train',
      'patches → train',
    ]);
  });

  it('ends an arrow before its node', () => {
    expect(layOutGraph(STAGES, look).arrows[0]?.path).toBe('M100,45C107,45 107,45 114,45');
  });

  it('is empty without stages', () => {
    expect(layOutGraph([], look)).toEqual({ width: 0, height: 0, stages: [], arrows: [] });
  });
});
