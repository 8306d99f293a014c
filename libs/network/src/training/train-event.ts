import type { BackEnd } from '../backend/back-end.ts';
import type { CurveRow } from '../checkpoints/curve-row.ts';
import type { NetworkDescription } from '../networks/article-network.ts';

export type TrainEvent =
  | {
      readonly type: 'started';
      readonly backEnd: BackEnd;
      readonly replicas: number;
      readonly network: NetworkDescription;
      readonly patches: number;
      readonly validationPatches: number;
      readonly epochs: number;
      /** Epochs without better validation colours after which it stops before the last one. */
      readonly patience: number | null;
      readonly steps: number;
      /** Whole epochs that a checkpoint brought along; 0 for a fresh start. */
      readonly resumedEpochs: number;
      /** Optimiser steps that it brought along, those of an unfinished epoch among them. */
      readonly resumedSteps: number;
    }
  /** A checkpoint that cannot be used; the one before it is, or none. */
  | { readonly type: 'checkpoint-damaged'; readonly reason: string }
  | {
      readonly type: 'step';
      readonly epoch: number;
      readonly epochs: number;
      readonly step: number;
      readonly steps: number;
      /** Mean loss since the last step event, and what of it exceeds the labels' entropy. */
      readonly loss: number;
      readonly kl: number;
      readonly patchesPerSecond: number;
    }
  | {
      readonly type: 'epoch';
      readonly row: CurveRow;
      readonly best: boolean;
      /** It was the last one, because patience ran out. */
      readonly stopsEarly: boolean;
    };
