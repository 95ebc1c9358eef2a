import type { Environment, ModeName, RunResult } from '../result';
import { BaselineError } from './errors';
import { fingerprintOf, type StableEnvironment, stableEnvironment } from './fingerprint';
import {
  listOf,
  mapSorted,
  objectOf,
  own,
  type Refuse,
  readObject,
  refuser,
  textOf,
} from './read-json';
import { seriesOf } from './series';

/** One run, as ratios to its reference loop. */
export type HistoryEntry = {
  /** When the run began: ISO 8601, UTC. */
  date: string;
  /** Revision measured, '' where unknown. */
  revision: string;
  mode: ModeName;
  /** By series key. */
  series: { readonly [key: string]: number };
};

/** Earlier runs of one environment, oldest first. */
export type History = {
  format: 'rafter-history/1';
  environment: StableEnvironment;
  entries: readonly HistoryEntry[];
};

/** Entries kept of each mode; what is judged is the part since the last change. */
export const KEPT_ENTRIES = 200;

const FORMAT = 'rafter-history/1';
const MODES: readonly string[] = [
  'quick',
  'standard',
  'full',
  'continuous',
  'regression',
] satisfies ModeName[];
const DIGITS = 6;

/** An empty history for the environment of a first run. */
export function startHistory(environment: Environment): History {
  return { format: FORMAT, environment: stableEnvironment(environment), entries: [] };
}

/**
 * The history with the run added. A run without any comparable time adds nothing. Throws `BaselineError` for a run that was made in
 * another environment.
 */
export function appendRun(history: History, run: RunResult): History {
  const expected = fingerprintOf(history.environment);
  const actual = fingerprintOf(run.environment);
  if (expected !== actual) {
    throw new BaselineError(
      `the run was made on ${actual}, the history on ${expected}; keep one history file per fingerprint`,
    );
  }
  const series = Object.fromEntries(seriesOf(run).map(({ key, value }) => [key, rounded(value)]));
  if (Object.keys(series).length === 0) return history;
  const { startedAt: date, revision = '', mode } = run;
  const entries = [...history.entries, { date, revision, mode, series }];
  const alike = entries.filter((entry) => entry.mode === mode);
  const dropped = new Set(alike.slice(0, Math.max(0, alike.length - KEPT_ENTRIES)));
  return { ...history, entries: entries.filter((entry) => !dropped.has(entry)) };
}

/** The entries that a run of this mode may be compared with: those of the same, for warm-up and processes differ between modes. */
export function entriesLike(history: History, mode: ModeName): HistoryEntry[] {
  return history.entries.filter((entry) => entry.mode === mode);
}

/**
 * Reads a history file. Throws `BaselineError` that says what is wrong and how to mend it; copies what it knows and leaves the rest.
 */
export function parseHistory(text: string): History {
  const refuse = refuser(
    'the history',
    'restore the file from version control, or delete it to start anew',
  );
  const source = readObject(text, refuse);
  const format = own(source, 'format');
  if (format !== FORMAT) refuse(`has format ${JSON.stringify(format)}, not ${FORMAT}`);
  return {
    format: FORMAT,
    environment: readEnvironment(own(source, 'environment'), refuse),
    entries: listOf(own(source, 'entries'), 'entries', refuse).map((entry, index) =>
      readEntry(entry, `entry ${index + 1}`, refuse),
    ),
  };
}

/**
 * The history as JSON with one entry a line. Commas lead, so that an added entry is one added line and two branches' entries merge by
 * keeping both lines.
 */
export function formatHistory(history: History): string {
  const { cpu, cores, platform, runtime, browser } = history.environment;
  const environment = {
    ...{ cpu, cores, platform, runtime },
    ...(browser && { browser: { name: browser.name, gpu: browser.gpu } }),
  };
  const lines = history.entries.map(({ date, revision, mode, series }, index) => {
    const entry = { date, revision, mode, series: mapSorted(series, rounded) };
    return `${index === 0 ? ' ' : ','}${JSON.stringify(entry)}\n`;
  });
  const head = `{"format":"${FORMAT}","environment":${JSON.stringify(environment)},"entries":[`;
  return `${head}\n${lines.join('')}]}\n`;
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}

function readEnvironment(value: unknown, refuse: Refuse): StableEnvironment {
  const source = objectOf(value, 'environment', refuse);
  const text = (name: string) => textOf(own(source, name), `environment.${name}`, refuse);
  const cores = own(source, 'cores');
  if (typeof cores !== 'number' || !Number.isFinite(cores)) {
    return refuse('has no number of cores in its environment');
  }
  const browser = own(source, 'browser');
  return {
    ...{ cpu: text('cpu'), cores, platform: text('platform'), runtime: text('runtime') },
    ...(browser !== undefined && { browser: readBrowser(browser, refuse) }),
  };
}

function readBrowser(value: unknown, refuse: Refuse): { name: string; gpu: string } {
  const source = objectOf(value, 'environment.browser', refuse);
  const text = (name: string) => textOf(own(source, name), `environment.browser.${name}`, refuse);
  return { name: text('name'), gpu: text('gpu') };
}

function readEntry(value: unknown, where: string, refuse: Refuse): HistoryEntry {
  const source = objectOf(value, where, refuse);
  const date = textOf(own(source, 'date'), `date of ${where}`, refuse);
  const mode = textOf(own(source, 'mode'), `mode of ${where}`, refuse);
  if (!MODES.includes(mode)) refuse(`has mode ${mode} in ${where}, none of ${MODES.join(', ')}`);
  const series = objectOf(own(source, 'series'), `series of ${where}`, refuse);
  return {
    date,
    revision: textOf(own(source, 'revision'), `revision of ${where}`, refuse),
    mode: mode as ModeName,
    series: Object.fromEntries(
      Object.entries(series).map(([key, ratio]) => [key, readRatio(ratio, key, where, refuse)]),
    ),
  };
}

function readRatio(value: unknown, key: string, where: string, refuse: Refuse): number {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value;
  return refuse(`has ${JSON.stringify(value)} as ${key} of ${where}, not a number above 0`);
}
