import { duration } from '../ecs';
import { callable } from './checks';
import { type AsyncPorts, defaultPorts } from './ports';

export type DebounceOptions = {
  /** How long no call must come, ms. @default 100 */
  waitMs?: number;
  /** Most time that a call waits while others keep coming, ms. @default for ever */
  maxWaitMs?: number;
  /** Also runs at the first call of a series, at once. @default false */
  leading?: boolean;
  ports?: AsyncPorts;
};

/** A function that runs when calls have stopped for a while, with what the last of them gave. */
export type Debounced<A extends unknown[]> = {
  (...args: A): void;
  /** Whether a call waits. */
  readonly isPending: boolean;
  /** Runs what waits now. */
  flush(): void;
  /** Forgets what waits. */
  cancel(): void;
};

/** Puts a function off until calls have stopped. Throws `ValueError` for options that cannot be used. */
export function debounce<A extends unknown[]>(
  work: (...args: A) => void,
  { waitMs = 100, maxWaitMs, leading = false, ports = defaultPorts() }: DebounceOptions = {},
): Debounced<A> {
  callable('work', work);
  duration('waitMs', waitMs);
  if (maxWaitMs !== undefined) duration('maxWaitMs', maxWaitMs);
  let args: A | undefined;
  let timer: unknown;
  let firstMs = 0;
  let lastMs = 0;

  function arm(delayMs: number): void {
    timer = ports.setTimer(() => {
      timer = undefined;
      // One timer for a series: later calls only say how much longer it is.
      const leftMs = due() - ports.now();
      if (leftMs > 0) arm(leftMs);
      else run();
    }, delayMs);
  }

  function due(): number {
    return Math.min(lastMs + waitMs, firstMs + (maxWaitMs ?? Number.POSITIVE_INFINITY));
  }

  function run(): void {
    const given = args;
    args = undefined;
    if (given) work(...given);
  }

  function stop(): void {
    if (timer !== undefined) ports.clearTimer(timer);
    timer = undefined;
  }

  const debounced = (...given: A): void => {
    lastMs = ports.now();
    if (timer === undefined) {
      firstMs = lastMs;
      args = leading ? undefined : given;
      arm(Math.min(waitMs, maxWaitMs ?? waitMs));
      if (leading) work(...given);
    } else {
      if (!args) firstMs = lastMs;
      args = given;
    }
  };
  return Object.defineProperty(
    Object.assign(debounced, {
      isPending: false,
      flush() {
        stop();
        run();
      },
      cancel() {
        stop();
        args = undefined;
      },
    }),
    'isPending',
    { get: () => args !== undefined },
  );
}
