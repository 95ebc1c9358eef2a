import type { BenchResult, Finding, RunResult } from '../result';
import { figure, parametersText, percent, plainText, probability, shorten, times } from './format';
import { closingLine, exitCodeOf, type VerdictText } from './outcome';
import { byCategory, type Row, rowsOf, spreadOf, trendOf } from './rows';
import { histogramline, sparkline } from './sparkline';
import { environmentLines, remarksOf } from './terminal-remarks';
import { type Paint, paintOf, type Tone, wrap } from './terminal-style';
import { type Column, DEAR, type Line, layTable } from './terminal-table';

/** How the terminal report is drawn. */
export type TerminalOptions = {
  /** Characters in a line; the least important columns go where it is narrow. @default 120 */
  columns?: number;
  /** ANSI colours. @default false */
  color?: boolean;
  /** Blocks, arrows and the ellipsis; seven-bit characters otherwise. @default true */
  unicode?: boolean;
};

/** A run as text: where it was made, a table for each category, what is remarkable, and a line that sums it up. */
export function formatTerminal(
  run: RunResult,
  { columns = 120, color = false, unicode = true }: TerminalOptions = {},
): string {
  const paint = paintOf(color);
  const room = Math.max(40, columns);
  const ellipsis = unicode ? '…' : '..';
  // Before anything is laid out: some of what replaces a character is longer.
  const letters = (text: string) => (unicode ? text : sevenBit(text));
  const lines = environmentLines(run).flatMap((line) => wrap(letters(line), room));
  for (const [category, benches] of byCategory(run.benches)) {
    const table = benches.flatMap((bench) => linesOf(run, bench, unicode, letters));
    if (table.length === 0) continue;
    lines.push(
      '',
      paint(shorten(letters(plainText(category).toUpperCase()), room, ellipsis), 'strong'),
    );
    lines.push(...layTable(headerOf(room, letters), table, { columns: room, paint, ellipsis }));
  }
  for (const { title, remarks } of remarksOf(run)) {
    lines.push('', paint(title, 'strong'));
    for (const { text: remark, tone } of remarks) {
      lines.push(...wrap(`  ${letters(remark)}`, room).map((line) => paint(line, tone)));
    }
  }
  lines.push('', ...closing(run, room, paint));
  return `${lines.join('\n')}\n`;
}

function closing(run: RunResult, columns: number, paint: Paint): string[] {
  const alarmed = run.findings?.some(({ kind }: Finding) => kind === 'alarm');
  const tone = exitCodeOf(run, { strict: false }) > 0 ? 'bad' : alarmed ? 'warning' : 'good';
  return wrap(closingLine(run), columns).map((line) => paint(line, tone));
}

/** Lowest rank goes first: how it looked over time, how the samples lie, how sure the test is; what it costs stays. */
const HEADER: readonly Column[] = [
  { title: 'at', comfort: 28, minimum: 8 },
  { title: 'quantity', comfort: 14, minimum: 6, rank: DEAR + 1 },
  { title: 'unit', comfort: 6, minimum: 4, rank: DEAR },
  { title: 'ours', align: 'right' },
  { title: '±', align: 'right', rank: 6 },
  { title: 'p99', align: 'right', rank: 4 },
  { title: 'other', comfort: 22, minimum: 6 },
  { title: 'median', align: 'right', rank: 7 },
  { title: 'ratio', align: 'right', rank: 8 },
  { title: '95 %', align: 'right', rank: 5 },
  { title: 'p', align: 'right', rank: 3 },
  { title: 'verdict', minimum: 6 },
  { title: 'samples', rank: 2 },
  { title: 'trend', rank: 1 },
];

function headerOf(columns: number, letters: (text: string) => string): Column[] {
  return HEADER.map((column) => ({
    ...column,
    title: letters(column.title),
    ...(column.title === 'other' && columns < 100 && { comfort: 16 }),
  }));
}

const HISTOGRAM_BINS = 8;
const SAMPLES = HEADER.findIndex(({ title }) => title === 'samples');
const TREND_WIDTH = 10;

function linesOf(
  run: RunResult,
  bench: BenchResult,
  unicode: boolean,
  letters: (text: string) => string,
): Line[] {
  const rows = rowsOf(bench);
  if (rows.length === 0) return [];
  const lines = rows.map(
    (row, i): Line => ({
      cells: cellsOf(run, row, rows[i - 1], unicode).map((cell) => ({
        ...cell,
        text: letters(cell.text),
      })),
    }),
  );
  const host = bench.host === 'node' ? '' : `, ${bench.host}`;
  return [{ heading: plainText(`${bench.id}${host}`) }, ...lines];
}

function cellsOf(run: RunResult, row: Row, above: Row | undefined, unicode: boolean) {
  const { bench, at, quantity, subject, ours, other, comparison, verdict } = row;
  // What the row above says already is said once.
  const sameCase = above?.at === at;
  const sameQuantity = sameCase && above.quantity === quantity;
  const spread = ours && spreadOf(ours);
  const trend = subject && trendOf(run, bench, at, subject.name, quantity);
  const cells: { text: string; tone?: Tone | undefined }[] = [
    { text: sameCase ? '' : parametersText(at.parameters) },
    { text: sameQuantity ? '' : quantity },
    { text: sameQuantity ? '' : row.unit, tone: 'dim' },
    { text: sameQuantity ? '' : ours ? figure(ours.summary.median) : '-' },
    { text: sameQuantity || spread === undefined ? '' : `±${percent(spread)}`, tone: 'dim' },
    { text: sameQuantity || !ours ? '' : figure(ours.summary.p99) },
    { text: other?.name ?? '' },
    { text: other ? figure(other.result.summary.median) : '' },
    { text: comparison ? times(comparison.ratio) : '' },
    { text: comparison?.interval?.map(figure).join('-') ?? '', tone: 'dim' },
    { text: pText(comparison?.adjustedP) },
    { text: verdict ?? '', tone: verdict && TONES[verdict] },
    { text: sameQuantity || !ours ? '' : histogramline(ours.sketch, HISTOGRAM_BINS, { unicode }) },
    { text: sameQuantity || !trend ? '' : sparkline(trend.values, TREND_WIDTH, { unicode }) },
  ];
  return cells.map(({ text, tone }, i) => ({
    // Blanks at the start of a histogram are bins without samples: they stay.
    text: i < SAMPLES ? plainText(text) : text,
    ...(tone && { tone }),
  }));
}

function pText(p: number | null | undefined): string {
  return typeof p === 'number' ? probability(p) : '';
}

const TONES: { readonly [V in VerdictText]: Tone } = {
  faster: 'good',
  less: 'good',
  slower: 'bad',
  more: 'bad',
  'no difference': 'dim',
  undecided: 'dim',
};

function sevenBit(line: string): string {
  return line.replaceAll('µ', 'u').replaceAll('²', '2').replaceAll('±', '+-').replaceAll('…', '..');
}
