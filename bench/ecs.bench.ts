import { addComponent, addEntity, createWorld as createBitWorld } from 'bitecs';
import { suite } from 'rafter-ui/benchmark';
import { bytesOf, createWorld, PAINT, spawn, touch, type World, watchDirt } from '../src/ecs';
import { endFrame } from './ecs/end-frame';
import { BoxKind, defineCoreStores } from './ecs/stores';

const ELEMENTS = 10_000;

type Spawned = { world: World; capacity: number; columnBytes: number };

/** A world without elements, as an app has it. */
function emptyWorld(capacity: number): World {
  const world = createWorld({ capacity });
  defineCoreStores(world);
  return world;
}

/** Spawns so many elements into a world that is made for every run. */
function spawning(elementsOf: (parameters: { readonly elements?: number }) => number) {
  return {
    setup: ({ parameters }: { parameters: { readonly elements?: number } }): Spawned => {
      // Room for all of them: growing is another cost.
      const capacity = elementsOf(parameters) + 1;
      return { world: emptyWorld(capacity), capacity, columnBytes: 0 };
    },
    before(state: Spawned) {
      state.world = emptyWorld(state.capacity);
    },
    run({ world, capacity }: Spawned) {
      for (let i = 1; i < capacity; i++) spawn(world, BoxKind);
    },
    // The world of the run before; totals only grow, so they are added up.
    counters(state: Spawned) {
      state.columnBytes += bytesOf(state.world).columns;
      return { columnBytes: state.columnBytes };
    },
  };
}

suite('ecs', (s) => {
  s.bench('spawn-10k', {
    notes:
      'spawn 10,000 elements with every column of the shared stores written; the peer writes none',
    contenders: {
      rafter: spawning(() => ELEMENTS),
      'bitECS entity and component': {
        setup: () => ({ world: createBitWorld(), kind: {} }),
        before(state) {
          state.world = createBitWorld();
        },
        run({ world, kind }) {
          for (let i = 0; i < ELEMENTS; i++) addComponent(world, addEntity(world), kind);
        },
      },
    },
  });

  s.bench('spawn', {
    parameters: { elements: [1_000, 10_000, 100_000] },
    effort: { minSamples: 2 },
    notes: 'spawn so many elements into an empty world that has room for them',
    ...spawning(({ elements = 0 }) => elements),
  });

  s.bench('touch-10k', {
    notes: 'mark 10,000 rows dirty for three consumers; the peer writes one byte per row',
    contenders: {
      rafter: {
        setup() {
          const world = createWorld({ capacity: 16_384 });
          for (let i = 0; i < ELEMENTS; i++) spawn(world, BoxKind);
          const lists = [PAINT, PAINT, PAINT].map((mask) => watchDirt(world, mask));
          return { world, lists };
        },
        before({ world, lists }) {
          for (const list of lists) list.take();
          endFrame(world);
        },
        run({ world }) {
          for (let row = 1; row <= ELEMENTS; row++) touch(world, row, PAINT);
        },
      },
      'one byte written per row': {
        setup: () => new Uint8Array(ELEMENTS + 1),
        run(bytes: Uint8Array) {
          for (let row = 1; row <= ELEMENTS; row++) bytes[row]! |= PAINT;
        },
      },
    },
  });
});
