import { readdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type BenchBrowser, openBrowser } from './browser';
import { failedRow, formatEnvironment, formatTable, reasonOf, reportRows } from './report';
import { createRandom } from './statistics';
import type { BenchCase, BenchContext, Environment, ReportRow } from './types';

/** What bench/run.mjs hands in: things that depend on where the files lie. */
export type MainOptions = {
  argv: readonly string[];
  root: string;
  outDir: string;
  bundleForNode(entry: string, name: string): Promise<string>;
  findChromium(): string;
  chromiumArgs: readonly string[];
};

type Arguments = {
  only?: string[];
  json?: string;
  pictures?: string;
  rounds: number;
  frames: number;
  warm: number;
  seed: number;
  list: boolean;
};

type Loaded = { cases: BenchCase[]; failures: string[] };

class UsageError extends Error {}

const DEFAULT_WARM = 30;

const USAGE = `Usage: npm run bench -- [options]
  --only <id,...>    run these benches only
  --json <file>      write the results as JSON
  --rounds <n>       interleaved rounds of page benches (default 3; 9 or more to decide)
  --frames <n>       frames of a timed pass (default 100)
  --warm <n>         frames before a pass, for the page to be compiled and steady (default 30)
  --seed <n>         seed of the contenders' order (default 1)
  --pictures <dir>   only save a picture of every contender's scene
  --list             print the ids`;

/** Runs the benches asked for. Returns the exit code: 0, 1 when one failed, 2 for a wrong command line. */
export async function main(options: MainOptions): Promise<number> {
  let args: Arguments;
  try {
    args = parseArguments(options.argv);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n\n${USAGE}`);
    return 2;
  }
  if (args.pictures !== undefined) return savePictures(options, args.pictures);

  const { cases, failures } = await loadCases(options);
  if (args.list) {
    console.log(cases.map(({ id }) => id).join('\n'));
    return 0;
  }
  const unknown = args.only?.filter((id) => !cases.some((bench) => bench.id === id)) ?? [];
  if (unknown.length > 0) {
    console.error(
      `Unknown bench ${unknown.join(', ')}. Known: ${cases.map(({ id }) => id).join(', ')}`,
    );
    for (const failure of failures) console.error(failure);
    return 2;
  }
  // Before minutes of measuring, not after.
  try {
    if (args.json !== undefined) writeFileSync(args.json, '[]\n');
  } catch (error) {
    console.error(`--json ${args.json} cannot be written: ${reasonOf(error, options.root)}`);
    return 2;
  }
  const selected = cases.filter(({ id }) => args.only?.includes(id) ?? true);
  const { rows, failed } = await runCases(selected, args, options);
  for (const failure of failures) console.error(failure);
  if (args.json !== undefined) writeFileSync(args.json, `${JSON.stringify(rows, null, 1)}\n`);
  return failed || (failures.length > 0 && args.only === undefined) ? 1 : 0;
}

async function runCases(
  selected: readonly BenchCase[],
  args: Arguments,
  options: MainOptions,
): Promise<{ rows: ReportRow[]; failed: boolean }> {
  const environment = describeMachine(args);
  let opening: Promise<BenchBrowser> | undefined;
  const rows: ReportRow[] = [];
  let failed = false;
  try {
    for (const bench of selected) {
      const context: BenchContext = {
        rounds: args.rounds,
        frames: args.frames,
        random: createRandom(args.seed),
        progress: (message) => console.error(`${bench.id}: ${message}`),
        async browser() {
          opening ??= openBrowser({
            root: options.root,
            outDir: options.outDir,
            executablePath: options.findChromium(),
            args: options.chromiumArgs,
            warmFrames: args.warm,
          });
          const opened = await opening;
          environment.browser = opened.environment;
          return opened;
        },
      };
      console.error(`${bench.id}: running`);
      try {
        const result = await bench.run(context);
        rows.push(...reportRows(bench, result, environment));
        for (const failure of result.failures ?? []) {
          failed = true;
          console.error(`${bench.id}: ${reasonOf(failure, options.root)}`);
        }
      } catch (error) {
        failed = true;
        console.error(`${bench.id}: ${error instanceof Error ? error.stack : String(error)}`);
        rows.push(failedRow(bench, reasonOf(error, options.root), environment));
      }
    }
  } finally {
    await opening?.then(
      (browser) => browser.close(),
      () => undefined,
    );
  }
  environment.loadAtEnd = load();
  console.log(`\n${formatEnvironment(environment)}\n\n${formatTable(rows)}\n`);
  return { rows, failed };
}

/** Loads every file of bench/cases by itself, so that one that does not build leaves the others usable. */
async function loadCases({ root, bundleForNode }: MainOptions): Promise<Loaded> {
  const folder = path.join(root, 'bench', 'cases');
  const loaded: Loaded = { cases: [], failures: [] };
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.ts')) continue;
    try {
      const url = await bundleForNode(
        path.join(folder, file),
        `case-${path.basename(file, '.ts')}`,
      );
      const module = (await import(/* @vite-ignore */ url)) as { cases: BenchCase[] };
      loaded.cases.push(...module.cases);
    } catch (error) {
      loaded.failures.push(`bench/cases/${file} could not be loaded: ${reasonOf(error, root)}`);
    }
  }
  return loaded;
}

function parseArguments(argv: readonly string[]): Arguments {
  const args: Arguments = { rounds: 3, frames: 100, warm: DEFAULT_WARM, seed: 1, list: false };
  for (let i = 0; i < argv.length; i++) {
    const flag = argv[i];
    if (flag === '--list') {
      args.list = true;
      continue;
    }
    const value = argv[++i];
    if (flag === undefined || !FLAGS.has(flag)) throw new UsageError(`Unknown option ${flag}`);
    if (value === undefined || value === '') throw new UsageError(`${flag} needs a value`);
    if (flag === '--only') args.only = value.split(',').filter((id) => id !== '');
    else if (flag === '--json') args.json = value;
    else if (flag === '--pictures') args.pictures = value;
    else if (flag === '--rounds') args.rounds = positiveInteger(flag, value);
    else if (flag === '--frames') args.frames = positiveInteger(flag, value);
    else if (flag === '--warm') args.warm = positiveInteger(flag, value);
    else args.seed = positiveInteger(flag, value);
  }
  return args;
}

/** Contenders and the rows of their scene. */
const SCENES: ReadonlyMap<string, number> = new Map([
  ['rafter', 10_000],
  ['dom-recycle', 10_000],
  ['dom-recycle-opaque', 10_000],
  ['dom-tanstack', 10_000],
  ['react-virtua', 10_000],
  ['canvas-2d', 10_000],
  ['pixi-pooled', 10_000],
  ['uikit', 10_000],
  ['pixi-ui', 1_000],
]);

const FLAGS: ReadonlySet<string> = new Set([
  '--only',
  '--json',
  '--pictures',
  '--rounds',
  '--frames',
  '--warm',
  '--seed',
]);

function positiveInteger(flag: string, value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) {
    throw new UsageError(`${flag} is ${value}; it must be a whole number from 1 up`);
  }
  return number;
}

function describeMachine({ rounds, seed }: Arguments): Environment {
  const cpus = os.cpus();
  return {
    date: new Date().toISOString(),
    cpu: cpus[0]?.model.trim() ?? 'unknown',
    cores: cpus.length,
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    loadAtStart: load(),
    loadAtEnd: load(),
    platform: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    rounds,
    seed,
  };
}

function load(): number {
  return Math.round((os.loadavg()[0] ?? 0) * 100) / 100;
}

/** The way to check that contenders show the same scene. */
async function savePictures(options: MainOptions, folder: string): Promise<number> {
  const browser = await openBrowser({
    root: options.root,
    outDir: options.outDir,
    executablePath: options.findChromium(),
    args: options.chromiumArgs,
    warmFrames: DEFAULT_WARM,
  });
  let failed = false;
  try {
    for (const [contender, rows] of SCENES) {
      try {
        const picture = await browser.picture(contender, { rows, frames: 7 });
        writeFileSync(path.join(folder, `${contender}.png`), picture);
      } catch (error) {
        failed = true;
        console.error(`${contender}: ${reasonOf(error, options.root)}`);
      }
    }
  } finally {
    await browser.close();
  }
  return failed ? 1 : 0;
}
