/** Kinds of pointer, in `code` of a pointer record. */
export const POINTER_MOUSE = 0;
export const POINTER_TOUCH = 1;
export const POINTER_PEN = 2;

/** Pointers that can be down at once; more are seen but hold nothing. */
const CAPACITY = 32;

/** Pointers that are down, as columns. */
export type Pointers = {
  readonly capacity: number;
  /** 1 while down. */
  readonly used: Uint8Array;
  readonly id: Int32Array;
  readonly button: Int8Array;
  /** Row that was hit: its path gets all events until the pointer goes up, that of `pressed` if it dies. */
  readonly target: Int32Array;
  /** Row that shows the press and may be activated, 0 if none. */
  readonly pressed: Int32Array;
  /** Row that a drag scrolls, 0 if none. */
  readonly scroll: Int32Array;
  /** 1 once the press has become a scroll. */
  readonly dragging: Uint8Array;
  readonly startX: Float32Array;
  readonly startY: Float32Array;
  /** Where the last scroll step ended. */
  readonly lastX: Float32Array;
  readonly lastY: Float32Array;
  /** Slot of a pointer that is down, or -1. */
  find(id: number): number;
  /** Slot for a pointer that went down, all of it 0, or -1. */
  take(id: number): number;
  /** True if another slot presses the row. */
  isPressedElsewhere(row: number, slot: number): boolean;
  /** True if another slot drags the row. */
  isDraggedElsewhere(row: number, slot: number): boolean;
  forget(row: number): void;
};

/** Makes the table, with no pointer down. */
export function createPointers(): Pointers {
  const ints = (): Int32Array => new Int32Array(CAPACITY);
  const floats = (): Float32Array => new Float32Array(CAPACITY);
  const bytes = (): Uint8Array => new Uint8Array(CAPACITY);
  const used = bytes();
  const id = ints();
  const target = ints();
  const pressed = ints();
  const scroll = ints();
  const dragging = bytes();
  return {
    capacity: CAPACITY,
    used,
    id,
    button: new Int8Array(CAPACITY),
    target,
    pressed,
    scroll,
    dragging,
    startX: floats(),
    startY: floats(),
    lastX: floats(),
    lastY: floats(),
    find(wanted) {
      for (let slot = 0; slot < CAPACITY; slot++) {
        if (used[slot] === 1 && id[slot] === wanted) return slot;
      }
      return -1;
    },
    take(wanted) {
      const slot = used.indexOf(0);
      if (slot < 0) return -1;
      used[slot] = 1;
      id[slot] = wanted;
      target[slot] = 0;
      pressed[slot] = 0;
      scroll[slot] = 0;
      dragging[slot] = 0;
      return slot;
    },
    isPressedElsewhere(row, own) {
      for (let slot = 0; slot < CAPACITY; slot++) {
        if (slot !== own && used[slot] === 1 && pressed[slot] === row) return true;
      }
      return false;
    },
    isDraggedElsewhere(row, own) {
      for (let slot = 0; slot < CAPACITY; slot++) {
        if (slot !== own && used[slot] === 1 && dragging[slot] === 1 && scroll[slot] === row) {
          return true;
        }
      }
      return false;
    },
    forget(row) {
      for (let slot = 0; slot < CAPACITY; slot++) {
        if (pressed[slot] === row) pressed[slot] = 0;
        if (scroll[slot] === row) scroll[slot] = 0;
        if (target[slot] === row) target[slot] = 0;
      }
    },
  };
}
