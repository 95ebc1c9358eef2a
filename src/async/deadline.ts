import { duration } from '../ecs';
import type { Costs } from './costs';
import type { Entry } from './entry';

/** Two frames more than a task is expected to take: it may have to wait for its first step, behind one that runs. */
const MARGIN_MS = 34;

/** When a task is wanted, ms: so long from now, or when its parent is, if that is sooner. Throws `ValueError`. */
export function dueTime(
  now: number,
  deadlineMs: number | undefined,
  parentMs = Number.POSITIVE_INFINITY,
): number {
  if (deadlineMs === undefined) return parentMs;
  return Math.min(parentMs, now + duration('deadlineMs', deadlineMs));
}

/** From when on a task is urgent that is wanted at a time: before it by what tasks of its name take. */
export function urgentFrom({ name, isNamed }: Entry, dueMs: number, costs: Costs): number {
  return dueMs - (isNamed ? costs.expectedMs(name) : 0) - MARGIN_MS;
}
