import type { Finding, RunResult } from '../result';
import { count, duration, figure, parametersText, times } from './format';
import { verdictTag } from './html-charts';
import { type Child, element, type Markup } from './markup';
import { closingLine, sortedFindings, tallyOf, type VerdictText } from './outcome';
import { type Row, rowsOf } from './rows';
import { environmentLines } from './terminal-remarks';

/** What a reader wants first: how it went, what changed, what failed. */
export function summarySection(run: RunResult): Markup {
  const rows = run.benches.flatMap(rowsOf);
  const verdicts = (...wanted: VerdictText[]) =>
    rows.filter(({ verdict }) => verdict !== undefined && wanted.includes(verdict)).length;
  const tally = tallyOf(run);
  const tiles: readonly [string, number, string][] = [
    ['benches', tally.benches, ''],
    ['ours faster or less', verdicts('faster', 'less'), 'good'],
    ['ours slower or more', verdicts('slower', 'more'), 'bad'],
    ['no difference', verdicts('no difference'), ''],
    ['undecided', verdicts('undecided'), ''],
    ['failed', tally.failed + tally.failures, 'bad'],
    ['counters changed', tally.counters, 'bad'],
  ];
  return element(
    'section',
    { class: 'summary', 'aria-label': 'Summary' },
    element('p', { class: 'closing' }, closingLine(run)),
    element(
      'dl',
      { class: 'tiles' },
      ...tiles.map(([name, value, tone]) =>
        element(
          'div',
          { class: `tile ${value > 0 ? tone : ''}`.trim() },
          element('dt', {}, name),
          element('dd', {}, count(value)),
        ),
      ),
    ),
    findingList(run.findings ?? []),
    run.failures.length === 0
      ? undefined
      : element(
          'div',
          { class: 'block' },
          element('h2', {}, 'Failures outside a bench'),
          ...run.failures.map((failure) => element('p', { class: 'failure' }, failure)),
        ),
    element(
      'details',
      { class: 'environment', open: 'open' },
      element('summary', {}, 'Where it was measured'),
      environment(run),
    ),
  );
}

function environment(run: RunResult): Markup {
  const [, ...lines] = environmentLines(run);
  const titles = ['machine', 'runtime', 'page'];
  const entries: readonly [string, string][] = [
    ['run', `${run.mode}, took ${duration(run.durationMs)}, seed ${run.seed}`],
    ...lines.map((line, i): [string, string] => [titles[i] ?? '', line]),
  ];
  return element(
    'dl',
    { class: 'facts' },
    ...entries.map(([name, text]) => [element('dt', {}, name), element('dd', {}, text)]),
  );
}

function findingList(findings: readonly Finding[]): Markup | undefined {
  if (findings.length === 0) return undefined;
  return element(
    'div',
    { class: 'block' },
    element('h2', {}, 'Findings'),
    element(
      'ul',
      { class: 'findings' },
      ...sortedFindings(findings).map(({ kind, severity, series, message }) =>
        element(
          'li',
          {},
          element(
            'span',
            { class: `tag ${FINDING_CLASSES[kind]}` },
            `${FINDING_SIGNS[kind]} ${severity === undefined ? kind : `${kind}, ${severity}`}`,
          ),
          element('span', { class: 'series' }, series),
          element('span', { class: 'message' }, message),
        ),
      ),
    ),
  );
}

const FINDING_CLASSES: { readonly [K in Finding['kind']]: string } = {
  counter: 'bad',
  alarm: 'bad',
  baseline: 'calm',
  watch: 'open',
  better: 'good',
};
const FINDING_SIGNS: { readonly [K in Finding['kind']]: string } = {
  counter: '✕',
  alarm: '▲',
  baseline: '•',
  watch: '?',
  better: '▼',
};

/** Every comparison in a line, to be sorted and filtered, each linked to its card. */
export function overviewSection(run: RunResult, anchors: readonly string[]): Markup | undefined {
  const rows = run.benches.flatMap((bench, i) =>
    rowsOf(bench).map((row) => overviewRow(row, anchors[i] ?? '')),
  );
  if (rows.length === 0) return undefined;
  return element(
    'section',
    { class: 'block' },
    element('h2', {}, 'Overview'),
    element(
      'div',
      { class: 'scroll' },
      element(
        'table',
        { class: 'overview', 'data-sort': 'yes' },
        element(
          'thead',
          {},
          element(
            'tr',
            {},
            ...TITLES.map(([title, isNumber]) =>
              element('th', { scope: 'col', class: isNumber ? 'number' : undefined }, title),
            ),
          ),
        ),
        element('tbody', {}, ...rows),
      ),
    ),
  );
}

const TITLES: readonly [string, boolean][] = [
  ['bench', false],
  ['at', false],
  ['quantity', false],
  ['ours', true],
  ['other', false],
  ['median', true],
  ['ratio', true],
  ['verdict', false],
];

function overviewRow(
  { bench, at, quantity, unit, ours, other, comparison, verdict }: Row,
  anchor: string,
): Markup {
  const number = (value: number | undefined, text: string): Markup =>
    element('td', { class: 'number', 'data-value': value }, text);
  const median = ours?.summary.median;
  const theirs = other?.result.summary.median;
  const cells: Child[] = [
    element('td', {}, element('a', { href: `#${anchor}` }, bench.id)),
    element('td', {}, parametersText(at.parameters)),
    element('td', {}, `${quantity}, ${unit}`),
    number(median, median === undefined ? '–' : figure(median)),
    element('td', {}, other?.name ?? ''),
    number(theirs, theirs === undefined ? '' : figure(theirs)),
    number(comparison?.ratio, comparison ? times(comparison.ratio) : ''),
    element('td', {}, verdict ? verdictTag(verdict) : ''),
  ];
  return element(
    'tr',
    { 'data-filter': `${bench.id} ${bench.category} ${other?.name ?? ''}` },
    ...cells,
  );
}
