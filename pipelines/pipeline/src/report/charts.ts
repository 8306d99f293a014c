export { gamutChart, priorChart, topBins, usageChart, weightChart } from './sections/colours-section.ts';
export { overlayCurves, type CurveKey, type CurvesOfRun } from './overlay-curves.ts';
export { photosChart } from './photos-chart.ts';
export { decodeUsage, totalUsage } from '../prior/colour-usage.ts';
