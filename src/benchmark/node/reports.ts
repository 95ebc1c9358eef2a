import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { BenchError } from '../errors';
import { formatHtml, formatJson, formatJunit, formatMarkdown } from '../report';
import type { RunResult } from '../result';
import type { Arguments } from './arguments';

const FORMATS = {
  json: formatJson,
  markdown: formatMarkdown,
  html: formatHtml,
  junit: formatJunit,
} as const;

type Paths = Pick<Arguments, keyof typeof FORMATS>;

/** Makes sure that every report can be written. Before minutes of measuring, not after. Throws `BenchError` naming the option. */
export function checkReports(args: Paths): void {
  for (const name of wantedOf(args)) {
    try {
      mkdirSync(path.dirname(path.resolve(args[name]!)), { recursive: true });
      writeFileSync(args[name]!, '', { flag: 'a' });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new BenchError(`--${name} ${args[name]} cannot be written: ${why}`);
    }
  }
}

/** Writes the reports asked for. */
export function writeReports(run: RunResult, args: Paths): void {
  for (const name of wantedOf(args)) writeFileSync(args[name]!, FORMATS[name](run));
}

function wantedOf(args: Paths): (keyof typeof FORMATS)[] {
  const names = Object.keys(FORMATS) as (keyof typeof FORMATS)[];
  return names.filter((name) => args[name] !== undefined);
}
