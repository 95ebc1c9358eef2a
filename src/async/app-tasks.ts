import { type System, SystemError, ValueError } from '../ecs';
import { watchMissedFrames } from './missed-frames';
import type { TasksOptions } from './options';
import { type AsyncPorts, defaultPorts, type TaskExecutor } from './ports';
import { createManager } from './tasks';
import type { Tasks } from './tasks-type';

/** What tasks need of an app: `createApp`'s, `createSurface`'s or a headless one. */
export type TaskHost = {
  readonly scheduler: TaskExecutor;
  addSystem(system: System): () => void;
};

type Known = {
  readonly tasks: Tasks;
  /** Takes options, where they were made without any for a submit that came first. */
  configure: ((options: TasksOptions) => void) | undefined;
};

const known = new WeakMap<TaskExecutor, Known>();

/**
 * Makes the managed tasks of an app, which end with it: their steps run in the time that frames leave over, in the order of
 * their priorities, beside what is submitted to `app.scheduler`, whose submits with more than a priority and a signal are theirs. An app has one:
 * where such a submit came first its tasks take the options from now on. A second time throws `SystemError`.
 */
export function createTasks(app: TaskHost, options: TasksOptions = {}): Tasks {
  const found = known.get(app.scheduler);
  if (!found) return makeTasks(app, options, false);
  if (!found.configure) {
    throw new SystemError(
      'this app has managed tasks already; take tasksOf(app), and add groups by addGroup',
    );
  }
  if (options.ports) {
    throw new ValueError(
      'ports were given after the first managed task; call createTasks before it is submitted',
    );
  }
  found.configure(options);
  found.configure = undefined;
  return found.tasks;
}

function makeTasks(app: TaskHost, options: TasksOptions, isOpen: boolean): Tasks {
  const ports = options.ports ?? portsOf(app);
  const manager = createManager(app.scheduler, { ...options, ports });
  const { dispose } = manager;
  const missed = watchMissedFrames(globalThis.document);
  const remove = app.addSystem({
    name: 'async/tasks',
    phase: 'tasks',
    reads: [],
    writes: [],
    update(frame) {
      if (missed.isMissed(frame)) manager.missedFrame();
    },
    dispose() {
      missed.dispose();
      known.delete(app.scheduler);
      dispose();
    },
  });
  // Assigned to the manager itself: copying it would freeze its getters.
  const made = Object.assign(manager, { dispose: remove });
  known.set(app.scheduler, { tasks: made, configure: isOpen ? manager.configure : undefined });
  return made;
}

/** The tasks of an app, made now if it has none yet. */
export function tasksOf(app: TaskHost): Tasks {
  return known.get(app.scheduler)?.tasks ?? makeTasks(app, {}, true);
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
