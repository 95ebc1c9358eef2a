import { createIntMap, UNITS_PER_PX } from '../structures';
import { type ColumnModel, FROZEN, LEFT, ORIGIN, SOUGHT, TOTAL, WIDTH } from './columns';

/** Cells are placed within so many CSS pixels of where they are counted from: float32 holds 1/32 px there. */
const FAR = 2 ** 18;
/** Most columns shown at once: without any width there would be as many as one likes. */
const MOST = 1024;
/** Where so many columns share cells, a slot more than are in sight keeps what has just left. */
const MANY = 3;
/** Of `place`: nothing was ever placed; out of use where it might be in sight. */
const NOWHERE = 0;
export const PARKED = -1;

/**
 * Columns in sight and the slots they hold. Every row has a cell for each slot; a column that comes into sight takes a slot of its
 * type that none in sight needs, so scrolling makes and moves no elements.
 */
export type ColumnWindow = {
  /** Slots there are. */
  size: number;
  /** Slots of the columns in sight, in order. */
  count: number;
  slots: Int32Array;
  /** By slot: its column, -1 for none; its type. */
  column: Int32Array;
  type: Int32Array;
  /** By slot: goes up when its cells must be filled again, and when they must be placed again; `PARKED` for hidden ones. */
  fill: Int32Array;
  place: Int32Array;
  /** By slot: CSS pixels from where its kind of cell is counted from. */
  left: Float64Array;
  width: Float64Array;
  /** First and last scrolled column in the window. */
  first: number;
  last: number;
  /** Goes up when rows have something to follow. */
  version: number;
  /** The slot of a column in the window, -1 for none. */
  slotOf(column: number): number;
  /** Finds which columns are in sight; overscan in CSS pixels. */
  update(overscan: number): void;
  /** Has all cells filled again. */
  refill(): void;
  /** Gives columns their new numbers, -1 for one that is gone. */
  renumber(moved: (column: number) => number): void;
};

export function createColumnWindow(model: ColumnModel): ColumnWindow {
  const { at, sizes } = model;
  const slotOf = createIntMap(64);
  let stamps = new Int32Array(16);
  let stamp = 1;
  let clock = 0;
  let seen = -1;
  let origin = 0;

  function grow(): void {
    if (view.size < view.column.length) return;
    const capacity = view.size * 2;
    view.column = copied(view.column, new Int32Array(capacity));
    view.type = copied(view.type, new Int32Array(capacity));
    view.fill = copied(view.fill, new Int32Array(capacity));
    view.place = copied(view.place, new Int32Array(capacity));
    view.left = copied(view.left, new Float64Array(capacity));
    view.width = copied(view.width, new Float64Array(capacity));
    stamps = copied(stamps, new Int32Array(capacity));
  }

  /** A slot of a type that no column in sight needs: what left last is kept longest. */
  function takeSlot(type: number): number {
    let made = 0;
    let free = -1;
    for (let slot = 0; slot < view.size; slot++) {
      if (view.type[slot] !== type) continue;
      made++;
      if (stamps[slot] !== stamp && (free < 0 || stamps[slot]! < stamps[free]!)) free = slot;
    }
    if (free >= 0 && (made < MANY || made > demandOf(type))) return free;
    grow();
    const slot = view.size++;
    view.column[slot] = -1;
    view.type[slot] = type;
    view.place[slot] = NOWHERE;
    return slot;
  }

  /** How many columns of a type are in the window that is being made. */
  function demandOf(type: number): number {
    let count = 0;
    for (let column = 0; column < model.frozen; column++) {
      if (model.defAt(column).type === type) count++;
    }
    for (let column = view.first; column <= view.last; column++) {
      if (model.defAt(column).type === type) count++;
    }
    return count;
  }

  function keep(column: number): void {
    const slot = slotOf.get(column);
    if (slot >= 0) stamps[slot] = stamp;
  }

  function take(column: number): void {
    let slot = slotOf.get(column);
    if (slot < 0) {
      slot = takeSlot(model.defAt(column).type);
      if (view.column[slot]! >= 0) slotOf.delete(view.column[slot]!);
      view.column[slot] = column;
      slotOf.set(column, slot);
      view.fill[slot] = ++clock;
      view.place[slot] = NOWHERE;
      stamps[slot] = stamp;
    }
    if (view.count === view.slots.length) {
      view.slots = copied(view.slots, new Int32Array(view.count * 2));
    }
    view.slots[view.count++] = slot;
  }

  function placeAll(): void {
    const { left, width, place, slots, column } = view;
    for (let i = 0; i < view.count; i++) {
      const slot = slots[i]!;
      sizes.seek(column[slot]!);
      const isFrozen = column[slot]! < model.frozen;
      const x = isFrozen ? sizes.foundStart : sizes.foundStart - at[FROZEN]! - origin;
      const size = sizes.unitsAt(column[slot]!) / UNITS_PER_PX;
      if (place[slot]! > 0 && left[slot] === x && width[slot] === size) continue;
      left[slot] = x;
      width[slot] = size;
      place[slot] = ++clock;
    }
  }

  /** Cells out of sight are where their columns were, and might be seen there. */
  function parkRest(): void {
    for (let slot = 0; slot < view.size; slot++) {
      if (stamps[slot] !== stamp && view.place[slot]! > 0) view.place[slot] = PARKED;
    }
  }

  function clampLeft(): void {
    const most = Math.max(0, at[TOTAL]! - at[WIDTH]!);
    // Written so that NaN becomes 0.
    at[LEFT] = at[LEFT]! > 0 ? Math.min(at[LEFT]!, most) : 0;
  }

  const view: ColumnWindow = {
    size: 0,
    count: 0,
    slots: new Int32Array(32),
    column: new Int32Array(16),
    type: new Int32Array(16),
    fill: new Int32Array(16),
    place: new Int32Array(16),
    left: new Float64Array(16),
    width: new Float64Array(16),
    first: -1,
    last: -1,
    version: 0,
    slotOf(column) {
      const slot = column < 0 ? -1 : slotOf.get(column);
      return slot >= 0 && stamps[slot] === stamp ? slot : -1;
    },
    update(overscan) {
      if (!(at[WIDTH]! > 0)) return;
      clampLeft();
      let first = -1;
      let last = -2;
      if (sizes.count > model.frozen) {
        at[SOUGHT] = at[FROZEN]! + Math.max(0, at[LEFT]! - overscan);
        first = Math.max(model.frozen, sizes.findAt(at, SOUGHT));
        at[SOUGHT] = at[LEFT]! + Math.max(at[WIDTH]!, at[FROZEN]!) + overscan;
        last = Math.min(Math.max(first, sizes.findAt(at, SOUGHT)), first + MOST - 1);
      }
      const isFar = Math.abs(at[LEFT]! - origin) > FAR;
      const isSame = first === view.first && last === view.last;
      const isKnown = seen === model.version;
      if (isSame && isKnown && !isFar) return;
      if (isFar) origin = Math.floor(at[LEFT]!);
      at[ORIGIN] = origin;
      view.first = first;
      view.last = last;
      seen = model.version;
      stamp = (stamp + 1) | 0;
      view.count = 0;
      for (let column = 0; column < model.frozen; column++) keep(column);
      for (let column = first; column <= last; column++) keep(column);
      for (let column = 0; column < model.frozen; column++) take(column);
      for (let column = first; column <= last; column++) if (column >= 0) take(column);
      placeAll();
      if (isFar || !isKnown) parkRest();
      view.version++;
    },
    refill() {
      for (let slot = 0; slot < view.size; slot++) view.fill[slot] = ++clock;
      view.version++;
    },
    renumber(moved) {
      slotOf.clear();
      for (let slot = 0; slot < view.size; slot++) {
        if (view.column[slot]! < 0) continue;
        const column = moved(view.column[slot]!);
        view.column[slot] = column;
        if (column >= 0) slotOf.set(column, slot);
        else if (view.place[slot]! > 0) view.place[slot] = PARKED;
      }
    },
  };
  return view;
}

function copied<A extends Int32Array | Float64Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
