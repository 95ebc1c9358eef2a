export { openTuning, type TuningOptions, type TuningPanel } from './tuning-panel';
