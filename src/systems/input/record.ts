import type { InputQueue } from '../../ecs/stores';

/**
 * A point that is handed to functions more than once. A fraction becomes a heap object whenever it is handed over from a field
 * or a typed array; read from a list that holds other things than numbers too, it is the one object every time.
 */
export type Point = [x: number | undefined, y: number | undefined];

/** Makes a point that is nowhere. */
export function createPoint(): Point {
  return [undefined, undefined];
}

/** The record being worked on; fields instead of parameters, for the same reason. */
export type InputRecord = {
  kind: number;
  pointer: number;
  /** `x` and `y` again. */
  readonly point: Point;
  x: number;
  y: number;
  deltaX: number;
  deltaY: number;
  code: number;
  button: number;
  modifiers: number;
  time: number;
  key: string;
  /** Of what is told, not of any input. */
  href: string;
};

/** Makes a record of zeros. */
export function createRecord(): InputRecord {
  return {
    kind: 0,
    pointer: 0,
    point: createPoint(),
    x: 0,
    y: 0,
    deltaX: 0,
    deltaY: 0,
    code: 0,
    button: 0,
    modifiers: 0,
    time: 0,
    key: '',
    href: '',
  };
}

/** Copies a queued record out, for handlers may push more and so replace the columns. */
export function readRecord(record: InputRecord, queue: InputQueue, at: number): void {
  record.kind = queue.kind[at]!;
  record.pointer = queue.pointer[at]!;
  const x = queue.x[at]!;
  const y = queue.y[at]!;
  record.x = x;
  record.y = y;
  record.point[0] = x;
  record.point[1] = y;
  record.deltaX = queue.deltaX[at]!;
  record.deltaY = queue.deltaY[at]!;
  record.code = queue.code[at]!;
  record.button = queue.button[at]!;
  record.modifiers = queue.modifiers[at]!;
  record.time = queue.time[at]!;
  record.key = queue.key[at]!;
}
