import { BenchError } from '../errors';

/** A command that can be stopped from outside. */
export type Interrupt = {
  /** Aborted at the first signal; the second ends the process as it would without this. */
  readonly signal: AbortSignal;
  /** The work's outcome, or a rejection as soon as the command is stopped. */
  race<T>(work: Promise<T>): Promise<T>;
  /** What the process ends with: 143 after SIGTERM, 130 after SIGINT, 0 where that is the way to end. */
  exitCode(endless: boolean): number;
  dispose(): void;
};

// What holds the process after it was stopped, as a build that goes on, is left behind.
const LINGER_MS = 300;

/** Listens to SIGINT and SIGTERM until it is disposed. */
export function watchInterrupts(): Interrupt {
  const abort = new AbortController();
  let received: NodeJS.Signals | undefined;
  const stop = (signal: NodeJS.Signals) => {
    received = signal;
    abort.abort(new BenchError('stopped'));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  return {
    signal: abort.signal,
    async race(work) {
      // Whichever loses fails unheard.
      work.catch(() => {});
      const { signal } = abort;
      return Promise.race([
        work,
        new Promise<never>((_, reject) => {
          if (signal.aborted) reject(signal.reason);
          signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        }),
      ]);
    },
    exitCode: (endless) => (received === 'SIGTERM' ? 143 : endless ? 0 : 130),
    dispose() {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
    },
  };
}

/** Ends the process soon with the exit code set by then, even if something still holds it. */
export function endSoon(): void {
  setTimeout(() => process.exit(), LINGER_MS).unref();
}

/** Resolves after so long; holds nothing up. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
