export { type BootstrapOptions, bcaFrom, bcaInterval, type Statistic } from './bootstrap';
export { type ChangePoint, type ChangePointOptions, changePoint } from './change-point';
export { type Cusum, type CusumOptions, createCusum, cusum } from './cusum';
export { incompleteBeta, logGamma, studentCdf, studentQuantile } from './distributions';
export { cliffsDelta, hedgesG } from './effect-size';
export { fitGrowth, type Growth, type GrowthFit, type GrowthModel } from './growth';
export {
  hodgesLehmann,
  type RatioEstimate,
  ratioEstimate,
  type ShiftEstimate,
} from './hodges-lehmann';
export { holm } from './holm';
export { type MannWhitney, mannWhitney, rankSumCritical } from './mann-whitney';
export { normalCdf, normalQuantile } from './normal';
export { outlierFences } from './outliers';
export { type DetectableOptions, detectableChange } from './power';
export {
  mean,
  median,
  medianAbsoluteDeviation,
  quantile,
  quantileOfSorted,
  sorted,
  variance,
} from './quantiles';
export { createNormal, createRandom, interleave, shuffled } from './random';
export { type SignedRank, signedRank, signedRankCritical } from './signed-rank';
export { type MannKendall, mannKendall, theilSen } from './trend';
export { type Welch, welch } from './welch';
