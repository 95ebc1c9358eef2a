import type { Entry } from './entry';
import type { Resources } from './resources';

/**
 * Lets a task go with a higher priority, or as urgent from a time on, because one like that waits for it; and with it what it waits for itself:
 * tasks, and those that hold what it wants.
 */
export function raise(from: Entry, lane: number, urgentMs: number, resources: Resources): void {
  const open = [from];
  for (let entry = open.pop(); entry; entry = open.pop()) {
    if (entry.isOver || (entry.lane <= lane && entry.urgentMs <= urgentMs)) continue;
    entry.group.raise(entry, lane, urgentMs);
    open.push(...entry.waitsFor.keys());
    for (const name of entry.wants ?? []) open.push(...resources.holdersOf(name));
  }
}

/** The same for all that a task waits for. */
export function raiseAwaited(entry: Entry, resources: Resources): void {
  const { lane, urgentMs } = entry;
  for (const other of entry.waitsFor.keys()) raise(other, lane, urgentMs, resources);
  for (const name of entry.wants ?? []) {
    for (const holder of resources.holdersOf(name)) raise(holder, lane, urgentMs, resources);
  }
}
