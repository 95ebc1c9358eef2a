import type { AsyncPorts } from '../async';

/** Closes what is not used any more; one that takes too long to close is taken for closed. */
export class Closings<T> {
  /** Begun and not over. */
  count = 0;
  private readonly close: ((value: T) => void | PromiseLike<void>) | undefined;
  private readonly timeoutMs: number;
  private readonly ports: AsyncPorts;
  private readonly onClosed: () => void;

  /** `onClosed` is told of each that is over. */
  constructor(
    close: ((value: T) => void | PromiseLike<void>) | undefined,
    timeoutMs: number,
    ports: AsyncPorts,
    onClosed: () => void,
  ) {
    this.close = close;
    this.timeoutMs = timeoutMs;
    this.ports = ports;
    this.onClosed = onClosed;
  }

  add(value: T): void {
    this.count++;
    queueMicrotask(() => {
      try {
        const closing = this.close?.(value);
        if (closing) this.wait(closing);
        else this.finish();
      } catch {
        // It is gone either way.
        this.finish();
      }
    });
  }

  private wait(closing: PromiseLike<void>): void {
    let isOver = false;
    const done = (): void => {
      if (isOver) return;
      isOver = true;
      this.ports.clearTimer(timer);
      this.finish();
    };
    const timer = this.ports.setTimer(done, this.timeoutMs);
    closing.then(done, done);
  }

  private finish(): void {
    this.count--;
    this.onClosed();
  }
}
