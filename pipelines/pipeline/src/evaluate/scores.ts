export type { MethodScore } from '../runs/method-row.ts';
export { groupScores, type PhotoScore, scoreMethods, scoreOf } from './scores/score-methods.ts';
