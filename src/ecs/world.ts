import {
  $internal as $bit,
  type World as BitWorld,
  createWorld as createBitWorld,
  type InternalWorld,
} from 'bitecs';
import { createCommandBuffer } from './commands';
import { createDirtState } from './dirt';
import { CapacityError, ValueError } from './errors';
import { ROW_LIMIT, ROW_MASK } from './handle';
import { $internal, type Internals, internals, type World } from './internals';
import { createStoreState, grownColumns, placeColumns } from './store';
import { createTreeState, grownTree, placeTree } from './tree';

/** How a world is made. */
export type WorldOptions = {
  /** A bitECS world of the app's own to live in, made without versioning. @default a new one */
  bit?: BitWorld;
  /** Rows to start with; grown by doubling. @default 1024 */
  capacity?: number;
  /** Most elements alive at once, at most 1,048,575. @default 1_048_575 */
  maxEntities?: number;
  /** Extra checks that cost time: `touch` throws for a row that is nobody's, or has numbers that are not finite. @default false */
  developer?: boolean;
};

/** Makes an empty world of elements. `disposeWorld` gives back what it holds of a bitECS world of the app's own. */
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
  const bitWorld = bit ?? createBitWorld();
  const bitIds = (bitWorld as InternalWorld)[$bit]?.entityIndex;
  if (bitIds?.versioning !== false) {
    throw new ValueError(
      'bit is no bitECS world without versioning; make it with createWorld() of the same bitecs, and no withVersioning()',
    );
  }
  // A power of two, so that doubling ends exactly at the last row a handle can name.
  const rows = Math.max(16, 2 ** Math.ceil(Math.log2(capacity)));
  const state: Internals = {
    bitIds,
    capacity: rows,
    limit: maxEntities,
    life: new Uint8Array(rows),
    generation: new Uint16Array(rows),
    renewed: new Uint32Array(rows),
    burst: 1,
    renewals: 0,
    kindOf: new Uint16Array(rows),
    kinds: [],
    kindIds: new Map(),
    aliveCount: 0,
    retiredCount: 0,
    stores: createStoreState(),
    tree: createTreeState(rows),
    dirt: createDirtState(),
    commands: createCommandBuffer(),
    retries: [],
    resources: new Map(),
    freeHooks: [],
    stops: [],
    inFrame: false,
    staleInFrame: 0,
    current: 0,
    activity: 0,
    asleep: false,
    slept: false,
    wake: () => {},
    developer,
    disposed: false,
  };
  return { bit: bitWorld, [$internal]: state };
}

/** Elements alive now. */
export function elementCount(world: World): number {
  return internals(world).aliveCount;
}

/**
 * Makes room for at least `rows` rows. Everything new is allocated before anything old is replaced; throws `CapacityError` when
 * the host refuses.
 */
export function growTo(state: Internals, rows: number): void {
  let capacity = state.capacity;
  while (capacity < rows) capacity *= 2;
  const next = allocate(state, capacity);
  state.capacity = capacity;
  placeColumns(state.stores, next.columns);
  placeTree(state.tree, next.tree);
  state.life = next.life;
  state.generation = next.generation;
  state.renewed = next.renewed;
  state.kindOf = next.kindOf;
  state.dirt.lists.forEach((list, i) => {
    list.bits = next.bits[i]!;
  });
}

function allocate(state: Internals, capacity: number) {
  try {
    return {
      columns: grownColumns(state.stores, capacity),
      tree: grownTree(state.tree, capacity),
      // As long as they ever were: a handle must not come to life again.
      life: grown(state.life, new Uint8Array(Math.max(capacity, state.life.length))),
      generation: grown(state.generation, new Uint16Array(Math.max(capacity, state.life.length))),
      renewed: grown(state.renewed, new Uint32Array(capacity)),
      kindOf: grown(state.kindOf, new Uint16Array(capacity)),
      bits: state.dirt.lists.map((list) => grown(list.bits, new Uint8Array(capacity))),
    };
  } catch (error) {
    throw new CapacityError(
      `no memory to grow from ${state.capacity} to ${capacity} rows (${String(error)}); despawn elements, or set maxEntities to what the host can hold`,
    );
  }
}

function grown<A extends Uint8Array | Uint16Array | Uint32Array>(from: A, to: A): A {
  to.set(from.subarray(0, to.length));
  return to;
}
