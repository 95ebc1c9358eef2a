import { createRandom } from '../statistics';

/** What sources that load need of the world outside. `AsyncPorts` of `rafter-ui/async` will do: neither of the two imports the other. */
export type DataPorts = {
  /** Calls back once, after so many ms; returns what `clearTimer` takes. */
  setTimer(callback: () => void, delayMs: number): unknown;
  clearTimer(timer: unknown): void;
  /** From 0 up to 1, for delays that differ from user to user. */
  random(): number;
};

/** The timers of the page or of Node. */
export function defaultPorts(): DataPorts {
  return {
    setTimer: (callback, delayMs) => setTimeout(callback, delayMs),
    clearTimer: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
    random: createRandom(crypto.getRandomValues(new Uint32Array(1))[0]!),
  };
}
