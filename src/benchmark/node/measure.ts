import { BenchError } from '../errors';
import { benchToken } from '../history/series';
import { modes } from '../modes';
import { createProgress, exitCodeOf, formatTerminal } from '../report';
import type { Finding, RunResult } from '../result';
import { type Planned, runSuites } from '../run/run-suites';
import type { Arguments } from './arguments';
import type { ChromiumDriver } from './chromium-driver';
import { AGAINST_LEVEL, blessRun, decide, findingsAgainst, readChangelog, saveRun } from './decide';
import { type Job, type NodeDriver, openOther } from './job';
import { currentLoad, currentRevision, describeMachine } from './machine';
import { writeReports } from './reports';
import { type Selection, withoutPeers } from './select';

const RERUN_ROUNDS = 20;

/** Measures the working tree and another revision side by side. Gives the exit code. */
export async function measureAgainst(
  job: Job,
  node: NodeDriver,
  picked: Selection['picked'],
): Promise<number> {
  const listings = picked.filter(({ host }) => host === 'node').map(({ listing }) => listing);
  if (listings.length === 0) {
    throw new BenchError('--against compares benches that run in Node; none of these does');
  }
  const other = await openOther(job, node, listings);
  const planned = listings.map((listing) => ({
    listing: other.listing(listing),
    driver: other.driver,
  }));
  const run = await runOnce(job, planned, undefined, job.args);
  const left = picked.filter(({ host }) => host !== 'node');
  const findings = [...findingsAgainst(run.benches, other.name), ...leftOut(left)];
  return report(job, { ...run, findings });
}

/** Says what is not compared, for nobody should take it for equal. */
function leftOut(left: Selection['picked']): Finding[] {
  if (left.length === 0) return [];
  const names = left.map(({ listing, host }) => benchToken({ id: listing.id, host })).join(', ');
  const message = `${names} was left out: --against compares what runs in Node`;
  return [{ kind: 'baseline', series: 'against', message }];
}

/** Measures, judges by what is stored, reports; again and again when the mode is continuous. Gives the exit code. */
export async function measure(
  job: Job,
  planned: readonly Planned[],
  chromium: ChromiumDriver | undefined,
): Promise<number> {
  const { args, store, runtime, signal, listed, baseline } = job;
  const changelog = readChangelog(runtime.root, job.config.changelog);
  const known = { store, changelog, ...(listed && { listed }) };
  const rerun = (ids: readonly string[]) => {
    const careful = planned
      .filter(({ listing }) => ids.includes(listing.id))
      .map((each) => ({ ...each, listing: withoutPeers(each.listing) }));
    // In the same mode, or it could not be compared with the same history.
    return runOnce(job, careful, chromium, {
      ...args,
      effort: { ...args.effort, rounds: RERUN_ROUNDS },
    });
  };
  for (let cycle = 1; ; cycle++) {
    const measured = await runOnce(job, planned, chromium, args);
    signal.throwIfAborted();
    const run = await decide(measured, { ...known, args, rerun, ...(baseline && { baseline }) });
    const exitCode = report(job, run);
    if (args.save) saveRun(run, store);
    if (args.bless !== undefined) {
      blessRun(run, { ...known, reason: args.bless });
      return exitCodeOf({ ...run, findings: [] }, args);
    }
    if (args.mode !== 'continuous' || signal.aborted) return exitCode;
    console.log(`cycle ${cycle} is done; Ctrl+C ends it\n`);
  }
}

/** Prints and writes a run; gives its exit code. */
function report({ args }: Job, run: RunResult): number {
  console.log(formatTerminal(run, terminalOptions()));
  writeReports(run, args);
  return exitCodeOf(run, args);
}

async function runOnce(
  job: Job,
  planned: readonly Planned[],
  chromium: ChromiumDriver | undefined,
  args: Arguments,
): Promise<RunResult> {
  const environment = describeMachine();
  const browser = chromium?.environment();
  const startedAt = new Date().toISOString();
  const begun = performance.now();
  const progress = createProgress({
    write: (text) => void process.stderr.write(text),
    now: () => performance.now(),
    columns: process.stderr.columns ?? 100,
    interactive: process.stderr.isTTY === true,
  });
  const benches = await runSuites(planned, {
    effort: modes[args.mode],
    override: args.effort,
    seed: args.seed,
    ...(args.against !== undefined && { level: AGAINST_LEVEL }),
    // One process has one luck: comparing revisions, or in full, every round gets another.
    fresh:
      args.fresh ||
      args.mode === 'full' ||
      args.mode === 'regression' ||
      args.against !== undefined,
    now: () => performance.now(),
    signal: job.signal,
    onPlan: (steps) => progress.plan(steps),
    onStep: (label) => progress.step(label),
  });
  progress.done();
  const revision = currentRevision(job.runtime.root);
  return {
    format: 'rafter-bench/1',
    startedAt,
    durationMs: performance.now() - begun,
    mode: args.mode,
    seed: args.seed,
    ...(revision !== undefined && { revision }),
    environment: {
      ...environment,
      loadAtEnd: currentLoad(),
      ...(browser && planned.some(({ driver }) => driver === chromium) && { browser }),
    },
    benches,
    failures: [...job.failures],
  };
}

function terminalOptions() {
  const isTerminal = process.stdout.isTTY === true;
  return { columns: process.stdout.columns ?? 160, color: isTerminal && !process.env.NO_COLOR };
}
