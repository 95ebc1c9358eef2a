import { type Pool as AsyncPool, createPool as createAsyncPool } from 'generic-pool';
import type { MeasureContender } from 'rafter-ui/benchmark';
import { createPool, type Pool } from '../../src/memory';
import { createFreeList } from '../../src/structures';

/** Objects alive at once: those of a screen. */
const ALIVE = 1_000;
/** Of which one is given back and another taken, many times. */
const TURNS = 10_000_000;
/** Of a pool whose every turn waits for promises. */
const ASYNC_TURNS = 50_000;

type Place = { x: number; y: number; width: number; height: number; color: number; next: number };

const makePlace = (): Place => ({ x: 0, y: 0, width: 0, height: 0, color: 0, next: 0 });

type Collecting = { gc?: () => void };

/**
 * Nanoseconds by turn, of which each gives back the object that was taken longest ago and takes another one; a collection of all that is left ends
 * it, so that nothing is left for later to pay.
 */
function turning<State>(
  open: () => State,
  turn: (state: State, turns: number) => void | Promise<void>,
  turns = TURNS,
): MeasureContender<State> {
  return {
    setup: open,
    async measure(state, { now }) {
      const { gc } = globalThis as Collecting;
      gc?.();
      const start = now();
      await turn(state, turns);
      gc?.();
      return { time: ((now() - start) * 1e6) / turns };
    },
  };
}

/** A collection of a heap in which nothing was left behind: what all contenders pay. */
export const collection = turning(
  () => Array.from({ length: ALIVE }, makePlace),
  () => {},
);

type Pooled = { pool: Pool<Place>; alive: Place[] };

export const pooled = turning<Pooled>(
  () => {
    const pool = createPool('places', makePlace, { itemBytes: 64 });
    return { pool, alive: Array.from({ length: ALIVE }, () => pool.acquire()) };
  },
  ({ pool, alive }, turns) => {
    for (let i = 0, at = 0; i < turns; i++) {
      pool.release(alive[at]!);
      const place = pool.acquire();
      place.x = i;
      alive[at] = place;
      at = at + 1 === ALIVE ? 0 : at + 1;
    }
  },
);

export const plain = turning(
  () => Array.from({ length: ALIVE }, makePlace),
  (alive, turns) => {
    for (let i = 0, at = 0; i < turns; i++) {
      const place = makePlace();
      place.x = i;
      alive[at] = place;
      at = at + 1 === ALIVE ? 0 : at + 1;
    }
  },
);

type Ids = { head: number; next: Int32Array; alive: Int32Array; x: Float64Array };

/** The least that there is: a chain of free ids in an array, without a check. */
export const bareFreeList = turning<Ids>(
  () => {
    const next = new Int32Array(2 * ALIVE);
    for (let i = 0; i < next.length; i++) next[i] = i + 1;
    const alive = Int32Array.from({ length: ALIVE }, (_, i) => i);
    return { head: ALIVE, next, alive, x: new Float64Array(2 * ALIVE) };
  },
  (ids, turns) => {
    const { next, alive, x } = ids;
    for (let i = 0, at = 0; i < turns; i++) {
      next[alive[at]!] = ids.head;
      ids.head = alive[at]!;
      const id = ids.head;
      ids.head = next[id]!;
      x[id] = i;
      alive[at] = id;
      at = at + 1 === ALIVE ? 0 : at + 1;
    }
  },
);

/** Ours for ids, which knows who is in use. */
export const freeList = turning(
  () => {
    const list = createFreeList({ capacity: 2 * ALIVE });
    const alive = Int32Array.from({ length: ALIVE }, () => list.acquire());
    return { list, alive, x: new Float64Array(2 * ALIVE) };
  },
  ({ list, alive, x }, turns) => {
    for (let i = 0, at = 0; i < turns; i++) {
      list.release(alive[at]!);
      const id = list.acquire();
      x[id] = i;
      alive[at] = id;
      at = at + 1 === ALIVE ? 0 : at + 1;
    }
  },
);

type AsyncPooled = { pool: AsyncPool<Place>; alive: Promise<Place>[] };

/** For connections and the like: every object is a promise. */
export const genericPool = turning<AsyncPooled>(
  () => {
    const pool = createAsyncPool(
      { create: async () => makePlace(), destroy: async () => {} },
      { max: 2 * ALIVE },
    );
    return { pool, alive: Array.from({ length: 8 }, () => Promise.resolve(pool.acquire())) };
  },
  async ({ pool, alive }, turns) => {
    for (let i = 0, at = 0; i < turns; i++) {
      await pool.release(await alive[at]!);
      const place = await pool.acquire();
      place.x = i;
      alive[at] = Promise.resolve(place);
      at = at + 1 === alive.length ? 0 : at + 1;
    }
  },
  ASYNC_TURNS,
);
