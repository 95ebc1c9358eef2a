export { openTuning, type TunableApp, type TuningOptions, type TuningPanel } from './tuning-panel';
