import type { BenchResult, Finding, GrowthResult, RunResult } from '../result';
import { count, duration, figure, parametersText, percent, plainText, size } from './format';
import { isOpen, sortedFindings } from './outcome';
import { rowsOf } from './rows';
import type { Tone } from './terminal-style';

/** A section below the tables. */
export type Remarks = { title: string; remarks: { text: string; tone?: Tone }[] };

/** Where and how a run was made, one thing a line. */
export function environmentLines(run: RunResult): string[] {
  const { environment, mode, seed, revision, startedAt, durationMs } = run;
  const { browser } = environment;
  const made = [
    `${mode} run`,
    startedAt,
    `took ${duration(durationMs)}`,
    ...(revision === undefined ? [] : [`revision ${revision}`]),
    `seed ${seed}`,
  ];
  const machine = [
    environment.cpu,
    `${count(environment.cores)} cores`,
    `${plain(environment.memoryGiB)} GiB`,
    ...loadText(environment.loadAtStart, environment.loadAtEnd),
  ];
  const runtime = [
    environment.platform,
    environment.runtime,
    `clock ${plain(environment.clockResolutionMs)} ms`,
    environment.collection ? 'garbage collected on demand' : 'garbage not collected on demand',
  ];
  const page = browser && [
    browser.headless ? `${browser.name} without a window` : browser.name,
    browser.gpu,
    `${browser.viewport} at ${browser.devicePixelRatio}x`,
    `clock ${plain(browser.clockResolutionMs)} ms`,
    browser.crossOriginIsolated ? 'cross-origin isolated' : 'not cross-origin isolated',
  ];
  return [made, machine, runtime, ...(page ? [page] : [])].map((parts) =>
    plainText(parts.join(', ')),
  );
}

/** Without the zeros that line up columns. */
function plain(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(3))) : 'n/a';
}

function loadText(start: number | null, end: number | null): string[] {
  const known = [start, end].filter((load) => load !== null);
  return known.length === 0 ? [] : [`load ${known.map(plain).join(' to ')}`];
}

/** What is remarkable, by section; sections without anything are left out. */
export function remarksOf(run: RunResult): Remarks[] {
  const each = (of: (bench: BenchResult) => string[], tone?: Tone) =>
    run.benches.flatMap(of).map((text) => ({ text: plainText(text), ...(tone && { tone }) }));
  const sections: Remarks[] = [
    { title: 'Counters', remarks: each(counterLines) },
    {
      title: 'Growth',
      remarks: each(({ id, growth }) => growth.map((fit) => growthLine(id, fit))),
    },
    { title: 'Smallest change this run could have seen', remarks: each(detectableLines) },
    { title: 'Outliers, by cause', remarks: each(outlierLines) },
    { title: 'Not stable at the end of the warm-up', remarks: each(unstableLines) },
    {
      title: 'Notes',
      remarks: each(({ id, notes }) => (notes === undefined ? [] : [`${id}: ${notes}`])),
    },
    {
      title: 'Failed',
      remarks: [
        ...each(failureLines, 'bad'),
        ...run.failures.map((failure): { text: string; tone: Tone } => ({
          text: plainText(failure),
          tone: 'bad',
        })),
      ],
    },
    { title: 'Findings', remarks: sortedFindings(run.findings ?? []).map(findingLine) },
  ];
  return sections.filter(({ remarks }) => remarks.length > 0);
}

/** How a quantity grows, in a line: `virt/find ours: time over rows O(log n), R² 0.998: 1k 0.3, 10k 0.4`. */
export function growthLine(id: string, growth: GrowthResult): string {
  const points = growth.points.map(([x, y]) => `${size(x)} ${figure(y)}`).join(', ');
  return `${id} ${growth.contender}: ${growth.quantity} over ${growth.parameter} ${fitText(growth)}: ${points}`;
}

/** The fitted model and how well it fits: `O(log n), R² 0.998`. */
export function fitText({ model, r2 }: Pick<GrowthResult, 'model' | 'r2'>): string {
  return `${model}, R² ${Number.isFinite(r2) ? r2.toFixed(3) : 'n/a'}`;
}

function outliersText(causes: ReadonlyMap<string, number>): string {
  return [...causes].map(([cause, n]) => `${count(n)} ${cause}`).join(', ');
}

/** Everything that failed in a bench, with its reason. */
export function failureLines({ id, error, cases }: BenchResult): string[] {
  const failed = cases.flatMap(({ parameters, contenders }) =>
    contenders.flatMap((contender) =>
      contender.error === undefined
        ? []
        : [`${at(id, parametersText(parameters))} ${contender.name}: ${contender.error}`],
    ),
  );
  return error === undefined ? failed : [`${id}: ${error}`, ...failed];
}

function counterLines({ id, cases }: BenchResult): string[] {
  return cases.flatMap(({ parameters, contenders }) =>
    contenders.flatMap(({ name, counters }) => {
      const counted = Object.entries(counters).map(([counter, n]) => `${counter} ${count(n)}`);
      if (counted.length === 0) return [];
      return [`${at(id, parametersText(parameters))} ${name}: ${counted.join(', ')}`];
    }),
  );
}

function detectableLines(bench: BenchResult): string[] {
  return rowsOf(bench).flatMap(({ at: { parameters }, quantity, comparison, verdict }) => {
    if (!comparison || !verdict || !isOpen(verdict)) return [];
    const seen =
      comparison.detectable === null ? 'unknown' : `>= ${percent(comparison.detectable)}`;
    const name = at(bench.id, parametersText(parameters));
    return [`${name} ${quantity} beside ${comparison.other}: ${seen} (${verdict})`];
  });
}

/** A line for each quantity, over all cases: which case had them is in the other reports. */
function outlierLines({ id, cases }: BenchResult): string[] {
  const quantities = new Map<string, Map<string, Map<string, number>>>();
  for (const contender of cases.flatMap(({ contenders }) => contenders)) {
    for (const [quantity, { summary }] of Object.entries(contender.quantities)) {
      for (const [cause, n] of Object.entries(summary.outliers)) {
        const contenders = entryOf(quantities, quantity, () => new Map());
        const causes = entryOf(contenders, contender.name, () => new Map<string, number>());
        causes.set(cause, (causes.get(cause) ?? 0) + n);
      }
    }
  }
  return [...quantities].map(([quantity, contenders]) => {
    const each = [...contenders].map(([name, causes]) => `${name} ${outliersText(causes)}`);
    return `${id} ${quantity}: ${each.join('; ')}`;
  });
}

function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

function unstableLines({ id, cases }: BenchResult): string[] {
  return cases.flatMap(({ parameters, contenders }) => {
    const names = contenders
      .filter(({ stable, error }) => !stable && error === undefined)
      .map(({ name }) => name);
    return names.length === 0 ? [] : [`${at(id, parametersText(parameters))} ${names.join(', ')}`];
  });
}

function findingLine(finding: Finding): { text: string; tone: Tone } {
  const { kind, severity, message } = finding;
  const head = severity === undefined ? kind : `${kind} (${severity})`;
  return { text: plainText(`${head}: ${message}`), tone: FINDING_TONES[kind] };
}

const FINDING_TONES: { readonly [K in Finding['kind']]: Tone } = {
  counter: 'bad',
  alarm: 'bad',
  baseline: 'warning',
  watch: 'warning',
  better: 'good',
};

function at(id: string, parameters: string): string {
  return parameters === '' ? id : `${id} [${parameters}]`;
}
