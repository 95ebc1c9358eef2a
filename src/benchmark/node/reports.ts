import { accessSync, constants, existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { BenchError, messageOf } from '../errors';
import { formatHtml, formatJson, formatJunit, formatMarkdown } from '../report';
import type { RunResult } from '../result';
import type { Arguments } from './arguments';
import { writeWhole } from './write-file';

const FORMATS = {
  json: formatJson,
  markdown: formatMarkdown,
  html: formatHtml,
  junit: formatJunit,
} as const;

type Paths = Pick<Arguments, keyof typeof FORMATS>;

/**
 * Makes sure that every report can be written, before minutes of measuring, not after, and leaves nothing behind. Throws `BenchError`
 * naming the option.
 */
export function checkReports(args: Paths): void {
  for (const name of wantedOf(args)) naming(name, args[name]!, () => checkWritable(args[name]!));
}

/** Writes the reports asked for. Throws `BenchError` naming the option of one that cannot be written. */
export function writeReports(run: RunResult, args: Paths): void {
  for (const name of wantedOf(args)) {
    naming(name, args[name]!, () => writeWhole(args[name]!, FORMATS[name](run)));
  }
}

function naming(name: string, file: string, part: () => void): void {
  try {
    part();
  } catch (error) {
    throw new BenchError(`--${name} ${file} cannot be written: ${messageOf(error)}`);
  }
}

function checkWritable(file: string): void {
  if (existsSync(file) && statSync(file).isDirectory()) throw new BenchError('it is a folder');
  let folder = path.dirname(path.resolve(file));
  while (!existsSync(folder)) folder = path.dirname(folder);
  if (!statSync(folder).isDirectory()) throw new BenchError(`${folder} is no folder`);
  accessSync(existsSync(file) && !statSync(file).isFile() ? file : folder, constants.W_OK);
}

function wantedOf(args: Paths): (keyof typeof FORMATS)[] {
  const names = Object.keys(FORMATS) as (keyof typeof FORMATS)[];
  return names.filter((name) => args[name] !== undefined);
}
