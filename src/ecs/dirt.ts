import { StaleHandleError } from './errors';
import { type Internals, internals, ROW_ALIVE, ROW_DOOMED, type World } from './internals';

/** Children were added, removed or moved. */
export const STRUCTURE = 1;
/** A style that moves boxes has changed. */
export const LAYOUT = 2;
/** Text or image whose measured size may have changed. */
export const CONTENT = 4;
/** Scroll, transform, clip or position on the surface has changed. */
export const PROJECTION = 8;
/** Order or visibility has changed. */
export const STACK = 16;
/** Colours, glyphs or geometry of what is drawn have changed. */
export const PAINT = 32;
/** Role, name or value has changed. */
export const SEMANTICS = 64;
/** The box has moved and nothing else has changed: not its size, its look or its content. `PAINT` says that and more. */
export const PLACE = 128;
/** Every kind: what a fresh element is. */
export const ALL_DIRT = 255;

/**
 * One consumer's dense list of rows dirty in its kinds. Read `rows[taken..length)`, call `take()` when done; rows touched
 * after that wait for the next run. What was not taken stays for the next frame; a consumer that leaves rows on purpose calls
 * `keepAwake`. A listed row may have lost its element since (`isRowAlive` tells) or have a new one, which is then fully dirty.
 */
export type DirtList = {
  /** Kinds the consumer asked for. */
  readonly mask: number;
  /** Each row at most once among those not taken. Fetch it anew after a touch, which may replace it. */
  rows: Int32Array;
  /** Dirty kinds per row, limited to the mask; a taken row reads 0. */
  bits: Uint8Array;
  length: number;
  /** How many of the first rows are done. */
  taken: number;
  /** Marks everything listed so far as done. */
  take(): void;
  /** Stops the list from being written. */
  dispose(): void;
};

/** Rows that are marked in one call: engines compile what is called often better than what runs long. */
const BLOCK = 1024;
/** Rows of a world for each of those taken, below which their bits are cleared together. */
const FEW = 16;

/** The dirt lists of a world. */
export type DirtState = { lists: DirtList[] };

/** Makes the state of a world without consumers. */
export function createDirtState(): DirtState {
  return { lists: [] };
}

/** Gives the caller its own list of rows dirty in any of the kinds. Rows alive now are listed at once. */
export function watchDirt(world: World, mask: number): DirtList {
  const state = internals(world);
  const list: DirtList = {
    mask,
    rows: new Int32Array(64),
    bits: new Uint8Array(state.capacity),
    length: 0,
    taken: 0,
    take() {
      const { rows, bits, taken, length } = list;
      // All bits at once where many are set: 16 times faster a row.
      if ((length - taken) * FEW > bits.length) bits.fill(0);
      else for (let i = taken; i < length; i++) bits[rows[i]!] = 0;
      list.taken = list.length;
    },
    dispose() {
      const at = state.dirt.lists.indexOf(list);
      if (at >= 0) state.dirt.lists.splice(at, 1);
    },
  };
  state.dirt.lists.push(list);
  for (let row = 1; row < state.capacity; row++) {
    if (state.life[row] === ROW_ALIVE) mark(list, row, mask);
  }
  if (list.length > 0) keepAwake(world);
  return list;
}

/**
 * Says that a row is dirty in these kinds and that a frame is needed. Made for hot loops: 0 and rows beyond the world are
 * ignored, dead rows listed; `developer` worlds throw `StaleHandleError` for a row that is nobody's.
 */
export function touch(world: World, row: number, kinds: number): void {
  const state = internals(world);
  const { lists } = state.dirt;
  if (row === 0) return;
  if (state.developer) checkHeld(state, row);
  for (let i = 0; i < lists.length; i++) {
    const list = lists[i]!;
    const own = kinds & list.mask;
    if (own !== 0 && (list.bits[row]! & own) !== own) mark(list, row, own);
  }
  wake(state);
}

/**
 * `touch` for the first `count` of many rows, a fifth of the time a row: for loops over thousands of them. The kinds are the same
 * for all.
 */
export function touchRows(world: World, rows: Int32Array, count: number, kinds: number): void {
  const state = internals(world);
  const { lists } = state.dirt;
  const end = Math.min(count, rows.length);
  if (state.developer) {
    for (let i = 0; i < end; i++) if (rows[i] !== 0) checkHeld(state, rows[i]!);
  }
  for (let i = 0; i < lists.length; i++) {
    const own = kinds & lists[i]!.mask;
    if (own === 0) continue;
    for (let from = 0; from < end; from += BLOCK) {
      markRows(lists[i]!, rows, from, Math.min(from + BLOCK, end), own);
    }
  }
  if (end > 0) wake(state);
}

function markRows(
  list: DirtList,
  rows: Int32Array,
  from: number,
  end: number,
  kinds: number,
): void {
  const { bits } = list;
  while (list.rows.length < list.length + end - from) list.rows = grown(list.rows);
  const listed = list.rows;
  let { length } = list;
  for (let i = from; i < end; i++) {
    const row = rows[i]!;
    // A row beyond the world has no bits.
    const before = row === 0 ? undefined : bits[row];
    if (before === undefined) continue;
    if (before === 0) listed[length++] = row;
    bits[row] = before | kinds;
  }
  list.length = length;
}

function mark(list: DirtList, row: number, kinds: number): void {
  if (list.bits[row] === 0) {
    if (list.length === list.rows.length) list.rows = grown(list.rows);
    list.rows[list.length++] = row;
  }
  list.bits[row]! |= kinds;
}

function grown(rows: Int32Array): Int32Array {
  const next = new Int32Array(rows.length * 2);
  next.set(rows);
  return next;
}

/** Drops what every consumer has taken; what came later stays for the next frame. Called once, at the end of the frame. */
export function endDirt(state: DirtState): void {
  for (let i = 0; i < state.lists.length; i++) {
    const list = state.lists[i]!;
    if (list.taken === 0) continue;
    list.rows.copyWithin(0, list.taken, list.length);
    list.length -= list.taken;
    list.taken = 0;
  }
}

/** True if any consumer has rows it has not taken. */
export function hasDirt(world: World): boolean {
  const { lists } = internals(world).dirt;
  for (let i = 0; i < lists.length; i++) if (lists[i]!.length > lists[i]!.taken) return true;
  return false;
}

/** Says that the next frame is needed although nothing is dirty: a running animation, a waiting task. */
export function keepAwake(world: World): void {
  wake(internals(world));
}

function wake(state: Internals): void {
  // Wraps, so that it stays a small integer however long the app runs.
  state.activity = (state.activity + 1) | 0;
  if (state.asleep) state.wake();
}

function checkHeld(state: Internals, row: number): void {
  const life = state.life[row];
  if (life === ROW_ALIVE || life === ROW_DOOMED) return;
  throw new StaleHandleError(
    `row ${row} was touched and holds no element; keep handles, not rows, across frames, and drop rows in onFree`,
  );
}
