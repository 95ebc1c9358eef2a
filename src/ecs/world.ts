import { type World as BitWorld, createWorld as createBitWorld } from 'bitecs';
import { createCommandBuffer } from './commands';
import { createDirtState } from './dirt';
import { ValueError } from './errors';
import { ROW_LIMIT, ROW_MASK } from './handle';
import { $internal, type Internals, internals, type World } from './internals';
import { createStoreState, grownColumns, placeColumns } from './store';
import { createTreeState, grownTree, placeTree } from './tree';

export type WorldOptions = {
  /** A bitECS world of the app's own to live in, made without versioning. @default a new one */
  bit?: BitWorld;
  /** Rows to start with; grown by doubling. @default 1024 */
  capacity?: number;
  /** Most elements alive at once, at most 1,048,575. @default 1_048_575 */
  maxEntities?: number;
  /** Extra checks that cost time: writes that are not finite, dead rows. @default false */
  developer?: boolean;
};

/** Makes an empty world of elements. */
export function createWorld({
  bit,
  capacity = 1024,
  maxEntities = ROW_MASK,
  developer = false,
}: WorldOptions = {}): World {
  if (!(maxEntities >= 1 && maxEntities <= ROW_MASK)) {
    throw new ValueError(`maxEntities is ${maxEntities}; give a number from 1 to ${ROW_MASK}`);
  }
  if (!(capacity >= 1 && capacity <= ROW_LIMIT)) {
    throw new ValueError(`capacity is ${capacity}; give a number of rows from 1 to ${ROW_LIMIT}`);
  }
  // A power of two, so that doubling ends exactly at the last row a handle can name.
  const rows = Math.max(16, 2 ** Math.ceil(Math.log2(capacity)));
  const state: Internals = {
    capacity: rows,
    limit: maxEntities,
    life: new Uint8Array(rows),
    generation: new Uint16Array(rows),
    kindOf: new Uint16Array(rows),
    kinds: [],
    kindIds: new Map(),
    aliveCount: 0,
    retiredCount: 0,
    stores: createStoreState(),
    tree: createTreeState(rows),
    dirt: createDirtState(),
    commands: createCommandBuffer(),
    resources: new Map(),
    freeHooks: [],
    inFrame: false,
    removing: false,
    staleInFrame: 0,
    current: 0,
    activity: 0,
    asleep: false,
    wake: () => {},
    developer,
    disposed: false,
  };
  return { bit: bit ?? createBitWorld(), [$internal]: state };
}

/** Elements alive now. */
export function elementCount(world: World): number {
  return internals(world).aliveCount;
}

/** Makes room for at least `rows` rows. Everything new is allocated before anything old is replaced. */
export function growTo(state: Internals, rows: number): void {
  let capacity = state.capacity;
  while (capacity < rows) capacity *= 2;
  const columns = grownColumns(state.stores, capacity);
  const tree = grownTree(state.tree, capacity);
  const life = grown(state.life, new Uint8Array(capacity));
  const generation = grown(state.generation, new Uint16Array(capacity));
  const kindOf = grown(state.kindOf, new Uint16Array(capacity));
  const bits = state.dirt.lists.map((list) => grown(list.bits, new Uint8Array(capacity)));
  state.capacity = capacity;
  placeColumns(state.stores, columns);
  placeTree(state.tree, tree);
  state.life = life;
  state.generation = generation;
  state.kindOf = kindOf;
  state.dirt.lists.forEach((list, i) => {
    list.bits = bits[i]!;
  });
}

function grown<A extends Uint8Array | Uint16Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
