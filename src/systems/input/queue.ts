import { keepAwake, type World } from '../../ecs';
import {
  INPUT_BLUR,
  INPUT_POINTER_CANCEL,
  INPUT_POINTER_DOWN,
  INPUT_POINTER_MOVE,
  INPUT_WHEEL,
  type InputQueue,
} from '../../ecs/stores';

const START_CAPACITY = 256;
const MAX_CAPACITY = 4096;
/** Farthest position and longest wheel step taken, CSS pixels: what float32 still holds to a pixel. */
const FAR = 2 ** 24;

/** The writing end of the queue, and what the reader needs of it. */
export type InputWriter = {
  readonly queue: InputQueue;
  pointer(
    kind: number,
    id: number,
    x: number,
    y: number,
    button: number,
    modifiers: number,
    time: number,
    pointerType: number,
  ): void;
  wheel(
    x: number,
    y: number,
    deltaX: number,
    deltaY: number,
    modifiers: number,
    time: number,
  ): void;
  key(kind: number, code: number, modifiers: number, time: number, key?: string): void;
  blur(time: number): void;
  /** Starts a reading: what is queued now stays as it is, what comes later is appended. Returns how many there are. */
  open(): number;
  /** Ends a reading: drops the first `count` records. */
  close(count: number): void;
  /** True once after a record that is not a move had to be dropped. */
  takeLost(): boolean;
};

type MutableQueue = { -readonly [K in keyof InputQueue]: InputQueue[K] };

const columnNames = [
  'kind',
  'pointer',
  'x',
  'y',
  'deltaX',
  'deltaY',
  'code',
  'button',
  'modifiers',
  'time',
] as const;

/** Makes an empty queue and its writing end. */
export function createInputWriter(world: World): InputWriter {
  const queue: MutableQueue = { length: 0, dropped: 0, ...makeColumns(START_CAPACITY) };
  // Records before this one are being read: they neither move nor change.
  let sealed = 0;
  let lost = false;

  /** Place of a new record, or -1 if there is none. */
  function append(kind: number, modifiers: number, time: number): number {
    if (queue.length === queue.capacity && !makeRoom(kind !== INPUT_POINTER_MOVE)) {
      queue.dropped++;
      if (kind !== INPUT_POINTER_MOVE) lost = true;
      return -1;
    }
    const at = queue.length++;
    queue.kind[at] = kind;
    queue.pointer[at] = 0;
    queue.x[at] = 0;
    queue.y[at] = 0;
    queue.deltaX[at] = 0;
    queue.deltaY[at] = 0;
    queue.code[at] = 0;
    queue.button[at] = 0;
    queue.modifiers[at] = modifiers;
    queue.time[at] = time;
    queue.key[at] = '';
    return at;
  }

  function makeRoom(mayGrow: boolean): boolean {
    dropMoves();
    if (queue.length < queue.capacity) return true;
    if (!mayGrow || queue.capacity >= MAX_CAPACITY) return false;
    const grown = makeColumns(queue.capacity * 2);
    for (const name of columnNames) grown[name].set(queue[name]);
    for (let i = 0; i < queue.length; i++) grown.key[i] = queue.key[i]!;
    Object.assign(queue, grown);
    return true;
  }

  function dropMoves(): void {
    let to = sealed;
    for (let from = sealed; from < queue.length; from++) {
      if (queue.kind[from] === INPUT_POINTER_MOVE) continue;
      if (to !== from) {
        for (const name of columnNames) queue[name][to] = queue[name][from]!;
        queue.key[to] = queue.key[from]!;
      }
      to++;
    }
    queue.dropped += queue.length - to;
    queue.length = to;
  }

  /** Place of the last record if it is of this kind and may still change, else -1. */
  function lastOf(kind: number): number {
    const at = queue.length - 1;
    return at >= sealed && queue.kind[at] === kind ? at : -1;
  }

  return {
    queue,
    pointer(kind, id, x, y, button, modifiers, time, pointerType) {
      // Written so that NaN fails: a press without a place is none, its end must not be lost.
      const isPlaced = Math.abs(x) < FAR && Math.abs(y) < FAR;
      let told = kind;
      if (!isPlaced) {
        if (kind === INPUT_POINTER_MOVE || kind === INPUT_POINTER_DOWN) {
          queue.dropped++;
          return;
        }
        told = INPUT_POINTER_CANCEL;
      }
      let at = told === INPUT_POINTER_MOVE ? lastOf(told) : -1;
      if (at < 0 || queue.pointer[at] !== id) at = append(told, modifiers, time);
      if (at < 0) return;
      queue.pointer[at] = id;
      queue.x[at] = isPlaced ? x : 0;
      queue.y[at] = isPlaced ? y : 0;
      queue.code[at] = pointerType;
      queue.button[at] = button;
      queue.modifiers[at] = modifiers;
      queue.time[at] = time;
      keepAwake(world);
    },
    wheel(x, y, deltaX, deltaY, modifiers, time) {
      if (!(Math.abs(x) < FAR && Math.abs(y) < FAR)) {
        queue.dropped++;
        return;
      }
      let at = lastOf(INPUT_WHEEL);
      // Elsewhere it may be over something else.
      const joins =
        at >= 0 &&
        queue.modifiers[at] === modifiers &&
        queue.x[at] === Math.fround(x) &&
        queue.y[at] === Math.fround(y);
      if (!joins) at = append(INPUT_WHEEL, modifiers, time);
      if (at < 0) return;
      queue.x[at] = x;
      queue.y[at] = y;
      queue.deltaX[at]! += stepOf(deltaX);
      queue.deltaY[at]! += stepOf(deltaY);
      queue.time[at] = time;
      keepAwake(world);
    },
    key(kind, code, modifiers, time, key = '') {
      const at = append(kind, modifiers, time);
      if (at >= 0) {
        queue.code[at] = code;
        queue.key[at] = key;
      }
      keepAwake(world);
    },
    blur(time) {
      append(INPUT_BLUR, 0, time);
      keepAwake(world);
    },
    open() {
      sealed = queue.length;
      return sealed;
    },
    close(count) {
      for (const name of columnNames) queue[name].copyWithin(0, count, queue.length);
      queue.key.copyWithin(0, count, queue.length);
      queue.length -= count;
      sealed = 0;
    },
    takeLost() {
      const was = lost;
      lost = false;
      return was;
    },
  };
}

function stepOf(delta: number): number {
  // NaN becomes 0 through the comparisons.
  return delta > 0 ? Math.min(delta, FAR) : delta < 0 ? Math.max(delta, -FAR) : 0;
}

function makeColumns(capacity: number) {
  return {
    capacity,
    kind: new Uint8Array(capacity),
    pointer: new Int32Array(capacity),
    x: new Float32Array(capacity),
    y: new Float32Array(capacity),
    deltaX: new Float32Array(capacity),
    deltaY: new Float32Array(capacity),
    code: new Uint8Array(capacity),
    button: new Int8Array(capacity),
    modifiers: new Uint8Array(capacity),
    time: new Float64Array(capacity),
    key: new Array<string>(capacity).fill(''),
  };
}
