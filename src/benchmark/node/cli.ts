import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { BenchError } from '../errors';
import { type Arguments, parseArguments, USAGE, UsageError } from './arguments';
import { oneLine } from './bundle';
import type { ChromiumDriver } from './chromium-driver';
import { loadConfig } from './config';
import { findBenchFiles } from './discover';
import { type Job, openChromium, openNodeDriver, type Runtime } from './job';
import { measure, measureAgainst } from './measure';
import { savePictures } from './pictures';
import { checkReports } from './reports';
import { selectBenches, withoutPeers } from './select';
import { openStore } from './store';

/**
 * The command `rafter-bench`: finds, runs, compares, reports. Gives the exit code: 0 fine, 1 when a bench failed or a counter grew, 2
 * for a command line or project it cannot use, 3 when time got worse and `--strict` was given.
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
  const abort = new AbortController();
  const job: Job = {
    args,
    runtime,
    config,
    outDir,
    store: openStore(path.resolve(root, config.baselines ?? 'bench/baselines')),
    files,
    failures: [],
    signal: abort.signal,
    drivers: [],
    disposals: [],
  };
  const stop = () => abort.abort(new BenchError('stopped'));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    const node = await openNodeDriver(job, 'main', root, config.alias ?? [], files);
    const listings = await node.driver.list();
    if (args.list) {
      console.log(listings.map(({ id }) => id).join('\n'));
      for (const failure of job.failures) console.error(failure);
      return job.failures.length > 0 ? 1 : 0;
    }
    const { picked, unknown } = selectBenches(listings, args);
    for (const name of unknown) {
      job.failures.push(`unknown bench ${name}; known: ${listings.map(({ id }) => id).join(', ')}`);
    }
    if (picked.length === 0) {
      for (const failure of job.failures) console.error(failure);
      throw new BenchError('no bench is left to run; --list prints the ids');
    }
    let chromium: ChromiumDriver | undefined;
    if (args.pictures !== undefined || picked.some(({ host }) => host === 'chromium')) {
      chromium = await openChromium(job);
      job.drivers.push(chromium);
      job.failures.push(...chromium.failures());
    }
    if (args.pictures !== undefined) return savePictures(listings, chromium!, args.pictures);
    if (args.against !== undefined) return await measureAgainst(job, node, picked);
    const planned = picked.map(({ listing, host }) => ({
      listing: args.gate ? withoutPeers(listing) : listing,
      driver: host === 'chromium' ? chromium! : node.driver,
    }));
    return await measure(job, planned, chromium);
  } catch (error) {
    if (!abort.signal.aborted) throw error;
    // Asked for: a continuous run has no other end.
    console.error('stopped');
    return args.mode === 'continuous' ? 0 : 130;
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
    for (const driver of job.drivers) await driver.close().catch(() => {});
    for (const dispose of job.disposals) dispose();
  }
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
    process.off('exit', remove);
    remove();
  }
}
