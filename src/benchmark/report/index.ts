export { duration, figure, parametersText, percent } from './format';
export { formatHtml } from './html';
export { formatJson, parseRun } from './json';
export { formatJunit } from './junit';
export { formatMarkdown } from './markdown';
export {
  closingLine,
  exitCodeOf,
  type Tally,
  tallyOf,
  type VerdictText,
  verdictText,
} from './outcome';
export { createProgress, type Progress, type ProgressOptions } from './progress';
export { ReportError } from './report-error';
export {
  histogramline,
  type SparkOptions,
  sparkline,
} from './sparkline';
export { formatTerminal, type TerminalOptions } from './terminal';
