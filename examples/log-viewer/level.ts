/** How grave a line is; `none` is a line that goes on with the one before. */
export type Level = 'error' | 'warn' | 'info' | 'debug' | 'none';

const LEVELS = /^\S+ (ERROR|FATAL|WARN|INFO|DEBUG|TRACE)\b/;

/** By the word after the time. */
export function levelOf(line: string): Level {
  switch (LEVELS.exec(line)?.[1]) {
    case 'ERROR':
    case 'FATAL':
      return 'error';
    case 'WARN':
      return 'warn';
    case 'INFO':
      return 'info';
    case 'DEBUG':
    case 'TRACE':
      return 'debug';
    default:
      return 'none';
  }
}
