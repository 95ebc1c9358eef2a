import { seriesKey } from '../history/series';
import type {
  BenchResult,
  CaseResult,
  Comparison,
  ContenderResult,
  QuantityResult,
  RunResult,
  Trend,
} from '../result';
import { type VerdictText, verdictText } from './outcome';

/** One quantity of a case's subject beside one other contender's, or alone where there is none. */
export type Row = {
  bench: BenchResult;
  at: CaseResult;
  quantity: string;
  unit: string;
  subject: ContenderResult | undefined;
  /** Undefined where the subject failed or does not have this quantity. */
  ours: QuantityResult | undefined;
  other?: { name: string; result: QuantityResult };
  comparison?: Comparison;
  verdict?: VerdictText;
};

/** All rows of a bench, in the order in which cases, quantities and contenders were declared. */
export function rowsOf(bench: BenchResult): Row[] {
  return bench.cases.flatMap((at) => {
    const subject = subjectOf(at);
    const peers = othersOf(at);
    return quantitiesOf(at).flatMap((quantity): Row[] => {
      const ours = subject && quantityOf(subject, quantity);
      const others = peers.flatMap((peer) => {
        const result = quantityOf(peer, quantity);
        return result ? [{ name: peer.name, result }] : [];
      });
      const unit = ours?.unit ?? others[0]?.result.unit ?? bench.unit;
      const row = { bench, at, quantity, unit, subject, ours };
      if (others.length === 0) return ours ? [row] : [];
      return others.map((other) => {
        const comparison = comparisonOf(at, quantity, other.name);
        if (!comparison) return { ...row, other };
        const verdict = verdictText(comparison, bench.minimumEffect, unit);
        return { ...row, other, comparison, verdict };
      });
    });
  });
}

/** The contender that the others are compared with: the first of ours. */
export function subjectOf({ contenders }: Pick<CaseResult, 'contenders'>) {
  return contenders.find(({ role }) => role === 'subject');
}

/** What the subject is compared with: peers, and further ones of ours. */
export function othersOf(at: Pick<CaseResult, 'contenders'>): ContenderResult[] {
  const subject = subjectOf(at);
  return at.contenders.filter(
    (contender) =>
      contender !== subject && (contender.role === 'peer' || contender.role === 'subject'),
  );
}

/** Names of a case's quantities, those of the subject first. */
export function quantitiesOf({ contenders }: CaseResult): string[] {
  const names = new Set<string>();
  const sorted = [...contenders].sort(
    (a, b) => Number(b.role === 'subject') - Number(a.role === 'subject'),
  );
  for (const { quantities } of sorted) for (const name of Object.keys(quantities)) names.add(name);
  return [...names];
}

/** A contender's quantity by name. Only its own keys count: `constructor` is no quantity unless it was measured. */
export function quantityOf(contender: ContenderResult, name: string): QuantityResult | undefined {
  return Object.hasOwn(contender.quantities, name) ? contender.quantities[name] : undefined;
}

/** The comparison of a case's subject with another contender. */
export function comparisonOf(
  { comparisons }: CaseResult,
  quantity: string,
  other: string,
): Comparison | undefined {
  return comparisons.find((entry) => entry.quantity === quantity && entry.other === other);
}

/** The history of one quantity of one contender; undefined where the run carries none. */
export function trendOf(
  { trends }: RunResult,
  bench: BenchResult,
  at: CaseResult,
  contender: string,
  quantity: string,
): Trend | undefined {
  return trends?.[seriesKey(bench, at, contender, quantity)];
}

/** Half the interval as a share of the median: the wider side; undefined where there is no interval. */
export function spreadOf({ summary }: QuantityResult): number | undefined {
  if (!summary.interval) return undefined;
  const [low, high] = summary.interval;
  const spread = Math.max(high - summary.median, summary.median - low) / Math.abs(summary.median);
  return Number.isFinite(spread) ? spread : undefined;
}

/** Benches by category, both in the order of the run. */
export function byCategory(benches: readonly BenchResult[]): Map<string, BenchResult[]> {
  const groups = new Map<string, BenchResult[]>();
  for (const bench of benches) {
    const group = groups.get(bench.category);
    if (group) group.push(bench);
    else groups.set(bench.category, [bench]);
  }
  return groups;
}
