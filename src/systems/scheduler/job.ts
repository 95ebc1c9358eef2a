/** A task on its way, and the promise of its result. */
export class Job {
  task: (() => unknown) | undefined;
  readonly promise: Promise<unknown>;
  steps: Generator<unknown, unknown, void> | undefined;
  /** A step runs now. */
  running = false;
  settled = false;
  /** Stops listening for the abort. */
  unlisten: (() => void) | undefined;
  resolve!: (value: unknown) => void;
  reject!: (reason: unknown) => void;

  constructor(task: () => unknown) {
    this.task = task;
    this.promise = new Promise<unknown>((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }
}
