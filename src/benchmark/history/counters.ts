import type { Finding, RunResult } from '../result';
import type { BlessedCounter, CounterBook } from './counter-book';
import { BaselineError } from './errors';
import { isAmount, own } from './read-json';
import { benchToken, seriesKey, subjectsOf } from './series';
import { severityOf } from './severity';

export type BlessOptions = {
  /** Words of a line of the CHANGELOG, 20 characters or more. Needed where a counter grew or is gone. */
  because?: string;
  /** Text of the CHANGELOG. */
  changelog: string;
  /** See `CheckOptions`. */
  listed?: ReadonlySet<string>;
};

/** How strict a check is. */
export type CheckOptions = {
  /** A counter that the book does not know fails, too. @default false */
  gate?: boolean;
  /**
   * Beginnings of the keys of every bench there is, run or not, by `benchToken`: counters of other benches are gone. @default those
   * of benches that did not run are left alone
   */
  listed?: ReadonlySet<string>;
};

// Shorter words stand in many lines and explain nothing.
const REASON_LENGTH = 20;

const EXPLAIN = 'bless it with the CHANGELOG line that explains it';

type Counted = {
  /** Counters of the run by key. */
  values: Map<string, { name: string; value: number }>;
  /** Benches that ran. */
  benches: Set<string>;
  /** Beginnings of the keys of contenders that could not be measured: they say nothing of what is gone. */
  broken: string[];
};

/**
 * Compares the counters of a run with the book, hard: growth of any size is a `counter` finding, as is a counter that is no longer
 * counted and a blessed growth without its CHANGELOG line. A counter that shrank is `better`; an unknown one is `baseline`, under
 * `gate` a `counter` finding. Benches that are not in the run but in the list, and contenders that failed, are not judged.
 */
export function checkCounters(
  book: CounterBook,
  run: RunResult,
  changelog: string,
  { gate = false, listed }: CheckOptions = {},
): Finding[] {
  const counted = countersOf(run);
  const findings: Finding[] = [];
  for (const [key, { name, value }] of counted.values) {
    const blessed = own(book.counters, key) as BlessedCounter | undefined;
    const finding = checkCounter(key, name, value, blessed?.value, gate);
    if (finding) findings.push(finding);
  }
  for (const key of goneKeys(book, counted, listed)) {
    const token = tokenOf(key);
    const message =
      listed?.has(token) === false
        ? `${key} is no longer counted, for no file defines ${token}; bring the bench back, or drop its counters with --bless="…" and the CHANGELOG line that explains it`
        : `${key} is no longer counted; count it again, or ${EXPLAIN}`;
    findings.push({
      kind: 'counter',
      series: key,
      message,
      before: book.counters[key]!.value,
    });
  }
  for (const [key, { value, was, because = '' }] of Object.entries(book.counters)) {
    if (!was || isExplained(because, changelog)) continue;
    const said = because === '' ? 'no reason' : `the reason ${JSON.stringify(because)}`;
    findings.push({
      kind: 'counter',
      series: key,
      message: `${key} was blessed at ${value} (was ${was.join(', ')}) with ${said}, which is in no line of the CHANGELOG; add the line`,
      after: value,
    });
  }
  return findings;
}

/**
 * The book with the run's counters in it; what the run did not measure stays. New and smaller values need nothing. Throws
 * `BaselineError` naming every counter that grew or is gone where `because` is missing, shorter than 20 characters or in no line of
 * the CHANGELOG, and for a value that is no finite number of at least 0.
 */
export function bless(
  book: CounterBook,
  run: RunResult,
  { because = '', changelog, listed }: BlessOptions,
): CounterBook {
  const counted = countersOf(run);
  const counters = new Map(Object.entries(book.counters));
  const unexplained: string[] = [];
  for (const [key, { value }] of counted.values) {
    if (!isAmount(value)) {
      throw new BaselineError(
        `${key} is ${value}; a counter must be a finite number of at least 0, so mend what counts it`,
      );
    }
    const old = counters.get(key);
    counters.set(key, blessed(old, value, because));
    if (old && value > old.value) unexplained.push(`${key} grew from ${old.value} to ${value}`);
  }
  for (const key of goneKeys(book, counted, listed)) {
    counters.delete(key);
    unexplained.push(`${key} is no longer counted`);
  }
  if (unexplained.length > 0 && !isExplained(because, changelog)) {
    throw new BaselineError(`${unexplained.join('; ')}. ${whyRefused(because)}`);
  }
  return { format: book.format, counters: Object.fromEntries(counters) };
}

function checkCounter(
  key: string,
  name: string,
  value: number,
  before: number | undefined,
  gate: boolean,
): Finding | undefined {
  const found = { series: key, after: value, ...(before !== undefined && { before }) };
  if (!isAmount(value)) {
    const message = `${key} is ${value}; a counter must be a finite number of at least 0, so mend what counts it`;
    return { ...found, kind: 'counter', message };
  }
  if (before === undefined) {
    const message = `${key} is ${value} and in no book yet; --bless it, so that it cannot grow unseen (a new one needs no reason)`;
    return { ...found, kind: gate ? 'counter' : 'baseline', message };
  }
  if (value > before) {
    const message = `${key} grew from ${before} to ${value}; find what adds to ${name}, or ${EXPLAIN}`;
    const severity = severityOf(value / before - 1);
    return { ...found, kind: 'counter', message, severity };
  }
  if (value < before) {
    const message = `${key} shrank from ${before} to ${value}; bless it, so that it stays there`;
    return { ...found, kind: 'better', message };
  }
  return undefined;
}

function blessed(old: BlessedCounter | undefined, value: number, because: string): BlessedCounter {
  if (!old || value === old.value) return old ?? { value };
  if (value > old.value)
    return { value, was: [...(old.was ?? []), old.value], because: because.trim() };
  // A growth that was undone needs no line any more.
  const was = old.was?.filter((earlier) => earlier < value) ?? [];
  if (was.length === 0 || old.because === undefined) return { value };
  return { value, was, because: old.because };
}

function countersOf(run: RunResult): Counted {
  const counted: Counted = { values: new Map(), benches: new Set(), broken: [] };
  for (const bench of run.benches) {
    if (bench.error !== undefined) continue;
    counted.benches.add(benchToken(bench));
    for (const one of bench.cases) {
      for (const { name, error } of one.contenders) {
        if (error !== undefined) counted.broken.push(seriesKey(bench, one, name, ''));
      }
      for (const subject of subjectsOf(one)) {
        for (const [name, value] of Object.entries(subject.counters)) {
          counted.values.set(seriesKey(bench, one, subject.name, name), { name, value });
        }
      }
    }
  }
  return counted;
}

/** Counters of the book that the run should have counted and did not, or whose bench is in no list. */
function goneKeys(
  book: CounterBook,
  { values, benches, broken }: Counted,
  listed: ReadonlySet<string> | undefined,
): string[] {
  return Object.keys(book.counters).filter((key) => {
    if (values.has(key) || broken.some((start) => key.startsWith(start))) return false;
    const token = tokenOf(key);
    return benches.has(token) || listed?.has(token) === false;
  });
}

/** Ids hold no space. */
function tokenOf(key: string): string {
  return key.slice(0, key.indexOf(' '));
}

function isExplained(because: string, changelog: string): boolean {
  const reason = because.trim();
  if (reason.length < REASON_LENGTH) return false;
  return changelog.split(/\r?\n/).some((line) => line.includes(reason));
}

function whyRefused(because: string): string {
  const wanted = `${REASON_LENGTH} characters or more of a CHANGELOG line that explains it`;
  if (because.trim() === '') return `Make them smaller again, or bless them because of ${wanted}`;
  if (because.trim().length < REASON_LENGTH) {
    return `The reason ${JSON.stringify(because)} is too short; give ${wanted}`;
  }
  return `No line of the CHANGELOG holds ${JSON.stringify(because)}; add the line, or give ${wanted}`;
}
