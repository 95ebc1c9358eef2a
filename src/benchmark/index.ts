export { collectSuites, type SuiteBuilder, suite } from './define';
export type {
  Bench,
  BenchFrame,
  BenchOptions,
  BenchSpec,
  BenchSystem,
  Contender,
  ContenderContext,
  Counters,
  Effort,
  FrameContender,
  FunctionContender,
  HostName,
  LazyContender,
  MeasureContender,
  Parameters,
  Role,
  Suite,
  SystemContender,
} from './definition';
export { BenchError } from './errors';
export { heapSlope } from './heap-slope';
export type { LiveApp } from './live/live-app';
export { type LiveOptions, runInApp } from './live/run-in-app';
export { modes } from './modes';
export { graphicsCounters, serveStation } from './page';
export {
  exitCodeOf,
  formatHtml,
  formatJson,
  formatJunit,
  formatMarkdown,
  formatTerminal,
  parseRun,
} from './report';
export type {
  BenchResult,
  CaseResult,
  Comparison,
  ContenderResult,
  Environment,
  Finding,
  GrowthResult,
  ModeName,
  QuantityResult,
  RunResult,
  Summary,
  Trend,
  Verdict,
} from './result';
export { createLocalDriver, type Driver, type Session } from './run/driver';
export { runSuites } from './run/run-suites';
export { blindObserver, type Observer, type StationHost } from './station/host';
