import { internals, type World } from './internals';

/** The element joins the queries of its kind. */
export const COMMAND_JOIN = 0;
/** The despawned row is freed. */
export const COMMAND_FREE = 1;
/** A component of the app is added. */
export const COMMAND_ADD = 2;
/** A component of the app is removed. */
export const COMMAND_REMOVE = 3;

/** Membership edits recorded during a phase, in order. */
export type CommandBuffer = {
  ops: Uint8Array;
  rows: Int32Array;
  /** Generation of the row when the edit was recorded: an edit of an element that is gone is dropped. */
  generations: Uint16Array;
  components: (object | undefined)[];
  length: number;
};

/** Makes an empty buffer. */
export function createCommandBuffer(): CommandBuffer {
  return {
    ops: new Uint8Array(64),
    rows: new Int32Array(64),
    generations: new Uint16Array(64),
    components: [],
    length: 0,
  };
}

/** Records that an element joins the queries of its kind. */
export function recordJoin(world: World, row: number): void {
  record(world, COMMAND_JOIN, row, undefined);
}

/** Records that a doomed row is freed. */
export function recordFree(world: World, row: number): void {
  record(world, COMMAND_FREE, row, undefined);
}

/** Records that a component is added. */
export function recordAdd(world: World, row: number, component: object): void {
  record(world, COMMAND_ADD, row, component);
}

/** Records that a component is removed. */
export function recordRemove(world: World, row: number, component: object): void {
  record(world, COMMAND_REMOVE, row, component);
}

function record(world: World, op: number, row: number, component: object | undefined): void {
  const state = internals(world);
  const buffer = state.commands;
  if (buffer.length === buffer.ops.length) growBuffer(buffer);
  const at = buffer.length++;
  buffer.ops[at] = op;
  buffer.rows[at] = row;
  buffer.generations[at] = state.generation[row]!;
  buffer.components[at] = component;
}

function growBuffer(buffer: CommandBuffer): void {
  const capacity = buffer.ops.length * 2;
  // All three before any is put in place: an allocation may be refused.
  const ops = new Uint8Array(capacity);
  const rows = new Int32Array(capacity);
  const generations = new Uint16Array(capacity);
  ops.set(buffer.ops);
  rows.set(buffer.rows);
  generations.set(buffer.generations);
  buffer.ops = ops;
  buffer.rows = rows;
  buffer.generations = generations;
}
