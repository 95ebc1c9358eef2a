import {
  cliffsDelta,
  detectableChange,
  holm,
  mannWhitney,
  ratioEstimate,
  signedRank,
} from '../../statistics';
import type { BenchResult, CaseResult, Comparison, ContenderResult, Verdict } from '../result';
import type { BenchListing } from '../station/protocol';
import { NET } from './summarise';

/**
 * Pairs from which they decide. Fewer cannot reach a p that is left after Holm over a hundred comparisons (2 / 2^12 is 0.0005); ranks
 * over both sides can, from 7 rounds on (0.0006).
 */
const PAIRED_FROM = 12;
const LEVEL = 0.05;
const isNet = (quantity: string) => quantity.endsWith(NET);

/** Compares the first subject with every peer and further subject of a case, in every quantity both have. */
export function compareCase(
  listing: BenchListing,
  contenders: readonly ContenderResult[],
  fresh = false,
): Comparison[] {
  const subject = contenders.find(({ role }) => role === 'subject');
  if (!subject) return [];
  const others = contenders.filter(
    ({ role, name }) => (role === 'peer' || role === 'subject') && name !== subject.name,
  );
  return others.flatMap((other) =>
    Object.entries(subject.quantities).flatMap(([quantity, ours]) => {
      const theirs = other.quantities[quantity];
      if (!theirs || theirs.rounds.length === 0 || ours.rounds.length === 0) return [];
      const names = { quantity, subject: subject.name, other: other.name };
      return [
        { ...names, ...compareRounds(ours.rounds, theirs.rounds, listing.minimumEffect, fresh) },
      ];
    }),
  );
}

/**
 * Compares two contenders by the values of their rounds. Rounds of the same number were taken in turns, so they are pairs: what the
 * machine does falls on both. Not so when every round was `fresh`: processes are compiled and laid out each in their own way, which
 * falls on one alone, and ranks over both sides mind that least.
 */
export function compareRounds(
  ours: readonly number[],
  theirs: readonly number[],
  minimumEffect: number,
  fresh = false,
): Omit<Comparison, 'quantity' | 'subject' | 'other'> {
  const paired = !fresh && ours.length === theirs.length && ours.length >= PAIRED_FROM;
  const estimate = ratioEstimate(ours, theirs, { paired });
  const p = paired ? signedRank(ours, theirs).p : mannWhitney(ours, theirs).p;
  const detectable = detectableChange(ours, theirs, { paired, alpha: LEVEL });
  const comparison = {
    ratio: estimate?.ratio ?? Number.NaN,
    interval: estimate?.interval ?? null,
    test: paired ? ('signed-rank' as const) : ('mann-whitney' as const),
    p: Number.isFinite(p) ? p : null,
    adjustedP: null,
    effect: cliffsDelta(ours, theirs),
    detectable: Number.isFinite(detectable) ? detectable : null,
  };
  return { ...comparison, verdict: verdictOf(comparison, minimumEffect, LEVEL) };
}

/**
 * Adjusts every p of a run by Holm and decides anew at `level`: with a hundred comparisons five would be significant at 0.05 by
 * chance.
 */
export function adjustRun(benches: readonly BenchResult[], level = LEVEL): BenchResult[] {
  const all = benches.flatMap(({ cases }) => cases.flatMap(({ comparisons }) => comparisons));
  const first = all.filter(({ quantity }) => !isNet(quantity));
  const adjusted = holm(first.map(({ p }) => p));
  // What the smallest p of the run has to reach: nothing is said to be visible that Holm would hide.
  const alpha = level / Math.max(1, first.length);
  const byComparison = new Map(first.map((comparison, i) => [comparison, adjusted[i] ?? null]));
  const adjustedOf = (comparison: Comparison, among: readonly Comparison[]) => {
    // A net figure is the raw one less a constant: the same ranks, so the same p, counted once.
    const raw = isNet(comparison.quantity)
      ? among.find(
          (each) =>
            each.other === comparison.other && `${each.quantity}${NET}` === comparison.quantity,
        )
      : comparison;
    return byComparison.get(raw ?? comparison) ?? null;
  };
  return benches.map((bench) => ({
    ...bench,
    cases: bench.cases.map((each) => ({
      ...each,
      comparisons: each.comparisons.map((comparison) => {
        const adjustedP = adjustedOf(comparison, each.comparisons);
        const decided = {
          ...comparison,
          adjustedP,
          detectable: detectableOf(each, comparison, alpha),
        };
        return { ...decided, verdict: verdictOf(decided, bench.minimumEffect, level) };
      }),
    })),
  }));
}

function detectableOf(
  { contenders }: CaseResult,
  { quantity, subject, other, test, detectable }: Comparison,
  alpha: number,
): number | null {
  const roundsOf = (name: string) =>
    contenders.find((contender) => contender.name === name)?.quantities[quantity]?.rounds;
  const ours = roundsOf(subject);
  const theirs = roundsOf(other);
  if (!ours || !theirs) return detectable;
  const change = detectableChange(ours, theirs, { paired: test === 'signed-rank', alpha });
  return Number.isFinite(change) ? change : null;
}

/**
 * Significant and large enough: faster or slower. The whole interval within the smallest effect that matters: the same. Everything else
 * is undecided: that nothing was found is no proof that there is nothing.
 */
function verdictOf(
  { ratio, interval, p, adjustedP }: Decidable,
  minimumEffect: number,
  level: number,
): Verdict {
  const decisive = adjustedP ?? p;
  const change = ratio - 1;
  const isSignificant = decisive !== null && decisive < level;
  if (isSignificant && Math.abs(change) >= minimumEffect) return change < 0 ? 'faster' : 'slower';
  const isWithin =
    interval !== null && interval[0] > 1 - minimumEffect && interval[1] < 1 + minimumEffect;
  return isWithin ? 'same' : 'undecided';
}

type Decidable = Pick<Comparison, 'ratio' | 'interval' | 'p' | 'adjustedP'>;
