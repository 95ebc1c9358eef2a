import type { BenchResult, GrowthModel, Trend } from '../result';
import { figure, size } from './format';
import { colorOf } from './html-charts';
import { element, type Markup } from './markup';
import { closeScale, logScale, type Scale } from './scale';
import { fitText } from './terminal-remarks';

const TREND_HEIGHT = 96;
const GROWTH_HEIGHT = 220;

/** A series over earlier runs, this run last, with the change marked; undefined where there is nothing to compare it with. */
export function trendChart(name: string, trend: Trend, color: string): Markup | undefined {
  const scale = closeScale(trend.values);
  if (!scale || trend.values.filter(Number.isFinite).length < 2) return undefined;
  const last = trend.values.length - 1;
  const x = (i: number) => (i / last) * 100;
  const y = (value: number) => 100 - scale.at(value);
  const places = trend.values.flatMap((value, i) =>
    Number.isFinite(value) ? [{ i, value, x: x(i), y: y(value) }] : [],
  );
  const change = trend.changePoint;
  const latest = trend.values[last] ?? Number.NaN;
  const said = `${name} over ${trend.values.length} runs, now ${figure(latest)} of the reference loop${change === undefined ? '' : `; changed at run ${change + 1}`}`;
  return element(
    'figure',
    { class: 'panel wide' },
    element('figcaption', {}, element('span', {}, `Trend of ${name}, ratio to the reference loop`)),
    element(
      'div',
      { class: 'plot trend' },
      yAxis(scale),
      element(
        'svg',
        { class: `lines ${color}`, height: TREND_HEIGHT, role: 'img', 'aria-label': said },
        element('title', {}, said),
        gridLines(scale),
        change === undefined ? undefined : changeMark(x(change), trend.revisions[change]),
        path(places, TREND_HEIGHT, 'line'),
        ...places.map((place) =>
          element(
            'circle',
            {
              class: place.i === last ? 'dot last' : 'dot',
              cx: `${place.x}%`,
              cy: `${place.y}%`,
              r: place.i === last || place.i === change ? 4 : 2.5,
            },
            element('title', {}, pointText(place, trend)),
          ),
        ),
      ),
      element(
        'div',
        { class: 'x-labels' },
        element('span', {}, `${trend.values.length} runs, oldest first`),
        element('span', {}, `this run ${figure(latest)}`),
      ),
    ),
  );
}

function pointText({ i, value }: { i: number; value: number }, { revisions }: Trend): string {
  const revision = revisions[i];
  return `${revision === undefined || revision === '' ? `run ${i + 1}` : revision}: ${figure(value)}`;
}

function changeMark(x: number, revision: string | undefined): Markup[] {
  const label =
    revision === undefined || revision === '' ? 'changed' : `changed at ${revision.slice(0, 9)}`;
  return [
    element('line', { class: 'change', x1: `${x}%`, x2: `${x}%`, y1: 0, y2: '100%' }),
    element(
      'text',
      {
        class: 'change-label',
        x: `${x}%`,
        dx: x > 50 ? -6 : 6,
        y: 11,
        'text-anchor': x > 50 ? 'end' : 'start',
      },
      label,
    ),
  ];
}

/** Growth of one quantity over one parameter on two log axes, measured points and fitted models. */
export function growthChart(
  bench: BenchResult,
  quantity: string,
  parameter: string,
): Markup | undefined {
  const contenders = bench.cases[0]?.contenders ?? [];
  const series = bench.growth
    .filter((growth) => growth.quantity === quantity && growth.parameter === parameter)
    .map((growth) => ({
      growth,
      // Neither zero nor less has a place on a log axis.
      points: growth.points.filter(([x, y]) => x > 0 && y > 0 && x + y < Number.POSITIVE_INFINITY),
      color: colorOf(contenders, growth.contender),
    }));
  const points = series.flatMap((entry) => entry.points);
  if (points.length === 0) return undefined;
  const across = around(points.map(([x]) => x));
  const up = around(points.map(([, y]) => y));
  const place = ([x, y]: readonly [number, number]) => ({ x: across.at(x), y: 100 - up.at(y) });
  const said = `${quantity} over ${parameter}: ${series.map(({ growth }) => `${growth.contender} ${fitText(growth)}`).join('; ')}`;
  return element(
    'figure',
    { class: 'panel' },
    element(
      'figcaption',
      {},
      element('span', {}, `Growth of ${quantity} over ${parameter} · both axes log`),
    ),
    element(
      'div',
      { class: 'plot growth' },
      yAxis(up),
      element(
        'svg',
        { class: 'lines', height: GROWTH_HEIGHT, role: 'img', 'aria-label': said },
        element('title', {}, said),
        gridLines(up),
        ...series.map(({ growth, points: own, color }) =>
          element(
            'g',
            { class: color },
            path(modelPoints(growth.model, own).map(place), GROWTH_HEIGHT, 'model'),
            ...own.map((point) =>
              element(
                'circle',
                { class: 'dot', cx: `${place(point).x}%`, cy: `${place(point).y}%`, r: 4 },
                element('title', {}, `${growth.contender}, ${size(point[0])}: ${figure(point[1])}`),
              ),
            ),
          ),
        ),
      ),
      element(
        'svg',
        { class: 'axis', 'aria-hidden': 'true' },
        ...[...new Set(points.map(([x]) => x))].map((x) => {
          const at = across.at(x);
          const anchor = at < 4 ? 'start' : at > 96 ? 'end' : 'middle';
          return [
            element('line', { x1: `${at}%`, x2: `${at}%`, y1: 0, y2: 4 }),
            element('text', { x: `${at}%`, y: 16, 'text-anchor': anchor }, size(x)),
          ];
        }),
      ),
    ),
    element(
      'ul',
      { class: 'legend' },
      ...series.map(({ growth, color }) =>
        element(
          'li',
          {},
          element('i', { class: `swatch ${color}` }),
          element('b', {}, growth.contender),
          ` ${fitText(growth)}`,
        ),
      ),
    ),
  );
}

function around(values: readonly number[]): Scale {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const margin = high > low ? (high / low) ** 0.06 : 2;
  return logScale(low / margin, high * margin);
}

const CURVE_POINTS = 32;

/** Points along `a + b * model(n)`, fitted so that relative errors count: the axes are logarithmic. */
function modelPoints(
  model: GrowthModel,
  points: readonly (readonly [number, number])[],
): (readonly [number, number])[] {
  const term = TERMS[model];
  let [weight, x1, y1, xx, xy] = [0, 0, 0, 0, 0];
  for (const [n, value] of points) {
    const w = 1 / (value * value);
    const x = term(n);
    weight += w;
    x1 += w * x;
    y1 += w * value;
    xx += w * x * x;
    xy += w * x * value;
  }
  const spread = weight * xx - x1 * x1;
  const slope = Math.abs(spread) > 1e-12 * weight * xx ? (weight * xy - x1 * y1) / spread : 0;
  const base = (y1 - slope * x1) / weight;
  const sizes = points.map(([n]) => n);
  const low = Math.min(...sizes);
  const ratio = Math.max(...sizes) / low;
  return Array.from({ length: CURVE_POINTS + 1 }, (_, i): readonly [number, number] => {
    const n = low * ratio ** (i / CURVE_POINTS);
    return [n, base + slope * term(n)];
  }).filter(([, value]) => value > 0 && Number.isFinite(value));
}

const TERMS: { readonly [M in GrowthModel]: (n: number) => number } = {
  'O(1)': () => 0,
  'O(log n)': (n) => Math.log2(n),
  'O(n)': (n) => n,
  'O(n log n)': (n) => n * Math.log2(n),
};

/** A line through places in percent. Stretched to the plot's width, while its stroke is not. */
function path(
  places: readonly { x: number; y: number }[],
  height: number,
  name: string,
): Markup | undefined {
  if (places.length < 2) return undefined;
  const d = places.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(2)} ${y.toFixed(2)}`);
  return element(
    'svg',
    { viewBox: '0 0 100 100', preserveAspectRatio: 'none', width: '100%', height },
    element('path', { class: name, d: d.join('') }),
  );
}

function yAxis({ ticks }: Scale): Markup {
  return element(
    'div',
    { class: 'y-labels', 'aria-hidden': 'true' },
    ...ticks.map(({ at, label }) => element('span', { style: `top:${100 - at}%` }, label)),
  );
}

function gridLines({ ticks }: Scale): Markup[] {
  return ticks.map(({ at }) =>
    element('line', { class: 'grid', x1: 0, x2: '100%', y1: `${100 - at}%`, y2: `${100 - at}%` }),
  );
}
