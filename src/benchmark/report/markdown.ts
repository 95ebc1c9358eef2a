import type { BenchResult, RunResult } from '../result';
import {
  count,
  figure,
  parametersText,
  percent,
  plainText,
  probability,
  shorten,
  times,
} from './format';
import { closingLine, exitCodeOf, isOpen, sortedFindings } from './outcome';
import { rowsOf, spreadOf } from './rows';
import { environmentLines, failureLines, growthLine } from './terminal-remarks';

/** GitHub refuses a comment of 65,536 characters; the rest is for what a poster adds. */
const LIMIT = 60_000;
const FINDINGS_LIMIT = 25_000;
const FAILURES_LIMIT = 10_000;
/** For the lines around the results: what folds them, and the note on what is left out. */
const RESERVE = 1_000;
/** A bench is shown where there is room for its heading and some rows. */
const SECTION_LIMIT = 2_000;
const TEXT_LIMIT = 300;

/**
 * A run for a pull request: the verdict first, then what changed, what failed, and all results folded away. Below 60,000
 * characters; where that is too little it says what was left out.
 */
export function formatMarkdown(run: RunResult): string {
  const findings = sortedFindings(run.findings ?? []);
  const failures = [...run.benches.flatMap(failureLines), ...run.failures];
  const made = environmentLines(run).map(escapeMarkdown).join('<br>');
  const environment = fold('Where it was measured', made);
  const blocks = [`**${verdictOf(run)}** ${escapeMarkdown(closingLine(run))}`];
  if (findings.length > 0) {
    const rows = findings.map(({ kind, severity, series, message, before, after }) =>
      tableRow([
        severity === undefined ? kind : `${kind}, ${severity}`,
        code(series),
        escapeMarkdown(message),
        before === undefined ? '' : count(before),
        after === undefined ? '' : count(after),
      ]),
    );
    const { kept, note } = within(rows, FINDINGS_LIMIT, 'findings');
    const head = tableHead(['what', 'series', 'message', 'before', 'after'], [3, 4]);
    blocks.push(`### What changed\n\n${head}\n${kept.join('\n')}${note}`);
  }
  if (failures.length > 0) {
    const lines = failures.map((failure) => `- ${escapeMarkdown(failure)}`);
    const { kept, note } = within(lines, FAILURES_LIMIT, 'failures');
    blocks.push(`### What failed\n\n${kept.join('\n')}${note}`);
  }
  const used = [...blocks, environment].reduce((sum, block) => sum + block.length + 2, 0);
  const results = resultsOf(run, LIMIT - RESERVE - used);
  return `${[...blocks, ...results, environment].join('\n\n')}\n`;
}

/** As many benches as fit, each with as many rows as fit. */
function resultsOf({ benches }: RunResult, limit: number): string[] {
  const sections: string[] = [];
  const measured = benches.filter((bench) => rowsOf(bench).length > 0);
  let left = limit;
  for (const bench of measured) {
    const section = sectionOf(bench, left);
    if (section === undefined) continue;
    left -= section.length + 1;
    sections.push(section);
  }
  if (measured.length === 0) return [];
  const note = leftOut(measured.length - sections.length, measured.length, 'benches');
  return [fold('All results', `${sections.join('\n')}${note}`)];
}

function fold(summary: string, text: string): string {
  return `<details><summary>${summary}</summary>\n\n${text}\n\n</details>`;
}

function verdictOf(run: RunResult): string {
  if (exitCodeOf(run, { strict: false }) > 0) return 'Failed.';
  if (run.findings?.some(({ kind }) => kind === 'alarm')) return 'Look at the alarms.';
  return run.benches.length === 0 ? 'Nothing was measured.' : 'Passed.';
}

function sectionOf(bench: BenchResult, limit: number): string | undefined {
  const lines = rowsOf(bench).map(({ at, quantity, unit, ours, other, comparison, verdict }) => {
    const spread = ours && spreadOf(ours);
    return tableRow([
      escapeMarkdown(parametersText(at.parameters)),
      escapeMarkdown(`${quantity}, ${unit}`),
      ours ? figure(ours.summary.median) : '',
      spread === undefined ? '' : `±${percent(spread)}`,
      ours ? figure(ours.summary.p99) : '',
      other ? code(other.name) : '',
      other ? figure(other.result.summary.median) : '',
      comparison ? times(comparison.ratio) : '',
      typeof comparison?.adjustedP === 'number'
        ? escapeMarkdown(probability(comparison.adjustedP))
        : '',
      verdict && comparison && isOpen(verdict) && comparison.detectable !== null
        ? `${verdict}, could have seen ${percent(comparison.detectable)}`
        : (verdict ?? ''),
    ]);
  });
  const titles = ['at', 'quantity', 'ours', '±', 'p99', 'other', 'median', 'ratio', 'p', 'verdict'];
  const heading = `#### ${code(bench.id)}\n\n${tableHead(titles, [2, 3, 4, 6, 7, 8])}`;
  const growth = bench.growth.map((fit) => `- ${escapeMarkdown(growthLine('', fit))}`);
  const remarks = [
    ...(growth.length > 0 ? [growth.join('\n')] : []),
    ...(bench.notes === undefined ? [] : [`Note: ${escapeMarkdown(bench.notes)}`]),
  ];
  const tail = remarks.map((remark) => `\n\n${remark}`).join('');
  const room = limit - heading.length;
  const full = `${heading}\n${lines.join('\n')}${tail}\n`;
  if (full.length <= limit) return full;
  if (room < SECTION_LIMIT) return undefined;
  const { kept, note } = within(lines, room - 200, 'rows');
  return kept.length === 0 ? undefined : `${heading}\n${kept.join('\n')}${note}\n`;
}

/** Titles and the rule below them; columns of numbers are set right. */
function tableHead(titles: readonly string[], numbers: readonly number[]): string {
  const rule = titles.map((_, i) => (numbers.includes(i) ? '--:' : '---'));
  return `${tableRow(titles)}\n${tableRow(rule)}`;
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** As many of the texts as fit, and a note on the others. */
function within(
  texts: readonly string[],
  limit: number,
  name: string,
): { kept: string[]; note: string } {
  const kept: string[] = [];
  let left = limit;
  for (const text of texts) {
    if (text.length + 1 > left) continue;
    left -= text.length + 1;
    kept.push(text);
  }
  return { kept, note: leftOut(texts.length - kept.length, texts.length, name) };
}

function leftOut(lost: number, all: number, name: string): string {
  if (lost === 0) return '';
  return `\n\n_${lost} of ${all} ${name} left out to fit; the JSON report has all._`;
}

/** A name that is shown as it is: no emphasis, and no person of that name is told. */
function code(text: string): string {
  return `<code>${escapeMarkdown(text)}</code>`;
}

/**
 * A text in which Markdown finds nothing, on one line and cut to a length that a reader bears. Numeric entities, because they are
 * never syntax: not in a table, not in HTML. A word joiner keeps `@name` and `#1` from reaching anybody.
 */
function escapeMarkdown(text: string): string {
  return shorten(plainText(text).replace(/\s+/g, ' '), TEXT_LIMIT)
    .replace(/[^\p{L}\p{N} ,;%()/=±²µ…–-]/gu, (character) => `&#${character.codePointAt(0)};`)
    .replace(/^[-=]/, (character) => `&#${character.codePointAt(0)};`)
    .replace(/&#(?:64|35);/g, (entity) => `${entity}&#8288;`);
}
