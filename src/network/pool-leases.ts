import type { AsyncPorts } from '../async';
import { tell } from '../structures';
import type { Lease, PoolStats } from './pool-options';

/** Holders that an error names. */
const NAMED = 5;

type Held<P> = {
  readonly place: P;
  readonly name: string;
  readonly sinceMs: number;
  isTold: boolean;
  end(): void;
};

export type LeasesOptions<T, P> = {
  readonly ports: AsyncPorts;
  readonly stats: PoolStats;
  readonly leakAfterMs: number | undefined;
  readonly onLeak: ((connection: T, heldMs: number, name: string) => void) | undefined;
  /** One is not in use any more. */
  giveBack(place: P, isBroken: boolean): void;
};

/** What of a pool is in use, by whom and since when. */
export class Leases<T, P extends { readonly value: T }> {
  private readonly held = new Set<Held<P>>();
  private readonly options: LeasesOptions<T, P>;

  constructor(options: LeasesOptions<T, P>) {
    this.options = options;
  }

  get count(): number {
    return this.held.size;
  }

  make(place: P, name = 'someone without a name'): Lease<T> {
    const { ports, leakAfterMs, giveBack } = this.options;
    let leak: unknown;
    const end = (isBroken: boolean): void => {
      if (!this.held.delete(held)) return;
      if (leak !== undefined) ports.clearTimer(leak);
      giveBack(place, isBroken);
    };
    const held: Held<P> = {
      ...{ place, name, sinceMs: ports.now(), isTold: false },
      end: () => end(true),
    };
    this.held.add(held);
    if (leakAfterMs !== undefined) {
      leak = ports.setTimer(() => {
        leak = undefined;
        this.tellLeak(held);
      }, leakAfterMs);
    }
    return { value: place.value, release: () => end(false), discard: held.end };
  }

  /** Who has what is in use and for how long, those first that have had it longest. */
  holders(): string {
    const now = this.options.ports.now();
    const all = [...this.held].slice(0, NAMED);
    const names = all.map(({ name, sinceMs }) => `${name} for ${Math.round(now - sinceMs)} ms`);
    const more = this.held.size - all.length;
    return names.join(', ') + (more > 0 ? ` and ${more} more` : '');
  }

  /** Takes back what is in use still, as broken. */
  takeBack(): void {
    for (const held of [...this.held]) {
      this.tellLeak(held);
      held.end();
    }
  }

  private tellLeak(held: Held<P>): void {
    if (held.isTold) return;
    held.isTold = true;
    const { place, name, sinceMs } = held;
    const { stats, onLeak, ports } = this.options;
    stats.leaks++;
    if (onLeak) tell(() => onLeak(place.value, ports.now() - sinceMs, name), undefined, 'onLeak');
  }
}
