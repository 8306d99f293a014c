export { claimsTable } from './claims-table.ts';
export { conclude } from './conclude.ts';
export { readReview, type ReviewFiles } from './read-review.ts';
export { resultsTable } from './results-table.ts';
export { accuracyChart, curveLines, CURVES, preActivationLines, timeChart } from './review-charts.ts';
export { conditionName, type ReviewData } from './review-data.ts';
export { groupsOf, type Group } from './summarise.ts';
