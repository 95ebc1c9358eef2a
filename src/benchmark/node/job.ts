import { existsSync } from 'node:fs';
import path from 'node:path';
import { BenchError } from '../errors';
import type { RunResult } from '../result';
import type { Driver } from '../run/driver';
import type { BenchListing } from '../station/protocol';
import {
  checkOut,
  createPairDriver,
  movedAlias,
  otherName,
  pairListing,
  preparePackages,
} from './against';
import type { Arguments } from './arguments';
import { type Alias, bundleForNode, oneLine } from './bundle';
import { createChildDriver } from './child-driver';
import type { ChromiumDriver } from './chromium-driver';
import type { BenchConfig } from './config';
import { findBrowser } from './find-browser';
import type { Store } from './store';

/** Where the command's own files lie. */
export type Runtime = {
  /** The project whose benches are run. */
  root: string;
  /** Built entry of the processes that run contenders. */
  childFile: string;
  /** Module that pages import to serve their station: `rafter-ui/benchmark`, built or as source. */
  pageModule: string;
};

/** Everything a command line comes down to. */
export type Job = {
  args: Arguments;
  runtime: Runtime;
  config: BenchConfig;
  outDir: string;
  store: Store;
  files: string[];
  failures: string[];
  /** The report that `--baseline` names. */
  baseline?: RunResult;
  /** What the keys of every bench of the project begin with; undefined where only some were asked for or could be loaded. */
  listed?: ReadonlySet<string>;
  signal: AbortSignal;
  drivers: Driver[];
  disposals: (() => void)[];
};

/** A driver for these files, and which file defines which bench. */
export type NodeDriver = { driver: Driver; fileOf: Map<string, string> };

export type NodeDriverOptions = {
  /** What the files are relative to. */
  root: string;
  /** Folder to build in, from which their packages are found. */
  outDir: string;
  alias: readonly Alias[];
  files: readonly string[];
};

/** Builds and loads the files; what does not build or load is a failure of the job. */
export async function openNodeDriver(
  job: Job,
  { root, outDir, alias, files }: NodeDriverOptions,
): Promise<NodeDriver> {
  const { built, failures } = await bundleForNode(files, { root, outDir, alias });
  job.failures.push(...failures);
  const urls = built.map(({ url }) => url);
  const driver = createChildDriver({ childFile: job.runtime.childFile, urls });
  job.drivers.push(driver);
  const fileOf = new Map<string, string>();
  for (const [i, { listings, failure }] of (await driver.load()).entries()) {
    const { file } = built[i]!;
    for (const { id } of listings) fileOf.set(id, file);
    if (failure === undefined) continue;
    const short = path.relative(root, file);
    job.failures.push(`${short} could not be loaded: ${oneLine(failure, root)}`);
  }
  return { driver, fileOf };
}

/** Starts the browser with pages of these files. Throws `BenchError` where it cannot. */
export async function openChromium(
  { args, config, runtime, outDir, signal }: Job,
  files: readonly string[],
): Promise<ChromiumDriver> {
  const { chromium = {} } = config;
  const { createChromiumDriver } = await import('./chromium-driver');
  try {
    const driver = await createChromiumDriver({
      executablePath: findBrowser(chromium.executablePath),
      args: chromium.args ?? [],
      headless: !args.headed,
      files,
      root: runtime.root,
      outDir: path.join(outDir, 'pages'),
      alias: config.alias ?? [],
      pageModule: runtime.pageModule,
      ...(chromium.viewport && { viewport: chromium.viewport }),
    });
    // Nobody waits for it any more.
    if (signal.aborted) await driver.close();
    return driver;
  } catch (error) {
    const message = oneLine(error, runtime.root);
    if (error instanceof BenchError) throw new BenchError(message);
    throw new BenchError(`the page of the benches does not load: ${message}`);
  }
}

/** Another revision, ready to be opened beside the working tree. */
export async function openOther(job: Job, node: NodeDriver, picked: readonly BenchListing[]) {
  const { args, runtime, config, outDir } = job;
  const { root } = runtime;
  const files = [...new Set(picked.map(({ id }) => node.fileOf.get(id)!))];
  const configured = config.files ?? [];
  const checkout = checkOut({ root, revision: args.against!, folder: outDir, files, configured });
  job.disposals.push(checkout.dispose);
  await preparePackages(root, checkout.root, job.signal);
  // The measuring is today's on both sides.
  const own = { find: /^rafter-ui\/benchmark$/, replacement: runtime.pageModule };
  const kept = existsSync(runtime.pageModule) ? [own] : [];
  const there = await openNodeDriver(job, {
    root: checkout.root,
    // Inside the checkout, so that packages are those installed there.
    outDir: path.join(checkout.root, 'node_modules', '.cache', 'rafter-bench'),
    alias: movedAlias(config.alias ?? [], root, checkout.root, kept),
    files: files.map((file) => path.join(checkout.root, path.relative(root, file))),
  });
  return {
    driver: createPairDriver(node.driver, there.driver, picked, checkout),
    name: otherName(checkout),
    listing: (listing: BenchListing) => pairListing(listing, checkout),
  };
}
