import { duration, ValueError } from '../ecs';
import type { TaskReference } from '../ecs/stores';
import { type Entry, ownSet } from './entry';
import { TaskHandle } from './handle';
import type { AsyncPorts } from './ports';
import { raise } from './raise';
import { Recent } from './recent';
import type { Resources } from './resources';
import { addWait, dropWait, waitPath } from './wait-graph';

const MOST_NAMES = 1_000;

/** Which task waits for the end of which. */
export class Dependencies {
  private readonly resources: Resources;
  private readonly ports: AsyncPorts;
  private timeoutMs = 60_000;
  private readonly onLate: (entry: Entry, name: string, waitedMs: number) => void;
  private readonly named = new Recent<Entry>(MOST_NAMES);
  /** Tasks that wait for a name nobody bears yet. */
  private readonly awaited = new Map<string, Set<Entry>>();

  /** `onLate` is told of a task that has waited so long for a name that nobody bore. */
  constructor(
    resources: Resources,
    ports: AsyncPorts,
    onLate: (entry: Entry, name: string, waitedMs: number) => void,
  ) {
    this.resources = resources;
    this.ports = ports;
    this.onLate = onLate;
  }

  /** How long tasks wait for a name from now on; Infinity is for ever. Throws `ValueError`. */
  limit(timeoutMs: number | undefined): void {
    if (timeoutMs === undefined) return;
    if (timeoutMs !== Number.POSITIVE_INFINITY) duration('nameTimeoutMs', timeoutMs);
    this.timeoutMs = timeoutMs;
  }

  /**
   * Lets a task wait for others. Gives the path if it would wait for itself, and the first of the others that has failed already. What waits for a
   * task of its name waits for it then.
   */
  add(entry: Entry, after: readonly TaskReference[]): { path?: string[]; failed?: Entry } {
    let failed: Entry | undefined;
    for (const reference of after) {
      const other = this.find(reference);
      if (!other) this.awaitName(entry, reference as string);
      else if (!other.isOver) {
        if (!entry.waitsFor.has(other)) addWait(entry, other);
        addDependent(other, entry);
      } else if (other.status !== 'completed') failed ??= other;
    }
    const path = entry.isNamed ? this.bear(entry, entry.name) : undefined;
    if (path) {
      this.forget(entry);
      return { path };
    }
    return failed ? { failed } : {};
  }

  /**
   * Lets a task bear a name: what waits for one of that name waits for it, and what comes later. Gives the path, and does nothing, if it would wait
   * for itself.
   */
  bear(entry: Entry, name: string): string[] | undefined {
    const waiting = this.awaited.get(name);
    if (waiting) {
      const path = waitPath(entry, (each) => waiting.has(each), this.resources);
      if (path) return [...path.map((each) => each.name), entry.name];
      this.awaited.delete(name);
      for (const other of waiting) {
        other.names.delete(name);
        this.stopTimer(other);
        if (!other.waitsFor.has(entry)) addWait(other, entry);
        addDependent(entry, other);
        raise(entry, other.lane, other.urgentMs, this.resources);
      }
    }
    this.named.set(name, entry);
    return undefined;
  }

  /** Forgets what a task waits for. */
  forget(entry: Entry): void {
    for (const other of entry.waitsFor.keys()) {
      other.dependents.delete(entry);
      other.waiters--;
    }
    entry.waitsFor.clear();
    for (const name of entry.names) {
      const waiting = this.awaited.get(name)!;
      waiting.delete(entry);
      if (waiting.size === 0) this.awaited.delete(name);
    }
    entry.names.clear();
    this.stopTimer(entry);
  }

  /** Tasks that waited for this one's end, and do no more. */
  release(entry: Entry): Entry[] {
    const released = [...entry.dependents];
    entry.dependents.clear();
    for (const other of released) dropWait(other, entry);
    return released;
  }

  private find(reference: TaskReference): Entry | undefined {
    if (typeof reference === 'string') return this.named.get(reference);
    return (reference as TaskHandle<unknown>).entry;
  }

  private awaitName(entry: Entry, name: string): void {
    const waiting = this.awaited.get(name) ?? new Set();
    this.awaited.set(name, waiting);
    waiting.add(entry);
    entry.names = ownSet(entry.names);
    entry.names.add(name);
    if (this.timeoutMs === Number.POSITIVE_INFINITY) return;
    const { timeoutMs } = this;
    entry.nameTimer ??= this.ports.setTimer(() => {
      entry.nameTimer = undefined;
      const [first] = entry.names;
      this.onLate(entry, first!, timeoutMs);
    }, timeoutMs);
  }

  /** Once it waits for no name any more. */
  private stopTimer(entry: Entry): void {
    if (entry.nameTimer === undefined || entry.names.size > 0) return;
    this.ports.clearTimer(entry.nameTimer);
    entry.nameTimer = undefined;
  }
}

function addDependent(entry: Entry, other: Entry): void {
  entry.dependents = ownSet(entry.dependents);
  entry.dependents.add(other);
}

/** Throws `ValueError` for what is neither a handle nor a name. */
export function checkReferences(after: readonly TaskReference[]): void {
  for (const reference of after) {
    if (typeof reference !== 'string' && !(reference instanceof TaskHandle)) {
      throw new ValueError(`after has ${String(reference)}; give handles of tasks, or names`);
    }
  }
}
