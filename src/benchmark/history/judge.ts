import { createCusum, mannWhitney, mean, quantile } from '../../statistics';
import type { Finding, RunResult, Trend } from '../result';
import { entriesLike, type History, type HistoryEntry } from './history';
import { type LevelOptions, lastChange, levelOf, MINIMUM_HISTORY } from './level';
import { own } from './read-json';
import { buildName, changeSentence, pText } from './sentences';
import { type Series, seriesOf } from './series';
import { severityOf } from './severity';

/** What earlier runs say of a run. */
export type Judgement = {
  findings: Finding[];
  /** Every series of the run by key, with the earlier values. */
  trends: { [series: string]: Trend };
  /** Ids of the benches to measure again with more samples, each once. */
  rerun: string[];
};

// Of 20 builds as fast as ever, one is confirmed to be slower.
const USUAL_SHARE = 0.95;
const CONFIRM_LEVEL = 0.05;

type Known = {
  series: Series;
  /** Builds of this series, this run last. */
  builds: readonly { date: string; revision: string }[];
  values: Float64Array;
  /** Index of the first value of the present level. */
  start: number;
};

/**
 * Compares each time of the run with earlier runs of the same environment and kind of mode, which do not hold this run yet. A lasting
 * change that this run gave away is an `alarm` with a severity, or `better`; it is reported once. Values that run away upwards are a
 * `watch`, whose benches are to be measured again and then given to `confirm`. Nothing is said of a series with fewer than
 * `minimumHistory` values since its last change.
 */
export function judge(history: History, run: RunResult, options: LevelOptions = {}): Judgement {
  const judgement: Judgement = { findings: [], trends: {}, rerun: [] };
  const entries = entriesLike(history, run.mode);
  const trends: [string, Trend][] = [];
  for (const series of seriesOf(run)) {
    const known = knownOf(entries, run, series);
    const { values, builds } = known;
    const change = lastChange(values, series.minimumEffect, options);
    known.start = change?.index ?? 0;
    trends.push([
      series.key,
      {
        values: Array.from(values),
        revisions: builds.map(({ revision }) => revision),
        ...(change && { changePoint: change.index }),
      },
    ]);
    if (change?.seenAt === values.length - 1) {
      judgement.findings.push(changeFinding(known, change));
      continue;
    }
    const watch = watchFinding(known, options);
    if (!watch) continue;
    judgement.findings.push(watch);
    if (!judgement.rerun.includes(series.bench)) judgement.rerun.push(series.bench);
  }
  judgement.trends = Object.fromEntries(trends);
  return judgement;
}

/**
 * The judgement of the run after its watched benches were measured again. A watch stays, with its p, where the rerun lies above 19 of
 * 20 earlier builds and by rank above them as a whole; otherwise it is withdrawn. One that could not be measured again stays too.
 */
export function confirm(
  history: History,
  run: RunResult,
  rerun: RunResult,
  options: LevelOptions = {},
): Judgement {
  const judgement = judge(history, run, options);
  const entries = entriesLike(history, run.mode);
  const again = new Map(seriesOf(rerun).map((series) => [series.key, series]));
  const findings = judgement.findings.flatMap((finding) => {
    if (finding.kind !== 'watch') return [finding];
    const series = again.get(finding.series);
    if (!series) {
      const message = `${finding.message}; it could not be measured again`;
      return [{ ...finding, message }];
    }
    const known = knownOf(entries, rerun, series);
    known.start = judgement.trends[finding.series]?.changePoint ?? 0;
    return confirmedFinding(known);
  });
  return { ...judgement, findings, rerun: [] };
}

function knownOf(entries: readonly HistoryEntry[], run: RunResult, series: Series): Known {
  const builds: { date: string; revision: string }[] = [];
  const values: number[] = [];
  for (const entry of entries) {
    const value = own(entry.series, series.key);
    if (typeof value !== 'number') continue;
    builds.push(entry);
    values.push(value);
  }
  builds.push({ date: run.startedAt, revision: run.revision ?? '' });
  values.push(series.value);
  return { series, builds, values: Float64Array.from(values), start: 0 };
}

function changeFinding(
  { series, builds }: Known,
  { index, before, after, p }: NonNullable<ReturnType<typeof lastChange>>,
): Finding {
  const sentence = changeSentence(series.label, 'is', before, after);
  const message = `${sentence} since ${buildName(builds[index]!)}, ${pText(p)}`;
  const found = { series: series.key, message, before, after, p };
  if (after < before) return { ...found, kind: 'better' };
  return { ...found, kind: 'alarm', severity: severityOf(after / before - 1) };
}

/** A chart over the present level that speaks up at the last value; it starts anew each time it does. */
function watchFinding(
  { series, values, start }: Known,
  { minimumHistory = MINIMUM_HISTORY }: LevelOptions,
): Finding | undefined {
  const last = values.length - 1;
  if (last - start < minimumHistory) return undefined;
  const level = levelOf(values.subarray(start, last), series.minimumEffect);
  const chart = createCusum(level);
  let spoke: string | undefined;
  let climb = start;
  for (let i = start; i <= last; i++) {
    if (spoke !== undefined) chart.reset();
    if (spoke !== undefined || values[i]! <= level.target) climb = i;
    spoke = chart.push(values[i]!);
  }
  if (spoke !== 'up') return undefined;
  if (values[climb]! <= level.target) climb++;
  const after = mean(values.subarray(climb));
  const change = after / level.target - 1;
  if (!(change >= series.minimumEffect)) return undefined;
  const sentence = changeSentence(series.label, 'may be', level.target, after);
  const builds = last - climb + 1;
  return {
    kind: 'watch',
    series: series.key,
    message: `${sentence} in the last ${builds === 1 ? 'build' : `${builds} builds`}`,
    severity: severityOf(change),
    before: level.target,
    after,
  };
}

function confirmedFinding({ series, values, start }: Known): Finding[] {
  const earlier = values.subarray(start, values.length - 1);
  const { target } = levelOf(earlier, series.minimumEffect);
  const { p } = mannWhitney(series.rounds, earlier);
  const change = series.value / target - 1;
  const isUsual = series.value <= quantile(earlier, USUAL_SHARE);
  if (isUsual || !(p < CONFIRM_LEVEL) || change < series.minimumEffect) return [];
  const sentence = changeSentence(series.label, 'is', target, series.value);
  return [
    {
      kind: 'watch',
      series: series.key,
      message: `${sentence}, measured twice, ${pText(p)}`,
      severity: severityOf(change),
      before: target,
      after: series.value,
      p,
    },
  ];
}
