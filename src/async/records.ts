import { taskPriorities } from '../ecs/stores';
import type { Entry } from './entry';
import { TaskError, textOf } from './errors';
import type { TaskGroup } from './group';
import type { GroupStats, TaskRecord } from './options';

/** What a task that failed rejects with. */
export function errorOf(entry: Entry, error: unknown): unknown {
  if (error instanceof TaskError && error.code === 'task-timeout' && error.task === entry.name) {
    return error;
  }
  const tries = entry.tries > 1 ? ` after ${entry.tries} tries` : '';
  const path = error instanceof TaskError ? error.path : [];
  const text = `task '${entry.name}' failed${tries}: ${textOf(error)}`;
  return new TaskError('task-failed', entry.name, text, error, path);
}

/** What is told and remembered of a task. */
export function recordOf(entry: Entry, endedMs: number): TaskRecord {
  const { id, name, status, submittedMs, startedMs, tries, overruns, error } = entry;
  return {
    ...{ id, name, group: entry.group.name, status, submittedMs, startedMs, endedMs },
    ...{ tries, overruns },
    ...(error === undefined ? {} : { error: textOf(error) }),
  };
}

/** What a group does now; a new object. */
export function groupStats({ limit, active, queued, waits, settings }: TaskGroup): GroupStats {
  const waitMs: Record<string, { p50: number; p99: number }> = {};
  waits.forEach((kept, lane) => {
    const all = kept.toArray().sort((a, b) => a - b);
    const at = (share: number): number => all[Math.ceil(share * all.length) - 1] ?? 0;
    waitMs[taskPriorities[lane]!] = { p50: at(0.5), p99: at(0.99) };
  });
  const shown = { limit, active, queued, waitMs };
  return typeof settings.limit === 'object' ? { ...shown, limiter: settings.limit.stats } : shown;
}
