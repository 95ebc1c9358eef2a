import type { TaskPriority } from '../ecs/stores';

/** Time and chance, as far as tasks and connections need them. */
export type AsyncPorts = {
  /** Monotonic, ms. */
  now(): number;
  /** Calls back once, after so many ms; returns what `clearTimer` takes. */
  setTimer(callback: () => void, delayMs: number): unknown;
  clearTimer(timer: unknown): void;
  /** From 0 up to 1, for delays that differ from user to user. */
  random(): number;
};

/** Runs functions, the most urgent first: an app's scheduler, `createIdleExecutor`, or a test's. */
export type TaskExecutor = {
  post(task: () => void, priority: TaskPriority): void;
};

/** Those of the page or of Node. */
export function defaultPorts(): AsyncPorts {
  const bits = new Uint32Array(1);
  return {
    now: () => performance.now(),
    setTimer: (callback, delayMs) => setTimeout(callback, delayMs),
    clearTimer: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
    random: () => crypto.getRandomValues(bits)[0]! / 2 ** 32,
  };
}
