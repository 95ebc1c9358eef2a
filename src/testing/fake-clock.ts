import { trackLeaks } from './leak-check';

/** What a fake clock starts with. */
export type FakeClockOptions = {
  /** Time at the start in ms. @default 0 */
  now?: number;
  /** Time between two frames in ms. @default 1000 / 60 */
  frameMs?: number;
};

/**
 * A host's time for tests: nothing happens until the test lets time pass. Frames and timers fire once, never inside the request,
 * with ids from 1 up; what a callback requests comes in a later frame, as in a browser. A callback that throws keeps no other
 * from being called; its error leaves the call that let time pass.
 */
export type FakeClock = {
  /** Time in ms. */
  now(): number;
  requestFrame(callback: (now: number) => void): number;
  cancelFrame(id: number): void;
  setTimer(callback: () => void, delayMs: number): number;
  clearTimer(id: number): void;
  /** Lets one frame pass, whose callbacks get the time after it; timers that are due by then fire first. None while hidden. */
  frame(ms?: number): void;
  /** Lets many frames pass. */
  frames(count: number, ms?: number): void;
  /** Lets time pass as a browser would: timers when they are due, a frame every `frameMs` unless hidden. */
  advance(ms: number): void;
  /** True while the tab is hidden: no frames come, timers at most once a second. */
  hidden: boolean;
  /** Frames requested and not fired. */
  readonly pendingFrames: number;
  /** Timers set and not fired. */
  readonly pendingTimers: number;
};

const HIDDEN_TIMER_MS = 1000;

type FrameQueue = {
  callbacks: (((now: number) => void) | undefined)[];
  ids: number[];
  length: number;
};

type Timer = { id: number; due: number; callback: () => void };

/** Makes a clock that stands still. Frames and timers left open at the end of a test count as leaks. */
export function createFakeClock({
  now: start = 0,
  frameMs = 1000 / 60,
}: FakeClockOptions = {}): FakeClock {
  const open = trackLeaks('fake clock');
  // In an array: writing a fraction to a closure's variable allocates, and frames that are measured use this clock.
  const time = new Float64Array([start, start + frameMs]);
  // Two queues that take turns and are never cut short, which would give their memory back.
  let waiting: FrameQueue = { callbacks: [], ids: [], length: 0 };
  let firing: FrameQueue = { callbacks: [], ids: [], length: 0 };
  let frameId = 0;
  let timerId = 0;
  let timers: Timer[] = [];
  let failure: { error: unknown } | undefined;

  function fireFrames(): void {
    time[NEXT_FRAME] = time[NOW]! + frameMs;
    if (clock.hidden) return;
    const queue = waiting;
    waiting = firing;
    firing = queue;
    for (let i = 0; i < queue.length; i++) {
      const callback = queue.callbacks[i];
      if (!callback) continue;
      queue.callbacks[i] = undefined;
      open.frames--;
      try {
        callback(time[NOW]!);
      } catch (error) {
        failure ??= { error };
      }
    }
    queue.length = 0;
  }

  function nextTimer(until: number): Timer | undefined {
    let first: Timer | undefined;
    for (let i = 0; i < timers.length; i++) {
      const timer = timers[i]!;
      const due = dueOf(timer);
      if (due <= until && (!first || due < dueOf(first))) first = timer;
    }
    return first;
  }

  function dueOf(timer: Timer): number {
    return clock.hidden ? Math.ceil(timer.due / HIDDEN_TIMER_MS) * HIDDEN_TIMER_MS : timer.due;
  }

  function fireTimers(until: number): void {
    for (let timer = nextTimer(until); timer; timer = nextTimer(until)) {
      clock.clearTimer(timer.id);
      time[NOW] = Math.max(time[NOW]!, dueOf(timer));
      try {
        timer.callback();
      } catch (error) {
        failure ??= { error };
      }
    }
    time[NOW] = until;
  }

  function rethrow(): void {
    const first = failure;
    failure = undefined;
    if (first) throw first.error;
  }

  const clock: FakeClock = {
    now: () => time[NOW]!,
    requestFrame(callback) {
      frameId++;
      waiting.callbacks[waiting.length] = callback;
      waiting.ids[waiting.length++] = frameId;
      open.frames++;
      return frameId;
    },
    cancelFrame(id) {
      if (drop(waiting, id) || drop(firing, id)) open.frames--;
    },
    setTimer(callback, delayMs) {
      timerId++;
      timers.push({ id: timerId, due: time[NOW]! + Math.max(0, delayMs || 0), callback });
      open.timers = timers.length;
      return timerId;
    },
    clearTimer(id) {
      timers = timers.filter((timer) => timer.id !== id);
      open.timers = timers.length;
    },
    frame(ms = frameMs) {
      fireTimers(time[NOW]! + ms);
      fireFrames();
      rethrow();
    },
    frames(count, ms = frameMs) {
      for (let i = 0; i < count; i++) clock.frame(ms);
    },
    advance(ms) {
      const end = time[NOW]! + ms;
      // Frames that a hidden tab did not get are not made up for.
      if (time[NEXT_FRAME]! < time[NOW]!) time[NEXT_FRAME] = time[NOW]!;
      while (!clock.hidden && time[NEXT_FRAME]! <= end) {
        fireTimers(time[NEXT_FRAME]!);
        fireFrames();
      }
      fireTimers(end);
      rethrow();
    },
    hidden: false,
    get pendingFrames() {
      return open.frames;
    },
    get pendingTimers() {
      return open.timers;
    },
  };
  return clock;
}

const NOW = 0;
const NEXT_FRAME = 1;

function drop(queue: FrameQueue, id: number): boolean {
  for (let i = 0; i < queue.length; i++) {
    if (queue.ids[i] !== id || !queue.callbacks[i]) continue;
    queue.callbacks[i] = undefined;
    return true;
  }
  return false;
}
