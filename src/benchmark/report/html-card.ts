import type { BenchResult, CaseResult, RunResult } from '../result';
import { count, duration, figure, parametersText } from './format';
import { colorOf, distributionChart, nameTag, peersChart } from './html-charts';
import { growthChart, trendChart } from './html-lines';
import { type Child, element, type Markup } from './markup';
import { hasFailed } from './outcome';
import { quantitiesOf, quantityOf, trendOf } from './rows';

/** Everything that is known of a bench. `anchor` is the id that the overview links to. */
export function benchCard(run: RunResult, bench: BenchResult, anchor: string): Markup {
  return element(
    'article',
    { class: 'card', id: anchor, 'data-filter': `${bench.id} ${bench.category}` },
    element(
      'header',
      {},
      element('h3', {}, bench.id),
      element('span', { class: 'tag calm' }, bench.host),
      hasFailed(bench) ? element('span', { class: 'tag bad' }, '✕ failed') : undefined,
      element('span', { class: 'aside-text' }, `took ${duration(bench.durationMs)}`),
    ),
    bench.notes === undefined ? undefined : element('p', { class: 'notes' }, bench.notes),
    bench.error === undefined ? undefined : failure(bench.error),
    ...bench.cases.map((at) => caseSection(run, bench, at)),
    growthSection(bench),
  );
}

function caseSection(run: RunResult, bench: BenchResult, at: CaseResult): Markup {
  const title = parametersText(at.parameters);
  const [main, ...others] = mainFirst(at);
  return element(
    'section',
    { class: 'case' },
    title === '' ? undefined : element('h4', {}, title),
    ...at.contenders
      .filter(({ error }) => error !== undefined)
      .map((contender) => failure(contender.error ?? '', contender.name)),
    main === undefined ? undefined : quantitySection(run, bench, at, main),
    others.length === 0
      ? undefined
      : element(
          'details',
          {},
          element('summary', {}, `More quantities: ${others.join(', ')}`),
          ...others.map((quantity) => quantitySection(run, bench, at, quantity)),
        ),
    calibration(at, main),
    tables(at, main),
    unstable(at),
  );
}

function tables(at: CaseResult, quantity: string | undefined): Markup | undefined {
  const counters = table('Counters', at, counterNames(at), (contender, name) =>
    Object.hasOwn(contender.counters, name) ? contender.counters[name] : undefined,
  );
  const outliers = outlierTable(at, quantity);
  return counters || outliers ? element('div', { class: 'tables' }, counters, outliers) : undefined;
}

/** What was only measured to be subtracted or divided by, in words. */
function calibration(at: CaseResult, quantity: string | undefined): Markup | undefined {
  const parts = at.contenders.flatMap((contender) => {
    if (contender.role === 'subject' || contender.role === 'peer') return [];
    const result = quantity === undefined ? undefined : quantityOf(contender, quantity);
    const value = result ? ` ${figure(result.summary.median)} ${result.unit}` : '';
    const { name, role } = contender;
    return [`${name.startsWith(role) ? name : `${role} ${name}`}${value}`];
  });
  return parts.length === 0
    ? undefined
    : element('p', { class: 'notes' }, `Not drawn: ${parts.join(', ')}`);
}

/** The quantity that is compared stands first; what it is derived from and what is only noted follow. */
function mainFirst(at: CaseResult): string[] {
  const names = quantitiesOf(at);
  const compared = new Set(at.comparisons.map(({ quantity }) => quantity));
  return [...names].sort((a, b) => Number(compared.has(b)) - Number(compared.has(a)));
}

function quantitySection(run: RunResult, bench: BenchResult, at: CaseResult, quantity: string) {
  const netOf = at.contenders.map((contender) => quantityOf(contender, quantity)?.netOf);
  const raw = netOf.find((name) => name !== undefined);
  const trends = at.contenders.flatMap(({ name }) => {
    const trend = trendOf(run, bench, at, name, quantity);
    const chart = trend && trendChart(name, trend, colorOf(at.contenders, name));
    return chart ? [chart] : [];
  });
  return element(
    'div',
    { class: 'quantity' },
    element(
      'h5',
      {},
      quantity,
      raw === undefined
        ? undefined
        : element('span', { class: 'aside-text' }, ` ${raw} less what the control takes`),
    ),
    element(
      'div',
      { class: 'panels' },
      peersChart(at, quantity, bench.minimumEffect),
      distributionChart(at, quantity),
      ...trends,
    ),
  );
}

function counterNames({ contenders }: CaseResult): string[] {
  return [...new Set(contenders.flatMap(({ counters }) => Object.keys(counters)))];
}

function outlierTable(at: CaseResult, quantity: string | undefined): Markup | undefined {
  if (quantity === undefined) return undefined;
  const outliersOf = (contender: CaseResult['contenders'][number]) =>
    quantityOf(contender, quantity)?.summary.outliers ?? {};
  const causes = new Set(at.contenders.flatMap((contender) => Object.keys(outliersOf(contender))));
  return table(
    `Outliers of ${quantity}, by cause`,
    at,
    [...causes],
    (contender, cause) =>
      Object.entries(outliersOf(contender)).find(([name]) => name === cause)?.[1],
  );
}

function table(
  title: string,
  { contenders }: CaseResult,
  columns: readonly string[],
  numberOf: (contender: CaseResult['contenders'][number], column: string) => number | undefined,
): Markup | undefined {
  if (columns.length === 0) return undefined;
  const rows = contenders.filter((contender) =>
    columns.some((column) => numberOf(contender, column) !== undefined),
  );
  return element(
    'div',
    { class: 'scroll' },
    element(
      'table',
      { class: 'small' },
      element('caption', {}, title),
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          element('th', { scope: 'col' }, 'contender'),
          ...columns.map((column) => element('th', { scope: 'col', class: 'number' }, column)),
        ),
      ),
      element(
        'tbody',
        {},
        ...rows.map((contender) =>
          element(
            'tr',
            {},
            element(
              'th',
              { scope: 'row' },
              nameTag(contender, colorOf(contenders, contender.name)),
            ),
            ...columns.map((column) => {
              const value = numberOf(contender, column);
              return element('td', { class: 'number' }, value === undefined ? '–' : count(value));
            }),
          ),
        ),
      ),
    ),
  );
}

function unstable({ contenders }: CaseResult): Markup | undefined {
  const names = contenders
    .filter(({ stable, error }) => !stable && error === undefined)
    .map(({ name }) => name);
  if (names.length === 0) return undefined;
  return element(
    'p',
    { class: 'notes' },
    `Still changing speed at the end of the longest warm-up: ${names.join(', ')}`,
  );
}

function growthSection(bench: BenchResult): Markup | undefined {
  const pairs = new Map(
    bench.growth.map(({ quantity, parameter }) => [
      `${quantity} ${parameter}`,
      { quantity, parameter },
    ]),
  );
  const charts = [...pairs.values()].flatMap(({ quantity, parameter }): Child[] => {
    const chart = growthChart(bench, quantity, parameter);
    return chart ? [chart] : [];
  });
  if (charts.length === 0) return undefined;
  return element(
    'section',
    { class: 'case' },
    element('h4', {}, 'Growth'),
    element('div', { class: 'panels' }, ...charts),
  );
}

function failure(reason: string, name?: string): Markup {
  return element(
    'p',
    { class: 'failure' },
    element('b', {}, name === undefined ? 'Failed' : `${name} failed`),
    ` ${reason}`,
  );
}
