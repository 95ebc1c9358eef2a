import { endDirt } from './dirt';
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

export type FrameRunnerOptions = {
  world: World;
  /** Order of the phases. */
  phases: readonly Phase[];
  /** Host clock in ms, monotonic. */
  clock: { now(): number };
  budgetMs?: number;
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
  add(system: System): () => void;
  /** Runs one frame at host time `now` (ms). */
  step(now: number): void;
  isOff(name: string): boolean;
  dispose(): void;
};

type Slot = { system: System; failures: number; off: boolean };

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
  let lastNow = Number.NaN;
  let startedAt = 0;
  let frameMs = 0;
  let wasActive = false;
  let activitySeen = -1;
  let running = false;
  const frame: Frame = {
    index: 0,
    now: 0,
    deltaMs: 0,
    budgetMs,
    timeLeftMs: () => frame.budgetMs - (clock.now() - startedAt),
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
  }

  function run(slot: Slot): void {
    if (slot.off) return;
    try {
      slot.system.update(frame);
      slot.failures = 0;
    } catch (error) {
      slot.failures++;
      slot.off = slot.failures >= MAX_FAILURES;
      onFailure({ error, system: slot.system.name, row: state.current, switchedOff: slot.off });
    }
    state.current = 0;
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
      return frameMs;
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
        system.dispose();
      };
    },
    step(now) {
      if (running)
        throw new SystemError('step() was called inside a frame; call it from outside the systems');
      running = true;
      startedAt = clock.now();
      const delta = now - lastNow;
      // Written so that NaN and negative steps become 0.
      frame.deltaMs = delta > 0 ? Math.min(delta, MAX_DELTA_MS) : 0;
      if (Number.isFinite(now)) lastNow = now;
      frame.now = Number.isFinite(now) ? now : frame.now + frame.deltaMs;
      refreshTree(state);
      state.inFrame = true;
      let zoneStart = startedAt;
      const current = slots;
      try {
        for (let i = 0; i < current.length; i++) {
          const slot = current[i]!;
          run(slot);
          if (i + 1 === current.length || current[i + 1]!.system.phase !== slot.system.phase)
            flush(slot);
          const zoneEnd = clock.now();
          timings[i] = zoneEnd - zoneStart;
          zoneStart = zoneEnd;
        }
      } finally {
        state.inFrame = false;
        running = false;
      }
      endDirt(state.dirt);
      frame.index++;
      frameMs = clock.now() - startedAt;
      // Counts what happened between frames too: a style set from a timer is a reason for this frame.
      wasActive = state.activity !== activitySeen;
      activitySeen = state.activity;
    },
    isOff(name) {
      return slots.find((slot) => slot.system.name === name)?.off === true;
    },
    dispose() {
      for (const { system } of [...slots].reverse()) {
        try {
          system.dispose();
        } catch (error) {
          onFailure({ error, system: system.name, row: 0, switchedOff: true });
        }
      }
      place([]);
    },
  };

  function flush(slot: Slot): void {
    try {
      flushCommands(world);
    } catch (error) {
      onFailure({
        error,
        system: `${slot.system.phase} (end of phase)`,
        row: 0,
        switchedOff: false,
      });
    }
  }
}

/** Says whose user code runs now (0 = nobody's), so that an error names the element. */
export function setCurrentRow(world: World, row: number): void {
  internals(world).current = row;
}
