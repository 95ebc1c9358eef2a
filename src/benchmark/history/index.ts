export { type BaselineOptions, compareWithBaseline } from './baseline';
export {
  type BlessedCounter,
  type CounterBook,
  emptyCounterBook,
  formatCounterBook,
  parseCounterBook,
} from './counter-book';
export { type BlessOptions, bless, checkCounters } from './counters';
export { BaselineError } from './errors';
export { fingerprintOf, type StableEnvironment, stableEnvironment } from './fingerprint';
export {
  appendRun,
  entriesLike,
  formatHistory,
  type History,
  type HistoryEntry,
  KEPT_ENTRIES,
  parseHistory,
  startHistory,
} from './history';
export { confirm, type Judgement, judge } from './judge';
export { type LevelChange, type LevelOptions, lastChange } from './level';
export { type Series, seriesKey, seriesOf } from './series';
export { severities, severityOf } from './severity';
