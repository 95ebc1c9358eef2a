import { taskPriorities } from '../ecs/stores';
import type { Entry, TaskStatus } from './entry';
import type { TaskExecutor } from './ports';
import { raiseAwaited } from './raise';
import type { Resources } from './resources';
import type { Runner } from './runner';

/** What tasks that have a place need to begin. */
export type BeginOptions = {
  readonly executor: TaskExecutor;
  readonly resources: Resources;
  readonly runner: Runner;
  end(entry: Entry, status: TaskStatus, value: unknown): void;
};

/**
 * Begins tasks that have a place. One that cannot have its resources now gives that back and waits for them, so that it neither holds what others could
 * use while it waits for a place, nor a place while it waits for what others hold.
 */
export function createBegin({ executor, resources, runner, end }: BeginOptions) {
  /** In a turn of its own: what gave it resources and a place is no time to run it. */
  function beginLater(entry: Entry): void {
    if (entry.isOver) return;
    entry.stage = 'begun';
    const { group } = entry;
    executor.post(() => {
      if (entry.isOver) group.leave();
      else runner.begin(entry);
    }, taskPriorities[entry.lane]!);
  }

  return (entry: Entry): void => {
    const { group, resources: names } = entry;
    if (names.length === 0) {
      runner.begin(entry);
      return;
    }
    let isGiven = false;
    let isLater = false;
    entry.stage = 'resources';
    resources.claim({
      entry,
      names,
      give() {
        isGiven = true;
        if (!isLater) return;
        group.comeBack({ isGone: () => entry.isOver, resume: () => beginLater(entry) });
      },
      refuse: (error) => end(entry, 'failed', error),
    });
    isLater = true;
    if (isGiven && !entry.isOver) {
      entry.stage = 'begun';
      runner.begin(entry);
      return;
    }
    if (!entry.isOver) raiseAwaited(entry, resources);
    group.leave();
  };
}
