import { fitGrowth } from '../../statistics';
import type { CaseResult, GrowthResult, Summary } from '../result';
import type { BenchListing } from '../station/protocol';
import { parametersText } from './parameters';

const FEWEST_POINTS = 3;
/** Measured values stray by 5 %; neighbouring models differ by 20 % over a factor of 100. */
const LEAST_MARGIN = 0.1;

/** Fits how every quantity of every contender grows with each parameter of three values or more, the others held fixed. */
export function fitCases(listing: BenchListing, cases: readonly CaseResult[]): GrowthResult[] {
  return Object.entries(listing.parameters)
    .filter(([, values]) => values.length >= FEWEST_POINTS)
    .flatMap(([parameter]) => fitParameter(cases, parameter));
}

function fitParameter(cases: readonly CaseResult[], parameter: string): GrowthResult[] {
  const series = new Map<string, Line>();
  for (const { parameters, contenders } of cases) {
    const { [parameter]: value, ...fixed } = parameters;
    for (const { name, role, quantities } of contenders) {
      if (role === 'reference' || role === 'control') continue;
      const contender = [name, parametersText(fixed)].filter(Boolean).join(' ');
      for (const [quantity, { summary }] of Object.entries(quantities)) {
        for (const [shown, figure] of figuresOf(quantity, summary)) {
          const key = JSON.stringify([contender, shown]);
          const line = series.get(key) ?? { contender, quantity: shown, points: [], spread: 0 };
          line.points.push([value!, figure]);
          line.spread = Math.max(line.spread, spreadOf(summary));
          series.set(key, line);
        }
      }
    }
  }
  return [...series.values()].flatMap(({ contender, quantity, points, spread }) => {
    const ascending = [...points].sort(([a], [b]) => a - b);
    // What the points themselves are not sure of is no growth.
    const fit = fitGrowth(ascending, { margin: Math.max(LEAST_MARGIN, spread) });
    if (!fit) return [];
    const { model, r2 } = fit;
    return [{ contender, quantity, parameter, model, r2, points: ascending }];
  });
}

type Line = {
  contender: string;
  quantity: string;
  points: [number, number][];
  /** The widest of the points' intervals, half of it as a share of the point. */
  spread: number;
};

function spreadOf({ interval, median }: Summary): number {
  return interval && median > 0 ? (interval[1] - interval[0]) / 2 / median : 0;
}

/** Frames are judged by their worst too: what a load adds shows there first. */
function figuresOf(quantity: string, { median, p99 }: { median: number; p99: number }) {
  const figures: [string, number][] = [[quantity, median]];
  if (quantity === 'script') figures.push(['script p99', p99]);
  return figures.filter(([, value]) => value >= 0);
}
