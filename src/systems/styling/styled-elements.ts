import { createFreeList, createIntList, type FreeList, type IntList } from '../../structures';
import type { Look } from './style-sets';

/** A width was refused, and is tried once more when the container keeps it; or was tried. */
export const REFUSED = 1;
export const REFUSED_AGAIN = 2;

/** Slots in no order, entered and left at once. */
export type SlotList = {
  /** The slots, in the first `length` places. */
  readonly list: IntList;
  set(slot: number, isIn: boolean): void;
  grow(capacity: number): void;
};

/** Elements with classes by slot, from 1 up. Arrays are replaced when the table grows. */
export type StyledElements = {
  rows: Int32Array;
  looks: (Look | undefined)[];
  /** State bits that the look follows, and those it was made for. */
  masks: Int32Array;
  states: Int32Array;
  /** Breakpoints the look was made for. */
  breakpoints: Int32Array;
  /** Width of the container when last seen, CSS pixels. */
  widths: Float32Array;
  /** Frame in which the container last asked for another look, and what those of frames in a row cost together. */
  turned: Int32Array;
  turns: Uint8Array;
  /** Whether the look is not that of the width: `REFUSED`, `REFUSED_AGAIN` or 0. */
  refused: Uint8Array;
  /** Those that have variants of each sort. */
  readonly byState: SlotList;
  readonly bySurface: SlotList;
  readonly byContainer: SlotList;
  readonly count: number;
  readonly bytes: number;
  take(row: number): number;
  release(slot: number): void;
};

/** Makes the table of a world, empty. */
export function createStyledElements(): StyledElements {
  const ids: FreeList = createFreeList();
  // Slot 0 says that an element has no classes.
  ids.acquire();
  let capacity = 16;
  const lists = [createSlotList(capacity), createSlotList(capacity), createSlotList(capacity)];
  const [byState, bySurface, byContainer] = lists as [SlotList, SlotList, SlotList];
  const table: StyledElements = {
    rows: new Int32Array(capacity),
    looks: [],
    masks: new Int32Array(capacity),
    states: new Int32Array(capacity),
    breakpoints: new Int32Array(capacity),
    widths: new Float32Array(capacity),
    turned: new Int32Array(capacity),
    turns: new Uint8Array(capacity),
    refused: new Uint8Array(capacity),
    byState,
    bySurface,
    byContainer,
    get count() {
      return ids.used - 1;
    },
    get bytes() {
      // Eight numbers and a reference, a place in each list, what each list holds, and the ids.
      const listed = lists.reduce((sum, { list }) => sum + list.bytes, 0);
      return capacity * (6 * 4 + 2 + 8 + 3 * 4) + listed + ids.bytes;
    },
    take(row) {
      const slot = ids.acquire();
      if (slot >= capacity) grow();
      table.rows[slot] = row;
      table.turned[slot] = 0;
      table.turns[slot] = 0;
      table.refused[slot] = 0;
      return slot;
    },
    release(slot) {
      for (const list of lists) list.set(slot, false);
      table.looks[slot] = undefined;
      ids.release(slot);
    },
  };

  function grow(): void {
    capacity *= 2;
    for (const field of ['rows', 'masks', 'states', 'breakpoints', 'turned'] as const) {
      table[field] = grown(table[field], new Int32Array(capacity));
    }
    table.widths = grown(table.widths, new Float32Array(capacity));
    table.turns = grown(table.turns, new Uint8Array(capacity));
    table.refused = grown(table.refused, new Uint8Array(capacity));
    for (const list of lists) list.grow(capacity);
  }

  return table;
}

function createSlotList(capacity: number): SlotList {
  const list = createIntList(capacity);
  /** By slot: its place in the list, counted from 1. */
  let places = new Int32Array(capacity);
  return {
    list,
    set(slot, isIn) {
      const place = places[slot]!;
      if ((place !== 0) === isIn) return;
      if (isIn) {
        list.push(slot);
        places[slot] = list.length;
        return;
      }
      const moved = list.swapRemove(place - 1);
      if (moved >= 0) places[moved] = place;
      places[slot] = 0;
    },
    grow(next) {
      places = grown(places, new Int32Array(next));
    },
  };
}

function grown<A extends Int32Array | Float32Array | Uint8Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
