import { median, ratioEstimate } from './statistics';
import type { BenchCase, CaseResult, Environment, Measurement, ReportRow } from './types';

/** Turns what a case handed back into report rows: one for each measurement and peer, the environment shared. */
export function reportRows(
  bench: BenchCase,
  result: CaseResult,
  environment: Environment,
): ReportRow[] {
  const measurements: readonly Measurement[] = result.measurements ?? [
    { ours: result.ours ?? [], peers: result.peers ?? {} },
  ];
  const rows = measurements.flatMap((measurement) => rowsOf(bench, measurement, environment));
  const [first] = rows;
  if (first && result.counters) first.counters = result.counters;
  if (first && result.notes) first.notes = result.notes;
  return rows;
}

/** The row of a case that threw. */
export function failedRow(bench: BenchCase, error: string, environment: Environment): ReportRow {
  return { id: bench.id, unit: bench.unit, ours: null, samples: 0, error, environment };
}

function rowsOf(
  bench: BenchCase,
  { metric, unit, ours, peers, paired = false }: Measurement,
  environment: Environment,
): ReportRow[] {
  const base = {
    id: bench.id,
    ...(metric !== undefined && { metric }),
    unit: unit ?? bench.unit,
    ours: ours.length > 0 ? median(ours) : null,
    samples: ours.length,
    environment,
  };
  const measured = Object.entries(peers).filter(([, values]) => values.length > 0);
  if (measured.length === 0) return [{ ...base, values: { ours } }];
  return measured.map(([peerName, values]) => {
    const estimate = ratioEstimate(ours, values, { paired });
    return {
      ...base,
      peer: median(values),
      peerName,
      ...(estimate && { ratio: estimate.ratio }),
      ...(estimate?.interval && { ratioInterval: estimate.interval }),
      values: { ours, peer: values },
    };
  });
}

/** An error's message on one line, without terminal colours and without the repository's place on this machine. */
export function reasonOf(error: unknown, root: string): string {
  return (error instanceof Error ? error.message : String(error))
    .replace(ANSI_COLORS, '')
    .replaceAll(root, '.')
    .split(/\s*\n\s*/)
    .filter((line) => line !== '')
    .slice(0, 3)
    .join(' ');
}

// Built from a string: a control character in a literal is refused by the linter.
const ANSI_COLORS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** The rows as a table for a terminal, figures aligned, notes and errors below their bench. */
export function formatTable(rows: readonly ReportRow[]): string {
  const header = ['id', 'what', 'unit', 'ours', 'peer', '', 'ratio', '95 %', 'n'];
  const body = rows.map((row) => [
    row.id,
    row.metric ?? '',
    row.unit,
    row.ours === null ? '-' : figure(row.ours),
    row.peer === undefined ? '' : figure(row.peer),
    row.peerName ?? '',
    row.ratio === undefined ? '' : `${figure(row.ratio)}x`,
    row.ratioInterval ? row.ratioInterval.map(figure).join(' - ') : '',
    String(row.samples),
  ]);
  // A repeated id or metric reads as a group when it is shown once.
  const grouped = body.map((cells, i) => {
    const above = body[i - 1];
    if (above?.[0] !== cells[0]) return cells;
    return ['', above?.[1] === cells[1] ? '' : cells[1], ...cells.slice(2)].map((c) => c ?? '');
  });
  const widths = header.map((title, column) =>
    Math.max(title.length, ...grouped.map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        RIGHT.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  const lines = [line(header), line(widths.map((width) => '-'.repeat(width)))];
  for (const [i, cells] of grouped.entries()) {
    const row = rows[i];
    lines.push(line(cells));
    if (row?.error !== undefined) lines.push(`    failed: ${row.error}`);
  }
  const notes = rows.filter((row) => row.notes !== undefined || row.counters !== undefined);
  if (notes.length > 0) lines.push('');
  for (const { id, notes: text, counters } of notes) {
    const counted = Object.entries(counters ?? {}).map(([name, value]) => `${name} ${value}`);
    lines.push(`${id}: ${[...counted, ...(text === undefined ? [] : [text])].join(', ')}`);
  }
  return lines.join('\n');
}

const RIGHT: ReadonlySet<number> = new Set([3, 4, 6, 7, 8]);

/** The environment in a few lines. */
export function formatEnvironment(environment: Environment): string {
  const { browser } = environment;
  const lines = [
    `${environment.cpu}, ${environment.cores} cores, ${environment.memoryGiB} GiB, load ${environment.loadAtStart} to ${environment.loadAtEnd}`,
    `${environment.platform}, Node ${environment.node}, ${environment.rounds} rounds, seed ${environment.seed}`,
  ];
  if (browser) {
    lines.push(
      `Chromium ${browser.chromium}, ${browser.gpu}`,
      `${browser.viewport} at ${browser.devicePixelRatio}, clock ${browser.clockResolutionMs} ms, cross-origin isolated: ${browser.crossOriginIsolated}`,
    );
  }
  return lines.join('\n');
}

function figure(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1000) return Math.round(value).toLocaleString('en-US');
  if (size >= 100) return value.toFixed(0);
  if (size >= 10) return value.toFixed(1);
  if (size >= 1) return value.toFixed(2);
  return String(Number(value.toPrecision(2)));
}
