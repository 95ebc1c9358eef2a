import type { System } from '../ecs';
import type { TasksOptions } from './options';
import { type AsyncPorts, defaultPorts, type TaskExecutor } from './ports';
import { createTaskManager } from './tasks';
import type { Tasks } from './tasks-type';

/** What tasks need of an app: `createApp`'s, `createSurface`'s or a headless one. */
export type TaskHost = {
  readonly scheduler: TaskExecutor;
  addSystem(system: System): () => void;
};

/** A frame that took this many times as long as it may was missed. */
const MISSED = 1.8;

const known = new WeakMap<TaskExecutor, Tasks>();

/**
 * Makes the managed tasks of an app, which end with it: their steps run in the time that frames leave over, in the order of
 * their priorities, beside what is submitted to `app.scheduler`, whose submits with more than a priority and a signal are theirs. An app has one.
 */
export function createTasks(app: TaskHost, options: TasksOptions = {}): Tasks {
  const ports = options.ports ?? portsOf(app);
  const tasks = createTaskManager(app.scheduler, { ...options, ports });
  const remove = app.addSystem({
    name: 'async/tasks',
    phase: 'tasks',
    reads: [],
    writes: [],
    update({ deltaMs, budgetMs }) {
      if (deltaMs > budgetMs * MISSED && tasks.pending > 0) tasks.missedFrame();
    },
    dispose() {
      known.delete(app.scheduler);
      tasks.dispose();
    },
  });
  const made: Tasks = {
    ...tasks,
    get pending() {
      return tasks.pending;
    },
    dispose: remove,
  };
  known.set(app.scheduler, made);
  return made;
}

/** The tasks of an app, made now if it has none yet. */
export function tasksOf(app: TaskHost): Tasks {
  return known.get(app.scheduler) ?? createTasks(app);
}

/** A headless app has a clock of its own, with timers. */
function portsOf(app: TaskHost): AsyncPorts {
  const ports = defaultPorts();
  const { clock } = app as { clock?: Partial<AsyncPorts> };
  if (!clock?.setTimer) return ports;
  return Object.assign(ports, {
    now: () => clock.now!(),
    setTimer: (callback: () => void, ms: number) => clock.setTimer!(callback, ms),
    clearTimer: (timer: unknown) => clock.clearTimer!(timer),
  });
}
