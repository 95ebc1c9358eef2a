import { median } from '../../statistics';
import type {
  BenchResult,
  CaseResult,
  ContenderResult,
  QuantityResult,
  RunResult,
} from '../result';

/** A time of one of our contenders as a ratio to the reference loop of the same run: what can be compared between runs. */
export type Series = {
  /** `id [n=1000] contender: quantity`. */
  key: string;
  /** Id of its bench, for a rerun. */
  bench: string;
  /** Key without the contender, which a reader needs only where a case has several of ours. */
  label: string;
  /** Median of the rounds' ratios. */
  value: number;
  /** Ratio of each round, above 0. */
  rounds: readonly number[];
  /** Change of less than this share is none. */
  minimumEffect: number;
};

/** What each time unit is in ms; quantities in other units are no times. */
const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['µs', 1e-3],
  ['ns', 1e-6],
]);

// How long a frame lasts is the display's pace, not what it cost.
const PACE = 'interval';
// Where the reference has no quantity of the same name.
const FALLBACKS = ['time', 'script'];

/**
 * Every time of the run that can be compared with other runs, in the order of the run. A case without a reference contender gives
 * none: time is never judged in absolute terms.
 */
export function seriesOf(run: Pick<RunResult, 'benches'>): Series[] {
  const found = new Map<string, Series>();
  for (const bench of run.benches) {
    for (const one of bench.cases) {
      const reference = one.contenders.find(({ role, error }) => role === 'reference' && !error);
      if (!reference) continue;
      const subjects = subjectsOf(one);
      for (const subject of subjects) {
        for (const [quantity, result] of Object.entries(subject.quantities)) {
          // A net figure changes when its raw one does; judged twice it would cry wolf twice.
          if (result.netOf !== undefined) continue;
          const rounds = ratios(quantity, result, reference);
          if (rounds.length === 0) continue;
          const key = seriesKey(bench, one, subject.name, quantity);
          const place = placeOf(bench, one);
          const label = subjects.length > 1 ? key : `${place}: ${quantity}`;
          const { id, minimumEffect } = bench;
          found.set(key, { key, bench: id, label, value: median(rounds), rounds, minimumEffect });
        }
      }
    }
  }
  return [...found.values()];
}

/** Key of a quantity or counter of a contender, the same in every run: `id [n=1000] contender: quantity`. */
export function seriesKey(
  bench: Pick<BenchResult, 'id' | 'host'>,
  one: Pick<CaseResult, 'parameters'>,
  contender: string,
  quantity: string,
): string {
  return `${placeOf(bench, one)} ${contender}: ${quantity}`;
}

/** `id [n=1000]`; a bench that did not run in Node has its host in the id, `id@chromium`, as other hosts have other speeds. */
export function placeOf(
  bench: Pick<BenchResult, 'id' | 'host'>,
  { parameters }: Pick<CaseResult, 'parameters'>,
): string {
  const id = benchToken(bench);
  const names = Object.keys(parameters).sort();
  if (names.length === 0) return id;
  return `${id} [${names.map((name) => `${name}=${parameters[name]}`).join(', ')}]`;
}

/** What the keys of a bench begin with, up to the first space. */
export function benchToken({ id, host }: Pick<BenchResult, 'id' | 'host'>): string {
  return host === 'node' ? id : `${id}@${host}`;
}

/** Our contenders of a case that could be measured. */
export function subjectsOf(one: CaseResult): ContenderResult[] {
  return one.contenders.filter(({ role, error }) => role === 'subject' && error === undefined);
}

function ratios(name: string, ours: QuantityResult, reference: ContenderResult): number[] {
  const unit = UNIT_MS.get(ours.unit);
  if (unit === undefined || name === PACE) return [];
  const other = referenceQuantity(name, reference);
  const otherUnit = other && UNIT_MS.get(other.unit);
  if (other === undefined || otherUnit === undefined || other.rounds.length === 0) return [];
  const scale = unit / otherUnit;
  // Rounds are interleaved, so that equal indices saw the same machine; where one of the two had fewer, none belong together.
  const paired = ours.rounds.length === other.rounds.length;
  const middle = paired ? 0 : median(other.rounds);
  return ours.rounds
    .map((value, round) => (value / (paired ? other.rounds[round]! : middle)) * scale)
    .filter((ratio) => ratio > 0 && Number.isFinite(ratio));
}

function referenceQuantity(name: string, reference: ContenderResult): QuantityResult | undefined {
  const same = [name, ...FALLBACKS].find((known) => Object.hasOwn(reference.quantities, known));
  return same === undefined ? undefined : reference.quantities[same];
}
