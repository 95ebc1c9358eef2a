import { ValueError } from '../ecs';
import { whole } from './checks';
import type { Entry } from './entry';
import { cycleError } from './errors';
import { waitPath } from './wait-graph';

type Place = { readonly order: number; readonly count: number; readonly holders: Set<Entry> };

/** One that waits for resources: all that it wants are given at once. */
export type Claim = {
  readonly entry: Entry;
  readonly names: readonly string[];
  give(): void;
  /** It would wait for itself. */
  refuse(error: unknown): void;
};

/** Who holds which resource, and who waits for it. */
export class Resources {
  private readonly places = new Map<string, Place>();
  private claims: Claim[] = [];
  private readonly onRefused: () => void;

  constructor(declared: Readonly<Record<string, number>>, onRefused: () => void) {
    this.onRefused = onRefused;
    for (const [name, count] of Object.entries(declared)) {
      const order = this.places.size;
      this.places.set(name, {
        order,
        count: whole(`resources.${name}`, count, 1),
        holders: new Set(),
      });
    }
  }

  /** Their place in the order of declaring; throws `ValueError` for a name that was not declared. */
  orderOf(name: string): number {
    const place = this.places.get(name);
    if (place) return place.order;
    const known = [...this.places.keys()].join(', ') || 'none';
    throw new ValueError(
      `resource is '${name}'; declare it in 'resources', where there is ${known}`,
    );
  }

  /** Each once, in the order of declaring. */
  inOrder(names: readonly string[]): string[] {
    const orders = new Map([...names].map((name) => [name, this.orderOf(name)]));
    return [...orders.keys()].sort((a, b) => orders.get(a)! - orders.get(b)!);
  }

  /** Who keeps others waiting for it. */
  holdersOf(name: string): Iterable<Entry> {
    const place = this.places.get(name);
    // One with room keeps nobody waiting.
    return place && place.holders.size >= place.count ? place.holders : [];
  }

  /** Claims waiting now. */
  get waiting(): readonly Claim[] {
    return this.claims;
  }

  /** Waits for resources; gives them at once if they are free. */
  claim(claim: Claim): void {
    claim.entry.wants = claim.names;
    this.claims.push(claim);
    this.serve();
    this.check(claim);
  }

  /** Forgets what a task waits for and gives back what it holds. */
  drop(entry: Entry): void {
    entry.wants = undefined;
    const { length } = this.claims;
    this.claims = this.claims.filter((claim) => claim.entry !== entry);
    const changed = length !== this.claims.length || entry.holds.size > 0;
    for (const name of entry.holds) this.places.get(name)!.holders.delete(entry);
    entry.holds.clear();
    if (changed) this.serve();
  }

  release(entry: Entry, name: string): void {
    if (!entry.holds.delete(name)) return;
    this.places.get(name)!.holders.delete(entry);
    this.serve();
  }

  private isFree(name: string): boolean {
    const { holders, count } = this.places.get(name)!;
    return holders.size < count;
  }

  /**
   * Gives what is free, in the order in which it was asked for. One that cannot have all keeps those after it from what it wants, or it
   * could wait for ever; but not one that a holder waits for, who would never be done.
   */
  serve(): void {
    if (this.claims.length === 0) return;
    const kept = new Set<string>();
    for (const claim of [...this.claims]) {
      if (!this.claims.includes(claim)) continue;
      const { entry, names } = claim;
      const isKept = names.some((name) => kept.has(name));
      if (!names.every((name) => this.isFree(name)) || (isKept && !this.isAwaited(entry, kept))) {
        for (const name of names) kept.add(name);
        continue;
      }
      this.claims = this.claims.filter((each) => each !== claim);
      entry.wants = undefined;
      for (const name of names) {
        this.places.get(name)!.holders.add(entry);
        entry.holds.add(name);
      }
      claim.give();
      // What waits for these waits for whatever their new holder still waits for.
      if (entry.waitsFor.size > 0) for (const other of [...this.claims]) this.check(other);
    }
  }

  /** Refuses a claim of a task that would wait for itself. */
  private check(claim: Claim): void {
    if (!this.claims.includes(claim)) return;
    const { entry, names } = claim;
    for (const name of names) {
      for (const holder of this.holdersOf(name)) {
        const path = waitPath(holder, (each) => each === entry, this);
        if (!path) continue;
        this.claims = this.claims.filter((each) => each !== claim);
        entry.wants = undefined;
        this.onRefused();
        claim.refuse(
          cycleError(
            entry.name,
            [entry, ...path].map((each) => each.name),
          ),
        );
        return;
      }
    }
  }

  /** Whether a task that holds anything waits for this one. */
  private isAwaited(entry: Entry, kept: ReadonlySet<string>): boolean {
    if (kept.size === 0) return false;
    for (const { holders } of this.places.values()) {
      for (const holder of holders) {
        if (holder !== entry && waitPath(holder, (each) => each === entry, this)) return true;
      }
    }
    return entry.holds.size > 0;
  }
}
