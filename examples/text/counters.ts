import {
  type App,
  type Entity,
  isAlive,
  keepAwake,
  type NumberFormat,
  setNumber,
  type VirtualList,
} from 'rafter-ui';

/** Numbers that change in every frame in which somebody can see them. */
export type Counters = {
  readonly running: boolean;
  /** Shows `valueAt` of the frames and milliseconds counted so far in a text, as long as that lives. */
  add(entity: Entity, format: NumberFormat, valueAt: ValueAt): void;
  toggle(): void;
};

export type ValueAt = (frames: number, ms: number) => number;

type Counter = { entity: Entity; format: NumberFormat; valueAt: ValueAt };

/** A pause between two frames that counts as a pause, ms. */
const PAUSE_MS = 100;

export type CountersOptions = {
  /** The list that the numbers are in, and the index of their row. */
  list(): VirtualList;
  index: number;
  /** Whether they count from the start. */
  running: boolean;
};

/** Counts as long as the app lives, on frames in which the numbers are in sight; the loop sleeps otherwise. */
export function createCounters(app: App, options: CountersOptions): Counters {
  const { world } = app;
  const { list, index } = options;
  const counters: Counter[] = [];
  let { running } = options;
  let frames = 0;
  let ms = 0;
  let lastNow = Number.NaN;

  function write({ entity, format, valueAt }: Counter): void {
    setNumber(world, entity, valueAt(frames, ms), format);
  }

  app.addSystem({
    name: 'specimen/counters',
    phase: 'update',
    reads: [],
    writes: [],
    update({ now }) {
      const { firstVisible, lastVisible } = list();
      if (!running || index < firstVisible || index > lastVisible) return;
      frames++;
      if (now - lastNow < PAUSE_MS) ms += now - lastNow;
      lastNow = now;
      for (let i = counters.length - 1; i >= 0; i--) {
        const counter = counters[i]!;
        if (isAlive(world, counter.entity)) write(counter);
        else counters.splice(i, 1);
      }
      keepAwake(world);
    },
    dispose() {},
  });

  return {
    get running() {
      return running;
    },
    add(entity, format, valueAt) {
      const counter = { entity, format, valueAt };
      counters.push(counter);
      write(counter);
    },
    toggle() {
      running = !running;
      app.wake();
    },
  };
}
