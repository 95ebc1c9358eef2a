import type { AsyncPorts } from '../src/async';

/** A clock that a test moves; what chance gives is given. */
export type HandClock = AsyncPorts & {
  /** Moves on, and fires what is due on the way, in its order; promises come on in between. */
  advance(ms: number): Promise<void>;
  /** Moves on without firing anything, as a busy host does. */
  jump(ms: number): void;
  /** Times that timers were set to, ms, in the order of setting them. */
  readonly delays: number[];
  readonly timers: number;
};

export function createHandClock(chance = 0): HandClock {
  const timers = new Set<{ due: number; callback: () => void }>();
  const delays: number[] = [];
  let now = 0;
  return {
    delays,
    now: () => now,
    random: () => chance,
    get timers() {
      return timers.size;
    },
    setTimer(callback, ms) {
      const timer = { due: now + ms, callback };
      delays.push(ms);
      timers.add(timer);
      return timer;
    },
    clearTimer: (timer) => void timers.delete(timer as { due: number; callback: () => void }),
    jump(ms) {
      now += ms;
    },
    async advance(ms) {
      const end = now + ms;
      await settled();
      for (;;) {
        const [first] = [...timers].sort((a, b) => a.due - b.due);
        if (!first || first.due > end) break;
        timers.delete(first);
        now = Math.max(now, first.due);
        first.callback();
        await settled();
      }
      now = end;
    },
  };
}

/** Resolves when promises have come on as far as they can. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
