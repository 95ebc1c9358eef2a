import { endDirt, keepAwake } from './dirt';
import { SystemError } from './errors';
import { flushCommands } from './flush';
import { internals, type World } from './internals';
import { retryLoads } from './loader';
import { endBurst } from './renew';
import { type Frame, orderPhases, type Phase, type System } from './system';
import { refreshTree } from './tree';

/** Longest step a frame may report, so that a tab that was hidden for an hour does not jump. */
export const MAX_DELTA_MS = 100;
/** Failures in a row after which a system is switched off. */
export const MAX_FAILURES = 3;

/** A system's failure, as reported. */
export type SystemFailure = {
  error: unknown;
  system: string;
  /** Row whose code ran, 0 if none. */
  row: number;
  /** True if the system has now been switched off. */
  switchedOff: boolean;
};

/** What a frame runner needs. */
export type FrameRunnerOptions = {
  world: World;
  /** Order of the phases. */
  phases: readonly Phase[];
  /** Host clock in ms, monotonic. */
  clock: { now(): number };
  /** Time a frame may take. @default 16.7, a 60th of a second */
  budgetMs?: number;
  /** Told of every failure, once each. What it throws itself leaves `step` when the frame is done. */
  onFailure: (failure: SystemFailure) => void;
};

/** Runs the systems phase by phase; a throwing system never stops the others. */
export type FrameRunner = {
  readonly frame: Frame;
  /** Systems in running order. */
  readonly systems: readonly System[];
  /** Duration of each system in the last frame, in ms, aligned with `systems`. */
  readonly timings: Float64Array;
  /** Duration of the whole last frame in ms. */
  readonly frameMs: number;
  /** What the next frame is expected to take with all systems, ms: the sum of a moving mean of each. */
  readonly predictedMs: number;
  /** Writes those two to `to`, from `at` on: numbers that are handed over may be heap objects. */
  readTimes(to: Float64Array, at: number): void;
  /** True while that is more than a frame may take: systems that are `skippable` run in every second frame then. */
  readonly late: boolean;
  /** Whether they do. @default true */
  skipWhenLate: boolean;
  /** Share of frames in which systems that are `skippable` run at most, 0.25 to 1; evenly spread. @default 1 */
  skippableRate: number;
  /** How often a system was left out of a frame. */
  readonly skippedUpdates: number;
  /** True if the last frame found anything to do, or left out what did in the frame that it last ran in. */
  readonly wasActive: boolean;
  /** Adds a system from the next frame on; returns how to remove and dispose it. Throws `SystemError` if it does not fit. */
  add(system: System): () => void;
  /** Runs one frame at host time `now` (ms). */
  step(now: number): void;
  /** Runs a frame up to a phase; `complete` runs the rest. What is made in between is made as by a system of that phase. */
  begin(now: number, until: Phase): void;
  complete(): void;
  /** True if the system was switched off after failures. */
  isOff(name: string): boolean;
  /** Disposes all systems, last added phase first. Safe to call twice. */
  dispose(): void;
};

const STARTED_AT = 0;
const LAST_NOW = 1;
const FRAME_MS = 2;
const PREDICTED_MS = 3;
const SPENT_MS = 4;
const ZONE_START = 5;
const SKIPPABLE_CREDIT = 6;
/** What systems after the running one are expected to take, ms; -1 until it asks. */
const LATER_MS = 7;

/** Share of frames in which systems that are `skippable` run while frames take longer than they may. */
const LATE_RATE = 0.5;

/** Weight of the last frame in what the next one is expected to take: about four frames count. */
const NEWEST = 0.25;
/** Share of the budget below which frames are no longer late; less than 1, so that they do not become so again at once. */
const IN_TIME = 0.9;

type Slot = { system: System; failures: number; off: boolean };

/** Makes the runner of a world. Systems are added to it; the loop or the host calls `step`. */
export function createFrameRunner({
  world,
  phases,
  clock,
  budgetMs = 1000 / 60,
  onFailure,
}: FrameRunnerOptions): FrameRunner {
  const state = internals(world);
  let slots: Slot[] = [];
  let systems: System[] = [];
  let timings = new Float64Array(0);
  let expected = new Float64Array(0);
  let late = false;
  let skipping = false;
  // Whether what may be skipped did something when it last ran.
  let animates = false;
  let skippedUpdates = 0;
  // Times live in an array: a number with a fraction in a closure's variable is a new heap object at every write.
  const times = new Float64Array(8);
  times[LAST_NOW] = Number.NaN;
  let wasActive = false;
  let activitySeen = -1;
  let running = false;
  // The phase that a frame waits before until it is completed, by its place; -1 while none waits.
  let waitsBefore = -1;
  let hostFailure: { error: unknown } | undefined;
  let flushing = '';
  // Place of the system that runs.
  let runningAt = 0;
  const frame: Frame = {
    index: 0,
    now: 0,
    deltaMs: 0,
    afterSleep: false,
    budgetMs,
    timeLeftMs: () => frame.budgetMs - (clock.now() - times[STARTED_AT]!),
    readSpare(to, at) {
      if (times[LATER_MS]! < 0) {
        times[LATER_MS] = 0;
        for (let i = runningAt + 1; i < expected.length; i++) times[LATER_MS]! += expected[i]!;
      }
      to[at] = frame.budgetMs - (clock.now() - times[STARTED_AT]!);
      to[at + 1] = to[at]! - times[LATER_MS]!;
    },
  };

  function place(next: Slot[]): void {
    const ordered = orderPhases(
      next.map((slot) => slot.system),
      phases,
    );
    const sorted = ordered.map((system) => next.find((slot) => slot.system === system)!);
    const known = new Float64Array(sorted.length);
    for (let i = 0; i < sorted.length; i++) {
      const before = slots.indexOf(sorted[i]!);
      if (before >= 0) known[i] = expected[before]!;
    }
    expected = known;
    times[LATER_MS] = -1;
    slots = sorted;
    systems = sorted.map((slot) => slot.system);
    timings = new Float64Array(slots.length);
    keepAwake(world);
  }

  /** Tells the host; what the host itself throws waits until the frame is whole. */
  function report(failure: SystemFailure): void {
    try {
      onFailure(failure);
    } catch (error) {
      hostFailure ??= { error };
    }
  }

  function fail(slot: Slot, error: unknown, row: number): void {
    // A promise may reject after its system was switched off or removed.
    if (slot.off) return;
    slot.failures++;
    slot.off = slot.failures >= MAX_FAILURES;
    report({ error, system: slot.system.name, row, switchedOff: slot.off });
  }

  function run(slot: Slot): void {
    if (slot.off) return;
    try {
      const result: unknown = slot.system.update(frame);
      if (result instanceof Promise) settle(slot, result);
      else slot.failures = 0;
    } catch (error) {
      fail(slot, error, state.current);
    }
    state.current = 0;
  }

  /** An async update counts when it settles; what it throws would otherwise be nobody's. */
  function settle(slot: Slot, result: Promise<unknown>): void {
    result.then(
      () => {
        slot.failures = 0;
      },
      (error: unknown) => {
        fail(slot, error, 0);
        rethrow();
      },
    );
  }

  function rethrow(): void {
    const failure = hostFailure;
    hostFailure = undefined;
    if (failure) throw failure.error;
  }

  function reportFlush(error: unknown): void {
    report({ error, system: `${flushing} (end of phase)`, row: 0, switchedOff: false });
  }

  /** Place of the first system of a phase or a later one. */
  function firstOf(phase: number): number {
    let i = 0;
    while (i < slots.length && phases.indexOf(slots[i]!.system.phase) < phase) i++;
    return i;
  }

  function runPhases(
    current: readonly Slot[],
    from: number,
    end: number,
    durations: Float64Array,
    means: Float64Array,
  ): void {
    let zoneStart = times[ZONE_START]!;
    for (let i = from; i < end; i++) {
      const slot = current[i]!;
      runningAt = i;
      times[LATER_MS] = -1;
      const skips = skipping && slot.system.skippable === true;
      const before = state.activity;
      if (skips) skippedUpdates++;
      else run(slot);
      if (slot.system.skippable === true && state.activity !== before) animates = true;
      const { phase } = slot.system;
      if (i + 1 === current.length || current[i + 1]!.system.phase !== phase) {
        flushing = phase;
        flushCommands(world, reportFlush);
      }
      const zoneEnd = clock.now();
      durations[i] = zoneEnd - zoneStart;
      if (!skips) means[i]! += (durations[i]! - means[i]!) * NEWEST;
      zoneStart = zoneEnd;
    }
  }

  function start(now: number): void {
    if (running && waitsBefore >= 0)
      throw new SystemError('a frame was begun and is not complete; call complete() first');
    if (running)
      throw new SystemError('step() was called inside a frame; call it from outside the systems');
    times[STARTED_AT] = clock.now();
    times[ZONE_START] = times[STARTED_AT]!;
    const delta = now - times[LAST_NOW]!;
    // Written so that NaN and negative steps become 0.
    frame.deltaMs = delta > 0 ? Math.min(delta, MAX_DELTA_MS) : 0;
    frame.afterSleep = state.slept;
    state.slept = false;
    if (Number.isFinite(now)) times[LAST_NOW] = now;
    frame.now = Number.isFinite(now) ? now : frame.now + frame.deltaMs;
    endBurst(state);
    refreshTree(state);
    if (state.retries.length > 0) retryLoads(state, frame.now);
  }

  function goOn(from: number, end: number): void {
    running = true;
    state.inFrame = true;
    try {
      runPhases(slots, from, end, timings, expected);
    } finally {
      state.inFrame = false;
      running = false;
    }
  }

  function finish(): void {
    endDirt(state.dirt);
    frame.index++;
    times[FRAME_MS] = clock.now() - times[STARTED_AT]!;
    // It goes on in a later frame, which must come.
    const wasSkipping = skipping && animates;
    predict();
    // Counts what happened between frames too: a style set from a timer is a reason for this frame.
    wasActive = state.activity !== activitySeen || wasSkipping;
    activitySeen = state.activity;
    rethrow();
  }

  function predict(): void {
    let sum = 0;
    for (let i = 0; i < expected.length; i++) sum += expected[i]!;
    times[PREDICTED_MS] = sum;
    late = sum > frame.budgetMs * (late ? IN_TIME : 1);
    const rate = Math.min(runner.skippableRate, late && runner.skipWhenLate ? LATE_RATE : 1);
    const credit = rate < 1 ? times[SKIPPABLE_CREDIT]! + rate : 1;
    skipping = credit < 1;
    times[SKIPPABLE_CREDIT] = skipping ? credit : rate < 1 ? credit - 1 : 0;
    if (!skipping) animates = false;
  }

  function remove(slot: Slot): void {
    // Off, so that a frame that is running now does not update what is disposed.
    slot.off = true;
    slot.system.dispose();
  }

  const runner: FrameRunner = {
    frame,
    skipWhenLate: true,
    skippableRate: 1,
    get predictedMs() {
      return times[PREDICTED_MS]!;
    },
    readTimes(to, at) {
      to[at] = times[FRAME_MS]!;
      to[at + 1] = times[PREDICTED_MS]!;
    },
    get late() {
      return late;
    },
    get skippedUpdates() {
      return skippedUpdates;
    },
    get systems() {
      return systems;
    },
    get timings() {
      return timings;
    },
    get frameMs() {
      return times[FRAME_MS]!;
    },
    get wasActive() {
      return wasActive;
    },
    add(system) {
      if (!phases.includes(system.phase)) {
        throw new SystemError(
          `system ${system.name} has phase '${system.phase}'; use one of ${phases.join(', ')}`,
        );
      }
      if (slots.some((slot) => slot.system.name === system.name)) {
        throw new SystemError(`a system named ${system.name} is already added; names are unique`);
      }
      const slot: Slot = { system, failures: 0, off: false };
      place([...slots, slot]);
      return () => {
        if (!slots.includes(slot)) return;
        place(slots.filter((other) => other !== slot));
        remove(slot);
      };
    },
    step(now) {
      start(now);
      goOn(0, slots.length);
      finish();
    },
    begin(now, until) {
      start(now);
      const phase = phases.indexOf(until);
      goOn(0, firstOf(phase));
      waitsBefore = phase;
      state.inFrame = true;
      running = true;
      times[SPENT_MS] = clock.now() - times[STARTED_AT]!;
    },
    complete() {
      if (waitsBefore < 0) {
        throw new SystemError('complete() was called without beginFrame(); begin a frame first');
      }
      // What the host did in between is not this frame's.
      times[ZONE_START] = clock.now();
      times[STARTED_AT] = times[ZONE_START]! - times[SPENT_MS]!;
      // Found anew: systems may have come and gone.
      const from = firstOf(waitsBefore);
      waitsBefore = -1;
      goOn(from, slots.length);
      finish();
    },
    isOff: (name) => slots.find((slot) => slot.system.name === name)?.off === true,
    dispose() {
      const leaving = [...slots].reverse();
      place([]);
      for (const slot of leaving) {
        try {
          remove(slot);
        } catch (error) {
          report({ error, system: slot.system.name, row: 0, switchedOff: true });
        }
      }
      rethrow();
    },
  };
  return runner;
}
