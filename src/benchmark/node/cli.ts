import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { BenchError, messageOf } from '../errors';
import { benchToken } from '../history/series';
import type { BenchListing } from '../station/protocol';
import { type Arguments, parseArguments, USAGE, UsageError } from './arguments';
import { oneLine } from './bundle';
import type { ChromiumDriver } from './chromium-driver';
import { loadConfig } from './config';
import { readBaseline } from './decide';
import { findBenchFiles } from './discover';
import { endSoon, pause, watchInterrupts } from './interrupt';
import { type Job, type NodeDriver, openChromium, openNodeDriver, type Runtime } from './job';
import { measure, measureAgainst } from './measure';
import { savePictures } from './pictures';
import { checkReports } from './reports';
import { selectBenches, withoutPeers } from './select';
import { openStore } from './store';

/** What is told to stop has so long to end. */
const CLOSE_LIMIT_MS = 500;

/**
 * The command `rafter-bench`: finds, runs, compares, reports. Gives the exit code: 0 fine, 1 when a bench failed or a counter grew, 2
 * for a command line or project it cannot use, 3 when time got worse and `--strict` was given, 130 and 143 for one interrupted.
 */
export async function main(argv: readonly string[], runtime: Runtime): Promise<number> {
  try {
    const args = parseArguments(argv);
    if (args.help) {
      console.log(USAGE);
      return 0;
    }
    checkReports(args);
    return await withFolder(runtime.root, (outDir) => command(args, runtime, outDir));
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    console.error(oneLine(error, runtime.root));
    if (error instanceof UsageError) console.error(`\n${USAGE}`);
    return 2;
  }
}

async function command(args: Arguments, runtime: Runtime, outDir: string): Promise<number> {
  const { root } = runtime;
  const config = await loadConfig(root, args.config);
  const files = findBenchFiles(root, args.files.length > 0 ? args.files : (config.files ?? []));
  const baseline = args.baseline === undefined ? undefined : readBaseline(args.baseline);
  const interrupt = watchInterrupts();
  const job: Job = {
    args,
    runtime,
    config,
    outDir,
    store: openStore(path.resolve(root, config.baselines ?? 'bench/baselines')),
    files,
    failures: [],
    ...(baseline && { baseline }),
    signal: interrupt.signal,
    drivers: [],
    disposals: [],
  };
  try {
    return await interrupt.race(runJob(job));
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    console.error('stopped');
    return interrupt.exitCode(args.mode === 'continuous');
  } finally {
    interrupt.dispose();
    const closing = Promise.all(job.drivers.map((driver) => driver.close().catch(() => {})));
    await (interrupt.signal.aborted ? Promise.race([closing, pause(CLOSE_LIMIT_MS)]) : closing);
    for (const dispose of job.disposals) dispose();
    if (interrupt.signal.aborted) endSoon();
  }
}

async function runJob(job: Job): Promise<number> {
  const { args, config, files, outDir, runtime } = job;
  const node = await openNodeDriver(job, {
    root: runtime.root,
    outDir: path.join(outDir, 'main'),
    alias: config.alias ?? [],
    files,
  });
  const listings = await node.driver.list();
  if (args.list) {
    console.log(listings.map(({ id }) => id).join('\n'));
    for (const failure of job.failures) console.error(failure);
    return job.failures.length > 0 ? 1 : 0;
  }
  if (isWhole(args) && job.failures.length === 0) {
    job.listed = new Set(
      listings.flatMap(({ id, hosts }) => hosts.map((host) => benchToken({ id, host }))),
    );
  }
  const { picked, unknown } = selectBenches(listings, args);
  job.failures.push(...unknown);
  if (picked.length === 0) {
    for (const failure of job.failures) console.error(failure);
    throw new BenchError('no bench is left to run; --list prints the ids');
  }
  if (args.against !== undefined) return measureAgainst(job, node, picked);
  const inChromium = picked.filter(({ host }) => host === 'chromium').map(({ listing }) => listing);
  if (args.pictures !== undefined) {
    const chromium = await openPages(job, node, inChromium);
    return savePictures(inChromium, chromium, args.pictures);
  }
  let chromium: ChromiumDriver | undefined;
  if (inChromium.length > 0) {
    try {
      chromium = await openPages(job, node, inChromium);
    } catch (error) {
      const names = inChromium.map(({ id }) => id).join(', ');
      job.failures.push(`${names} did not run in Chromium: ${messageOf(error)}`);
    }
  }
  const planned = picked.flatMap(({ listing, host }) => {
    const driver = host === 'chromium' ? chromium : node.driver;
    return driver ? [{ listing: args.gate ? withoutPeers(listing) : listing, driver }] : [];
  });
  return measure(job, planned, chromium);
}

/** Whether the command line asks for all benches. */
function isWhole({ files, only, category, host, gate, bless }: Arguments): boolean {
  const some = [files, only, category, host].some(({ length }) => length > 0);
  return (gate || bless !== undefined) && !some;
}

/** The browser with the files that define these benches. */
async function openPages(
  job: Job,
  { fileOf }: NodeDriver,
  listings: readonly BenchListing[],
): Promise<ChromiumDriver> {
  const chromium = await openChromium(job, [...new Set(listings.map(({ id }) => fileOf.get(id)!))]);
  job.drivers.push(chromium);
  job.failures.push(...chromium.failures());
  return chromium;
}

/** Runs with a folder of its own, below node_modules so that what is built there finds its packages. */
async function withFolder<T>(root: string, run: (folder: string) => Promise<T>): Promise<T> {
  const cache = path.join(root, 'node_modules', '.cache', 'rafter-bench');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, 'run-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    return await run(folder);
  } finally {
    // Again at the exit: what was interrupted may still have written something.
    remove();
  }
}
