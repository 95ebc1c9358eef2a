import type { InputQueue } from '../../ecs/stores';

/**
 * The record being worked on. Fields instead of parameters: a fraction handed to a function is a new heap object, written to a
 * field it is not.
 */
export type InputRecord = {
  kind: number;
  pointer: number;
  x: number;
  y: number;
  deltaX: number;
  deltaY: number;
  code: number;
  button: number;
  modifiers: number;
  time: number;
};

/** Makes a record of zeros. */
export function createRecord(): InputRecord {
  return {
    kind: 0,
    pointer: 0,
    x: 0,
    y: 0,
    deltaX: 0,
    deltaY: 0,
    code: 0,
    button: 0,
    modifiers: 0,
    time: 0,
  };
}

/** Copies a queued record out, for handlers may push more and so replace the columns. */
export function readRecord(record: InputRecord, queue: InputQueue, at: number): void {
  record.kind = queue.kind[at]!;
  record.pointer = queue.pointer[at]!;
  record.x = queue.x[at]!;
  record.y = queue.y[at]!;
  record.deltaX = queue.deltaX[at]!;
  record.deltaY = queue.deltaY[at]!;
  record.code = queue.code[at]!;
  record.button = queue.button[at]!;
  record.modifiers = queue.modifiers[at]!;
  record.time = queue.time[at]!;
}
