import { holm, mannWhitney, median, quantile, ratioEstimate } from '../../statistics';
import type { Finding, RunResult } from '../result';
import { fingerprintOf } from './fingerprint';
import { entriesLike, type History } from './history';
import { lastChange } from './level';
import { own } from './read-json';
import { buildName, changeSentence, pText } from './sentences';
import { type Series, seriesOf } from './series';
import { severityOf } from './severity';

export type BaselineOptions = {
  /** Share of suites without any change of which something is reported. @default 0.05 */
  level?: number;
};

// Fewer cannot reach 1 % against the 5 rounds of the shortest mode.
const LEAST_VALUES = 5;

// Rounds of one run share its luck; against builds, the run as a whole must be out of the ordinary too.
const USUAL = [0.025, 0.975] as const;

/** What a series is compared with; `usual` is the range of nearly all builds. */
type Samples = { values: ArrayLike<number>; since: string; usual?: readonly [number, number] };

/**
 * Compares each time of the run with a stored run, round by round, or with the last level of a history, build by build: a change
 * counts where it is at least the bench's minimum effect, its 95 % interval leaves out 1 and its p by Mann-Whitney holds over the
 * whole suite (Holm). Findings are `alarm` or `better`, never hard; `baseline` says what could not be compared, or not well.
 *
 * Two single runs cannot tell a change of the code from one of the machine between them: where a history is at hand, use it.
 */
export function compareWithBaseline(
  run: RunResult,
  baseline: RunResult | History,
  { level = 0.05 }: BaselineOptions = {},
): Finding[] {
  const samplesOf = 'benches' in baseline ? fromRun(baseline) : fromHistory(baseline, run);
  const compared = seriesOf(run).flatMap((series) => {
    const samples = samplesOf(series);
    if (!samples) return [];
    const estimate = ratioEstimate(series.rounds, samples.values);
    if (!estimate) return [];
    return [{ series, samples, estimate, p: mannWhitney(series.rounds, samples.values).p }];
  });
  const adjusted = holm(compared.map(({ p }) => p));
  const findings = compared.flatMap(({ series, samples, estimate }, index) => {
    const p = adjusted[index]!;
    const { ratio, interval } = estimate;
    if (!(p < level) || Math.abs(ratio - 1) < series.minimumEffect) return [];
    if (interval && interval[0] <= 1 && interval[1] >= 1) return [];
    const { usual } = samples;
    if (usual && series.value >= usual[0] && series.value <= usual[1]) return [];
    return [finding(series, samples, ratio, p)];
  });
  return [...differences(run, baseline, compared.length), ...findings];
}

function fromRun(baseline: RunResult) {
  const { startedAt: date, revision = '' } = baseline;
  const since = buildName({ date, revision });
  const byKey = new Map(seriesOf(baseline).map(({ key, rounds }) => [key, rounds]));
  return ({ key }: Series): Samples | undefined => {
    const values = byKey.get(key);
    return values && { values, since };
  };
}

function fromHistory(history: History, run: RunResult) {
  const entries = entriesLike(history, run.mode);
  return ({ key, minimumEffect }: Series): Samples | undefined => {
    const known = entries.filter(({ series }) => own(series, key) !== undefined);
    const all = Float64Array.from(known, ({ series }) => series[key]!);
    const start = lastChange(all, minimumEffect)?.index ?? 0;
    if (all.length - start < LEAST_VALUES) return undefined;
    const values = all.subarray(start);
    const usual = [quantile(values, USUAL[0]), quantile(values, USUAL[1])] as const;
    return { values, usual, since: buildName(known[start]!) };
  };
}

function finding(series: Series, { values, since }: Samples, ratio: number, p: number): Finding {
  const before = median(values);
  const after = before * ratio;
  const sentence = changeSentence(series.label, 'is', before, after);
  const message = `${sentence} since ${since}, ${pText(p)}`;
  const found = { series: series.key, message, before, after, p };
  if (ratio < 1) return { ...found, kind: 'better' };
  return { ...found, kind: 'alarm', severity: severityOf(ratio - 1) };
}

/** What makes the comparison worth less. */
function differences(run: RunResult, baseline: RunResult | History, compared: number): Finding[] {
  const found: Finding[] = [];
  const here = fingerprintOf(run.environment);
  const there = fingerprintOf(baseline.environment);
  const report = (message: string) =>
    found.push({ kind: 'baseline', series: 'baseline', message: `the baseline ${message}` });
  if (here !== there) {
    report(
      `was made on ${there}, this run on ${here}; ratios to the reference loop differ by machine`,
    );
  }
  if ('benches' in baseline && baseline.mode !== run.mode) {
    report(`was made in mode ${baseline.mode}, this run in ${run.mode}; measure both in one mode`);
  }
  if (compared === 0) report('has no series that this run has; nothing was compared');
  return found;
}
