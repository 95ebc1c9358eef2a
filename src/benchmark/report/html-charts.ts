import type { CaseResult, Comparison, ContenderResult, QuantityResult } from '../result';
import { count, figure, percent, times } from './format';
import { element, type Markup } from './markup';
import { isOpen, type VerdictText, verdictText } from './outcome';
import { comparisonOf, othersOf, quantityOf, spreadOf, subjectOf } from './rows';
import { closeScale, type Scale, valueScale } from './scale';
import { histogram } from './sparkline';

/** A contender's colour class: ours is always the same, what only calibrates is grey, peers take theirs by place. */
export function colorOf(contenders: readonly ContenderResult[], name: string): string {
  const contender =
    contenders.find((entry) => entry.name === name) ??
    // A growth over one of several parameters has the others after the name: `ours [depth=3]`.
    contenders.find((entry) => name.startsWith(`${entry.name} `));
  if (!contender) return 'aside';
  if (contender === subjectOf({ contenders })) return 'ours';
  const place = othersOf({ contenders }).indexOf(contender);
  return place < 0 ? 'aside' : `peer${place % 5}`;
}

type Measured = { contender: ContenderResult; result: QuantityResult; color: string };

/** Those of a case's contenders that are compared and have the quantity. What only calibrates would stretch the axes. */
function measuredIn({ contenders }: CaseResult, quantity: string): Measured[] {
  return contenders.flatMap((contender) => {
    if (contender.role !== 'subject' && contender.role !== 'peer') return [];
    const result = quantityOf(contender, quantity);
    return result ? [{ contender, result, color: colorOf(contenders, contender.name) }] : [];
  });
}

/** Medians side by side with the whiskers of their intervals; each row says its numbers in words too. */
export function peersChart(at: CaseResult, quantity: string, minimumEffect: number): Markup {
  const measured = measuredIn(at, quantity);
  const unit = measured[0]?.result.unit ?? '';
  const scale = valueScale(
    measured.flatMap(({ result: { summary } }) => [summary.median, ...(summary.interval ?? [])]),
  );
  const rows = measured.map(({ contender, result, color }) => {
    const { median, interval } = result.summary;
    const spread = spreadOf(result);
    const comparison = comparisonOf(at, quantity, contender.name);
    const said = `${contender.name}: median ${figure(median)} ${unit}${interval ? `, 95 % ${interval.map(figure).join(' to ')}` : ''}`;
    return element(
      'div',
      { class: 'row' },
      element(
        'div',
        { class: 'row-head' },
        nameTag(contender, color),
        element(
          'span',
          { class: 'value' },
          element('b', {}, figure(median)),
          ` ${unit}`,
          element('i', {}, spread === undefined ? '' : ` ±${percent(spread)}`),
        ),
      ),
      barSvg(scale, median, interval, color, said),
      comparison ? ratioLine(comparison, minimumEffect, unit) : undefined,
    );
  });
  const title = `Median${unit === '' ? '' : `, ${unit}`}${scale?.log ? ' · log scale' : ''}`;
  return panel(title, rows, scale);
}

function ratioLine(comparison: Comparison, minimumEffect: number, unit: string): Markup {
  const verdict = verdictText(comparison, minimumEffect, unit);
  const { ratio, interval, adjustedP, detectable } = comparison;
  const parts = [
    `ours ${times(ratio)}`,
    ...(interval ? [`95 % ${interval.map(figure).join('–')}`] : []),
    ...(adjustedP === null ? [] : [adjustedP < 0.001 ? 'p < 0.001' : `p ${figure(adjustedP)}`]),
    ...(isOpen(verdict) && detectable !== null ? [`could have seen ≥ ${percent(detectable)}`] : []),
  ];
  return element('div', { class: 'row-foot' }, verdictTag(verdict), ` ${parts.join(' · ')}`);
}

/** A verdict as a tag; the sign says it without colour. */
export function verdictTag(verdict: VerdictText): Markup {
  return element(
    'span',
    { class: `tag ${VERDICT_CLASSES[verdict]}` },
    `${VERDICT_SIGNS[verdict]} ${verdict}`,
  );
}

const VERDICT_CLASSES: { readonly [V in VerdictText]: string } = {
  faster: 'good',
  less: 'good',
  slower: 'bad',
  more: 'bad',
  'no difference': 'calm',
  undecided: 'open',
};
const VERDICT_SIGNS: { readonly [V in VerdictText]: string } = {
  faster: '▼',
  less: '▼',
  slower: '▲',
  more: '▲',
  'no difference': '=',
  undecided: '?',
};

function barSvg(
  scale: Scale | undefined,
  median: number,
  interval: readonly [number, number] | null,
  color: string,
  said: string,
): Markup {
  // A bar for no number would be a lie.
  if (!scale || !Number.isFinite(median)) return element('p', { class: 'none' }, 'no number');
  const zero = scale.log ? 0 : scale.at(0);
  const end = scale.at(median);
  const whiskers = interval?.every(Number.isFinite) ? interval.map(scale.at) : undefined;
  const [low = 0, high = 0] = whiskers ?? [];
  return element(
    'svg',
    { class: `bar ${color}`, role: 'img', 'aria-label': said },
    element('title', {}, said),
    element('rect', { class: 'track', x: 0, y: 5, width: '100%', height: 10, rx: 2 }),
    element('rect', {
      class: 'fill',
      x: `${Math.min(zero, end)}%`,
      y: 3,
      width: `${Math.max(0.3, Math.abs(end - zero))}%`,
      height: 14,
      rx: 2,
    }),
    whiskers && [
      element('line', { class: 'whisker', x1: `${low}%`, x2: `${high}%`, y1: 10, y2: 10 }),
      ...[low, high].map((x) =>
        element('line', { class: 'whisker', x1: `${x}%`, x2: `${x}%`, y1: 5, y2: 15 }),
      ),
    ],
  );
}

const BINS = 48;

/**
 * How each contender's samples lie, on one axis: the quantity's own, or multiples of each one's median where they are so far apart
 * that no shape could be seen. What lies beyond the 99th percentile is said, not drawn.
 */
export function distributionChart(at: CaseResult, quantity: string): Markup {
  const measured = measuredIn(at, quantity);
  const unit = measured[0]?.result.unit ?? '';
  const own = closeScale(measured.flatMap(({ result }) => extentOf(result, 1)));
  const relative =
    own?.log === true && measured.every(({ result: { summary } }) => summary.median > 0);
  const baseOf = ({ summary }: QuantityResult) => (relative ? summary.median : 1);
  const scale = relative
    ? closeScale(measured.flatMap(({ result }) => extentOf(result, baseOf(result))))
    : own;
  const rows = measured.map(({ contender, result, color }) => {
    const { median, p99, max, samples } = result.summary;
    const said = `${contender.name}: ${count(samples)} samples, median ${figure(median)}, p99 ${figure(p99)}, maximum ${figure(max)} ${unit}`;
    return element(
      'div',
      { class: 'row' },
      element(
        'div',
        { class: 'row-head' },
        nameTag(contender, color),
        element('span', { class: 'value' }, `p99 ${figure(p99)} · max ${figure(max)}`),
      ),
      scale
        ? strip(result, baseOf(result), scale, color, said)
        : element('p', { class: 'none' }, 'no samples were kept'),
    );
  });
  const axisName = relative ? 'multiples of its own median' : unit;
  const title = `Distribution${axisName === '' ? '' : `, ${axisName}`}${scale?.log ? ' · log scale' : ''}`;
  return panel(title, rows, scale, [
    element('span', { class: 'key' }, element('i', { class: 'key-median' }), 'median'),
    element('span', { class: 'key' }, element('i', { class: 'key-p99' }), 'p99'),
  ]);
}

/** What has to be on the axis, divided by `base`. */
function extentOf({ sketch, summary }: QuantityResult, base: number): number[] {
  const { low, high, counts } = histogram(sketch, BINS);
  const ends = counts.length > 0 ? [low, high] : [];
  return [...ends, summary.median, summary.p99].map((value) => value / base);
}

function strip(
  { sketch, summary }: QuantityResult,
  base: number,
  scale: Scale,
  color: string,
  said: string,
): Markup {
  const mark = (value: number, name: string, y1: number) => {
    if (!Number.isFinite(value)) return undefined;
    const x = `${scale.at(value)}%`;
    return element('line', { class: name, x1: x, x2: x, y1, y2: 29 });
  };
  return element(
    'svg',
    { class: `strip ${color}`, role: 'img', 'aria-label': said },
    element('title', {}, said),
    element('line', { class: 'base', x1: 0, x2: '100%', y1: 29, y2: 29 }),
    density(
      sketch.map((value) => value / base),
      scale,
    ),
    mark(summary.median / base, 'median', 1),
    mark(summary.p99 / base, 'p99', 8),
  );
}

/** Counts along the shown axis, so that contenders can be compared; stretched to the strip's width. */
function density(sketch: readonly number[], scale: Scale): Markup | undefined {
  const { high, counts: own } = histogram(sketch, BINS);
  if (own.length === 0) return undefined;
  const counts = new Array<number>(BINS * 2).fill(0);
  for (const value of sketch) {
    if (!Number.isFinite(value) || value > high) continue;
    const bin = Math.min(counts.length - 1, Math.floor((scale.at(value) / 100) * counts.length));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const smooth = counts.map((n, i) => ((counts[i - 1] ?? 0) + 2 * n + (counts[i + 1] ?? 0)) / 4);
  const most = Math.max(...smooth);
  const width = 100 / counts.length;
  const points = smooth.map(
    (n, i) => `L${((i + 0.5) * width).toFixed(2)} ${(29 - (n / most) * 25).toFixed(2)}`,
  );
  return element(
    'svg',
    { viewBox: '0 0 100 30', preserveAspectRatio: 'none', width: '100%', height: 30 },
    element('path', { class: 'density', d: `M0 29${points.join('')}L100 29Z` }),
  );
}

/** A contender's name with its colour. */
export function nameTag({ name, role }: ContenderResult, color: string): Markup {
  return element(
    'span',
    { class: 'name' },
    element('i', { class: `swatch ${color}` }),
    element('span', {}, name),
    role === 'peer' || name === 'ours'
      ? undefined
      : element('small', {}, role === 'subject' ? 'ours' : role),
  );
}

function panel(
  title: string,
  rows: readonly Markup[],
  scale: Scale | undefined,
  keys: readonly Markup[] = [],
): Markup {
  return element(
    'figure',
    { class: 'panel' },
    element('figcaption', {}, element('span', {}, title), ...keys),
    ...rows,
    scale ? axis(scale) : undefined,
  );
}

function axis({ ticks }: Scale): Markup {
  return element(
    'svg',
    { class: 'axis', 'aria-hidden': 'true' },
    ...ticks.map(({ at, label }) => [
      element('line', { x1: `${at}%`, x2: `${at}%`, y1: 0, y2: 4 }),
      element(
        'text',
        { x: `${at}%`, y: 16, 'text-anchor': at < 4 ? 'start' : at > 94 ? 'end' : 'middle' },
        label,
      ),
    ]),
  );
}
