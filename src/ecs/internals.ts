import type { World as BitWorld, WorldContext } from 'bitecs';
import type { CommandBuffer } from './commands';
import type { DirtState } from './dirt';
import type { Retry } from './loader';
import type { StoreState } from './store';
import type { TreeState } from './tree';

/** Symbol behind which a world keeps what only `src/ecs` touches. */
export const $internal = Symbol('rafter');

/** Life of a row: nobody's. */
export const ROW_FREE = 0;
/** An element has it. */
export const ROW_ALIVE = 1;
/** Despawned during a phase; its handle is dead, its row is freed when the phase ends. */
export const ROW_DOOMED = 2;
/** All generations used; never handed out again. */
export const ROW_RETIRED = 3;

/** What a world keeps for `src/ecs` alone. */
export type Internals = {
  /** Where the bitECS world keeps its ids. */
  bitIds: WorldContext['entityIndex'];
  capacity: number;
  limit: number;
  life: Uint8Array;
  generation: Uint16Array;
  /** The burst in which a row was given its initial values ahead of an element that takes it; 0 for none. */
  renewed: Uint32Array;
  /** Number of the burst: spawns between which no system can have written. */
  burst: number;
  /** Rows taken over in this burst that had to be renewed. */
  renewals: number;
  /** Index into `kinds` of each row's kind. */
  kindOf: Uint16Array;
  kinds: object[];
  kindIds: Map<object, number>;
  aliveCount: number;
  retiredCount: number;
  stores: StoreState;
  tree: TreeState;
  dirt: DirtState;
  commands: CommandBuffer;
  resources: Map<object, unknown>;
  /** Replaced, never changed in place: rows may be freed while a listener comes or goes. */
  freeHooks: readonly ((row: number) => void)[];
  /** How to leave the bitECS world. */
  stops: (() => void)[];
  /** True from the first to the last phase of a frame: structural edits are then recorded. */
  inFrame: boolean;
  staleInFrame: number;
  /** Row whose user code runs, so that an error can name it. */
  current: number;
  /** Counts everything that makes the next frame necessary. */
  activity: number;
  /** What is to be loaded and did not. */
  retries: Retry[];
  asleep: boolean;
  /** Whether it was, or stood still, since the last frame. */
  slept: boolean;
  wake: () => void;
  developer: boolean;
  disposed: boolean;
};

/** A world of elements over a bitECS world. `bit` may be used with plain bitECS queries. */
export type World = {
  readonly bit: BitWorld;
  readonly [$internal]: Internals;
};

/** What a world keeps behind its symbol. */
export function internals(world: World): Internals {
  return world[$internal];
}

/** Says whose user code runs now (0 = nobody's), so that an error names the element. */
export function setCurrentRow(world: World, row: number): void {
  internals(world).current = row;
}
