import { ValueError, whole } from '../ecs';
import { type Entry, ownSet } from './entry';
import { cycleError } from './errors';
import { awaitedBy, waitPath } from './wait-graph';

type Place = {
  readonly order: number;
  readonly count: number;
  readonly holders: Set<Entry>;
  /** Claims that want it. */
  wanted: number;
};

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
  /** By the order in which they were made; a task has one at a time. */
  private readonly claims = new Map<Entry, Claim>();
  private readonly onRefused: () => void;

  constructor(declared: Readonly<Record<string, number>>, onRefused: () => void) {
    this.onRefused = onRefused;
    this.declare(declared);
  }

  /** Adds resources behind those that are there, whose counts stay. Throws `ValueError`. */
  declare(declared: Readonly<Record<string, number>>): void {
    for (const [name, count] of Object.entries(declared)) {
      whole(`resources.${name}`, count, 1);
      const order = this.places.size;
      if (!this.places.has(name))
        this.places.set(name, { order, count, holders: new Set(), wanted: 0 });
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

  /** Waits for resources; gives them at once if they are free. */
  claim(claim: Claim): void {
    claim.entry.wants = claim.names;
    this.claims.set(claim.entry, claim);
    for (const name of claim.names) this.places.get(name)!.wanted++;
    this.serve();
    this.check(claim);
  }

  /** Forgets what a task waits for and gives back what it holds. */
  drop(entry: Entry): void {
    const claim = this.claims.get(entry);
    if (claim) this.forget(claim);
    const changed = claim !== undefined || entry.holds.size > 0;
    for (const name of entry.holds) this.places.get(name)!.holders.delete(entry);
    entry.holds.clear();
    if (changed) this.serve();
  }

  release(entry: Entry, name: string): void {
    if (!entry.holds.delete(name)) return;
    this.places.get(name)!.holders.delete(entry);
    this.serve();
  }

  /**
   * Gives what is free, in the order in which it was asked for. One that cannot have all keeps those after it from what it wants, or it
   * could wait for ever; but not one that a holder waits for, who would never be done.
   */
  serve(): void {
    while (this.serveInTurn() || this.serveAwaited());
  }

  /** Gives in turn. Returns whether it must begin anew, for what kept others may have been refused. */
  private serveInTurn(): boolean {
    const kept = new Set<string>();
    let isOpen = this.isOpen(kept);
    for (const claim of this.claims.values()) {
      // However many wait for what is not to be had, they are not looked at.
      if (!isOpen) return false;
      const { names } = claim;
      if (this.areFree(names) && !names.some((name) => kept.has(name))) {
        this.give(claim);
        if (claim.entry.waitsFor.size > 0) return true;
      } else for (const name of names) kept.add(name);
      isOpen = this.isOpen(kept);
    }
    return false;
  }

  /** Gives one what it wants though others keep it. Returns whether it did. */
  private serveAwaited(): boolean {
    if (!this.isOpen()) return false;
    const holders: Entry[] = [];
    for (const place of this.places.values()) holders.push(...place.holders);
    for (const entry of awaitedBy(holders, this)) {
      const claim = this.claims.get(entry);
      if (!claim || !this.areFree(claim.names)) continue;
      this.give(claim);
      return true;
    }
    return false;
  }

  /** Whether there is room in anything that is wanted, and not kept. */
  private isOpen(kept?: ReadonlySet<string>): boolean {
    for (const [name, { wanted, holders, count }] of this.places) {
      if (wanted > 0 && holders.size < count && !kept?.has(name)) return true;
    }
    return false;
  }

  private areFree(names: readonly string[]): boolean {
    return names.every((name) => {
      const { holders, count } = this.places.get(name)!;
      return holders.size < count;
    });
  }

  private give(claim: Claim): void {
    const { entry, names } = claim;
    this.forget(claim);
    entry.holds = ownSet(entry.holds);
    for (const name of names) {
      this.places.get(name)!.holders.add(entry);
      entry.holds.add(name);
    }
    claim.give();
    // What waits for these waits for whatever their new holder still waits for.
    if (entry.waitsFor.size > 0) for (const other of this.claims.values()) this.check(other);
  }

  private forget({ entry, names }: Claim): void {
    entry.wants = undefined;
    this.claims.delete(entry);
    for (const name of names) this.places.get(name)!.wanted--;
  }

  /** Refuses a claim of a task that would wait for itself. */
  private check(claim: Claim): void {
    const { entry, names } = claim;
    if (this.claims.get(entry) !== claim) return;
    // Nobody waits for it.
    if (entry.waiters === 0 && entry.holds.size === 0) return;
    for (const name of names) {
      for (const holder of this.holdersOf(name)) {
        const path = waitPath(holder, (each) => each === entry, this);
        if (!path) continue;
        this.forget(claim);
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
}
