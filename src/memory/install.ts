import { findResource, type System, SystemError, type World } from '../ecs';
import { Failures } from '../ecs/stores';
import { createMemory, type Ledger, type Memory } from './memory';
import { hostMemory, type MemoryPorts } from './ports';

/** What is needed of an app: an `App` or a `Surface`. */
export type MemoryApp = {
  readonly world: World;
  readonly memory: Ledger;
  addSystem(system: System): () => void;
};

export type InstallMemoryOptions = {
  /** What all may hold together. @default 64 MB for each GB that the device says to have, 256 MB where it does not say */
  budgetBytes?: number;
  /** What the host tells of its memory. @default that of the page */
  ports?: MemoryPorts;
  /** Milliseconds, for what `reclaim` says of its time. @default performance.now */
  now?: () => number;
};

const MEGABYTE = 1024 * 1024;
/** Of what the device has: the page is not alone. */
const DEVICE_SHARE = 1 / 16;

const installed = new WeakMap<World, Memory>();

/**
 * Adds pools, caches, budgets, pressure, reclaim and a census of leaks to an app, once; what they hold is in `app.memory`. Ends with the app. Throws
 * `SystemError` for an app that has it.
 */
export function installMemory(app: MemoryApp, options: InstallMemoryOptions = {}): Memory {
  const { world } = app;
  if (installed.has(world)) {
    throw new SystemError('this app has its memory installed already; use what installMemory gave');
  }
  const { ports = hostMemory(), now = () => performance.now() } = options;
  const failures = findResource(world, Failures);
  const { system, ...memory } = createMemory({
    world,
    ledger: app.memory,
    ports,
    clock: now,
    report(error, of) {
      if (failures) failures.report(error, of, 0);
      else console.error(`rafter: ${of}:`, error);
    },
  });
  const bytes = options.budgetBytes ?? (ports.deviceBytes ?? 0) * DEVICE_SHARE;
  if (bytes > 0) memory.tunables.set('budget', bytes / MEGABYTE);
  const remove = app.addSystem({
    ...system,
    dispose() {
      installed.delete(world);
      system.dispose();
    },
  });
  const whole: Memory = { ...memory, dispose: remove };
  installed.set(world, whole);
  return whole;
}
