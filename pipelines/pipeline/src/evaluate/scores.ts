export { betterWords, measureHeading, measureText } from '../report/show-measure.ts';
export type { MethodScore } from '../runs/method-row.ts';
export { groupScores, type PhotoScore, scoreMethods, scoreOf } from './score-methods.ts';
