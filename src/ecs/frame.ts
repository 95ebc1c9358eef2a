import { endDirt, keepAwake } from './dirt';
import { SystemError } from './errors';
import { flushCommands } from './flush';
import { internals, type World } from './internals';
import { type Frame, orderSystems, type Phase, type System } from './system';
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
  /** True if the last frame found anything to do. */
  readonly wasActive: boolean;
  /** Adds a system from the next frame on; returns how to remove and dispose it. Throws `SystemError` if it does not fit. */
  add(system: System): () => void;
  /** Runs one frame at host time `now` (ms). */
  step(now: number): void;
  /** True if the system was switched off after failures. */
  isOff(name: string): boolean;
  /** Disposes all systems, last added phase first. Safe to call twice. */
  dispose(): void;
};

const STARTED_AT = 0;
const LAST_NOW = 1;
const FRAME_MS = 2;

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
  // Times live in an array: a number with a fraction in a closure's variable is a new heap object at every write.
  const times = new Float64Array(3);
  times[LAST_NOW] = Number.NaN;
  let wasActive = false;
  let activitySeen = -1;
  let running = false;
  let hostFailure: { error: unknown } | undefined;
  let flushing = '';
  const frame: Frame = {
    index: 0,
    now: 0,
    deltaMs: 0,
    budgetMs,
    timeLeftMs: () => frame.budgetMs - (clock.now() - times[STARTED_AT]!),
  };

  function place(next: Slot[]): void {
    const sorted: Slot[] = [];
    for (const phase of phases) {
      const own = next.filter((slot) => slot.system.phase === phase);
      const order = orderSystems(own.map((slot) => slot.system));
      if (!order) {
        const names = own.map((slot) => slot.system.name).join(', ');
        throw new SystemError(
          `'before' and 'after' of phase ${phase} contradict each other (${names}); drop one of them`,
        );
      }
      for (const system of order) sorted.push(own.find((slot) => slot.system === system)!);
    }
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

  function runPhases(current: readonly Slot[], durations: Float64Array): void {
    let zoneStart = times[STARTED_AT]!;
    for (let i = 0; i < current.length; i++) {
      const slot = current[i]!;
      run(slot);
      const { phase } = slot.system;
      if (i + 1 === current.length || current[i + 1]!.system.phase !== phase) {
        flushing = phase;
        flushCommands(world, reportFlush);
      }
      const zoneEnd = clock.now();
      durations[i] = zoneEnd - zoneStart;
      zoneStart = zoneEnd;
    }
  }

  function remove(slot: Slot): void {
    // Off, so that a frame that is running now does not update what is disposed.
    slot.off = true;
    slot.system.dispose();
  }

  return {
    frame,
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
      if (running) {
        throw new SystemError('step() was called inside a frame; call it from outside the systems');
      }
      running = true;
      try {
        times[STARTED_AT] = clock.now();
        const delta = now - times[LAST_NOW]!;
        // Written so that NaN and negative steps become 0.
        frame.deltaMs = delta > 0 ? Math.min(delta, MAX_DELTA_MS) : 0;
        if (Number.isFinite(now)) times[LAST_NOW] = now;
        frame.now = Number.isFinite(now) ? now : frame.now + frame.deltaMs;
        refreshTree(state);
        state.inFrame = true;
        runPhases(slots, timings);
      } finally {
        state.inFrame = false;
        running = false;
      }
      endDirt(state.dirt);
      frame.index++;
      times[FRAME_MS] = clock.now() - times[STARTED_AT]!;
      // Counts what happened between frames too: a style set from a timer is a reason for this frame.
      wasActive = state.activity !== activitySeen;
      activitySeen = state.activity;
      rethrow();
    },
    isOff(name) {
      return slots.find((slot) => slot.system.name === name)?.off === true;
    },
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
}

/** Says whose user code runs now (0 = nobody's), so that an error names the element. */
export function setCurrentRow(world: World, row: number): void {
  internals(world).current = row;
}
