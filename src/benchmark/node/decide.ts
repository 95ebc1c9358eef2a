import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { messageOf } from '../errors';
import {
  appendRun,
  BaselineError,
  bless,
  checkCounters,
  compareWithBaseline,
  confirm,
  emptyCounterBook,
  entriesLike,
  fingerprintOf,
  type History,
  type Judgement,
  judge,
  severityOf,
  startHistory,
} from '../history';
import { MINIMUM_HISTORY } from '../history/level';
import { placeOf, seriesKey } from '../history/series';
import { parseRun } from '../report';
import type { BenchResult, CaseResult, Finding, RunResult } from '../result';
import type { Arguments } from './arguments';
import type { Store } from './store';

export type DecideOptions = {
  store: Store;
  args: Arguments;
  /** Text of the changelog, '' where there is none. */
  changelog: string;
  /** The earlier run of `--baseline`. */
  baseline?: RunResult;
  /** What the keys of every bench of the project begin with; undefined where only some were looked at. */
  listed?: ReadonlySet<string>;
  /** Measures these benches again, more carefully. */
  rerun(ids: readonly string[]): Promise<RunResult>;
};

/**
 * Adds to a run what earlier ones say of it: counters against their book, times against the history of this environment and a
 * baseline if one is given. A file that is broken is a failure of the run, and the rest is still judged.
 */
export async function decide(run: RunResult, options: DecideOptions): Promise<RunResult> {
  const { store, args, baseline, listed } = options;
  const findings: Finding[] = [...(run.findings ?? [])];
  const failures = [...run.failures];
  let { trends } = run;
  const attempt = async (part: () => void | Promise<void>) => {
    try {
      await part();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      failures.push(error.message);
    }
  };
  await attempt(() => {
    const book = store.readCounters() ?? (args.gate ? emptyCounterBook() : undefined);
    if (!book) return;
    // What is about to be blessed does not fail.
    const gate = args.gate && args.bless === undefined;
    const check = { gate, ...(listed && { listed }) };
    const found = checkCounters(book, run, options.changelog, check);
    // Outside the gate there are benches that are not for it: nobody has to bless what they count.
    const isAsked = args.gate || args.bless !== undefined;
    findings.push(...found.filter(({ kind }) => isAsked || kind !== 'baseline'));
  });
  await attempt(async () => {
    const history = store.readHistory(fingerprintOf(run.environment));
    if (args.gate || args.save) findings.push(...historyFinding(history, run));
    if (!history) return;
    const judged = judge(history, run);
    trends = judged.trends;
    findings.push(...(await confirmed(history, run, judged, options)));
  });
  if (baseline) {
    await attempt(() => {
      findings.push(...compareWithBaseline(run, baseline));
    });
  }
  return { ...run, findings, failures, ...(trends && { trends }) };
}

/** Says that times were not judged, where there is too little to judge them by. */
function historyFinding(history: History | undefined, run: RunResult): Finding[] {
  const { mode, environment } = run;
  const known = history ? entriesLike(history, mode).length : 0;
  if (known >= MINIMUM_HISTORY) return [];
  const fingerprint = fingerprintOf(environment);
  const message = history
    ? `the history for ${fingerprint} holds ${known} of the ${MINIMUM_HISTORY} runs of mode ${mode} it takes; times were not judged; --save adds one`
    : `no history for ${fingerprint}; times were not judged; --save begins one`;
  return [{ kind: 'baseline', series: 'history', message }];
}

/** What is only watched is measured again before anybody is told. */
async function confirmed(
  history: History,
  run: RunResult,
  judged: Judgement,
  { rerun }: DecideOptions,
): Promise<Finding[]> {
  if (judged.rerun.length === 0) return judged.findings;
  return confirm(history, run, await rerun(judged.rerun)).findings;
}

/** Reads the report of an earlier run. Throws `BaselineError` that says what is wrong with it. */
export function readBaseline(file: string): RunResult {
  if (!existsSync(file)) throw new BaselineError(`--baseline ${file}: there is no such file`);
  try {
    return parseRun(readFileSync(file, 'utf8'));
  } catch (error) {
    const why = messageOf(error);
    throw new BaselineError(`--baseline ${file}: ${why}; give a file that --json wrote`);
  }
}

/** Adds the run to the history of its environment. */
export function saveRun(run: RunResult, store: Store): void {
  const fingerprint = fingerprintOf(run.environment);
  const history = store.readHistory(fingerprint) ?? startHistory(run.environment);
  store.writeHistory(fingerprint, appendRun(history, run));
}

/** What a blessing goes by. */
export type BlessRunOptions = Pick<DecideOptions, 'store' | 'changelog' | 'listed'> & {
  /** '' for none. */
  reason: string;
};

/** Takes the run's counters as the ones to hold. Throws `BaselineError` where one grew or is gone without a reason in the changelog. */
export function blessRun(
  run: RunResult,
  { store, changelog, listed, reason }: BlessRunOptions,
): void {
  const book = store.readCounters() ?? emptyCounterBook();
  const because = reason === '' ? {} : { because: reason };
  store.writeCounters(bless(book, run, { changelog, ...because, ...(listed && { listed }) }));
}

/** Counters of the other revision that are smaller than ours, and times that got worse, as findings. */
export function findingsAgainst(benches: readonly BenchResult[], revision: string): Finding[] {
  return benches.flatMap((bench) =>
    bench.cases.flatMap((one) => caseFindings(bench, one, revision)),
  );
}

function caseFindings(bench: BenchResult, one: CaseResult, revision: string): Finding[] {
  const { contenders, comparisons } = one;
  const subject = contenders.find(({ role }) => role === 'subject');
  const other = contenders.find(({ name }) => name === revision);
  if (!subject || !other || subject.error !== undefined || other.error !== undefined) return [];
  const where = placeOf(bench, one);
  const counters = Object.entries(subject.counters).flatMap(([name, after]): Finding[] => {
    const before = other.counters[name];
    if (before === undefined || after <= before) return [];
    const series = seriesKey(bench, one, subject.name, name);
    const message = `${where}: counter ${name} grew from ${before} (${revision}) to ${after}`;
    return [{ kind: 'counter', series, message, before, after }];
  });
  const times = comparisons.flatMap((each) => {
    const series = seriesKey(bench, one, subject.name, each.quantity);
    return timeFinding(where, series, each, revision);
  });
  return [...counters, ...times];
}

/** Chance below which a change between two revisions is called one, after Holm. */
export const AGAINST_LEVEL = 0.01;

function timeFinding(
  where: string,
  series: string,
  { quantity, ratio, interval, adjustedP, verdict }: CaseResult['comparisons'][number],
  revision: string,
): Finding[] {
  if (adjustedP === null || (verdict !== 'slower' && verdict !== 'faster')) return [];
  const span = interval ? ` (95 %: ${interval.map((value) => value.toFixed(3)).join(' to ')})` : '';
  const change = `${quantity} is ${ratio.toFixed(3)}x what it is ${revision}${span}`;
  const message = `${where}: ${change}, p = ${adjustedP.toPrecision(2)}`;
  const kind = verdict === 'slower' ? 'alarm' : 'better';
  const severity = verdict === 'slower' ? { severity: severityOf(ratio - 1) } : {};
  return [{ kind, series, message, p: adjustedP, ...severity }];
}

/** The changelog's text, '' where there is none. */
export function readChangelog(root: string, file = 'CHANGELOG.md'): string {
  const found = path.resolve(root, file);
  return existsSync(found) ? readFileSync(found, 'utf8') : '';
}
