import { type Entry, ownWaits } from './entry';
import type { Resources } from './resources';

/**
 * The way from a task to another over what each waits for: tasks, names, resources that others hold. Undefined if there is none. It looks at
 * each wait that can be reached once.
 */
export function waitPath(
  from: Entry,
  isGoal: (entry: Entry) => boolean,
  resources: Resources,
): Entry[] | undefined {
  const seen = new Set<Entry>();
  const trail: Entry[] = [];
  // By hand: chains may be longer than the stack is deep.
  const open: Iterator<Entry>[] = [];

  function enter(entry: Entry): boolean {
    seen.add(entry);
    trail.push(entry);
    open.push(waits(entry, resources));
    return isGoal(entry);
  }

  if (enter(from)) return trail;
  while (open.length > 0) {
    const { value, done } = open.at(-1)!.next();
    if (done) {
      open.pop();
      trail.pop();
    } else if (!seen.has(value) && enter(value)) return trail;
  }
  return undefined;
}

function* waits(entry: Entry, resources: Resources): Generator<Entry, void, void> {
  yield* entry.waitsFor.keys();
  for (const name of entry.wants ?? []) yield* resources.holdersOf(name);
}

/** Remembers that a task waits for another. */
export function addWait(entry: Entry, other: Entry): void {
  const waits = entry.waitsFor.get(other) ?? 0;
  if (waits === 0) other.waiters++;
  entry.waitsFor = ownWaits(entry.waitsFor);
  entry.waitsFor.set(other, waits + 1);
}

/** Forgets it once. */
export function dropWait(entry: Entry, other: Entry): void {
  const waits = entry.waitsFor.get(other);
  if (waits === undefined) return;
  if (waits > 1) entry.waitsFor.set(other, waits - 1);
  else {
    entry.waitsFor.delete(other);
    other.waiters--;
  }
}

/** Tasks that some others wait for, directly or over others, and these themselves. */
export function awaitedBy(waiting: Iterable<Entry>, resources: Resources): Set<Entry> {
  const found = new Set(waiting);
  // What is added while it is gone through comes at the end.
  for (const entry of found) for (const other of waits(entry, resources)) found.add(other);
  return found;
}
