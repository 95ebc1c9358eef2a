import {
  createFrameRunner,
  createWorld,
  type Entity,
  type FrameRunner,
  PROJECTION,
  ROW_MASK,
  resource,
  type SystemFailure,
  setResource,
  spawn,
  touch,
  treeOf,
  type World,
  type WorldOptions,
  columns as worldColumns,
} from '../../../../src/ecs';
import {
  acquireLayer,
  Box,
  BoxKind,
  createLayerTable,
  Failures,
  Handlers,
  INPUT_KEY_DOWN,
  INPUT_POINTER_CANCEL,
  INPUT_POINTER_DOWN,
  INPUT_POINTER_LEAVE,
  INPUT_POINTER_MOVE,
  INPUT_POINTER_UP,
  LayerOf,
  LayerTable,
  ScrollRequests,
  State,
  Viewport,
} from '../../../../src/ecs/stores';
import { createInput, type Input } from '../../../../src/systems/input';
import { createProjectionSystem } from '../../../../src/systems/projection';

type Rect = readonly [x: number, y: number, width: number, height: number];

/** One scroll request, without those fields that say nothing. */
export type Request = {
  row: number;
  deltaX: number;
  deltaY: number;
  key: number;
  drag: number;
  release: number;
};

/** A world with input and the real projection, whose boxes a test writes itself. */
export type Stage = {
  world: World;
  input: Input;
  runner: FrameRunner;
  /** What handlers failed with. */
  failures: { error: unknown; system: string; row: number }[];
  /** What systems failed with; a test that expects some empties it. */
  systemFailures: SystemFailure[];
  /** Adds a box at a place relative to its layer. */
  box(parent: Entity | 0, rect: Rect, bits?: number): Entity;
  /** Gives a box a layer of its own at a place in the layer around it, clipped to its size. */
  layer(entity: Entity, x: number, y: number): number;
  place(entity: Entity, rect: Rect): void;
  move(x: number, y: number, id?: number, type?: number): void;
  down(x: number, y: number, id?: number, type?: number, button?: number): void;
  up(x: number, y: number, id?: number, type?: number, button?: number): void;
  cancel(id?: number): void;
  leave(id?: number): void;
  key(code: number, modifiers?: number, key?: string): void;
  frame(): void;
  bits(entity: Entity): number;
  has(entity: Entity, bit: number): boolean;
  set(entity: Entity, bit: number): void;
  unset(entity: Entity, bit: number): void;
  requests(): Request[];
  /** Writes `type name` into the log whenever an event of this type reaches the element. */
  log(entity: Entity, name: string, ...types: Parameters<Handlers['add']>[2][]): void;
  /** What was logged since the last call. */
  taken(): string[];
  dispose(): void;
};

/** Makes the stage; `dispose` it at the end. */
export function createStage(options: WorldOptions = {}): Stage {
  const world = createWorld({ developer: true, ...options });
  setResource(world, LayerTable, createLayerTable());
  setResource(world, Viewport, {
    width: 800,
    height: 600,
    dpr: 1,
    glyphScale: 1,
    background: 0,
    version: 1,
  });
  const failures: Stage['failures'] = [];
  const systemFailures: SystemFailure[] = [];
  setResource(world, Failures, {
    report: (error, system, row) => failures.push({ error, system, row }),
  });
  const input = createInput({ world });
  const runner = createFrameRunner({
    world,
    phases: ['input', 'update', 'project'],
    clock: { now: () => 0 },
    onFailure: (failure) => systemFailures.push(failure),
  });
  runner.add(input.input);
  runner.add(createProjectionSystem({ world }));
  runner.add(input.hover);
  let now = 0;
  let entries: string[] = [];
  const row = (entity: Entity): number => entity & ROW_MASK;

  const stage: Stage = {
    world,
    input,
    runner,
    failures,
    systemFailures,
    box(parent, rect, bits = 0) {
      const entity = spawn(world, BoxKind, parent === 0 ? undefined : parent);
      worldColumns(world, State).bits[row(entity)]! |= bits;
      stage.place(entity, rect);
      return entity;
    },
    layer(entity, x, y) {
      const table = resource(world, LayerTable);
      const box = worldColumns(world, Box);
      const id = acquireLayer(table, row(entity));
      worldColumns(world, LayerOf).own[row(entity)] = id;
      table.originX[id] = x;
      table.originY[id] = y;
      table.clips[id] = 1;
      table.clipRight[id] = box.width[row(entity)]!;
      table.clipBottom[id] = box.height[row(entity)]!;
      return id;
    },
    place(entity, [x, y, width, height]) {
      const box = worldColumns(world, Box);
      box.x[row(entity)] = x;
      box.y[row(entity)] = y;
      box.width[row(entity)] = width;
      box.height[row(entity)] = height;
      touch(world, row(entity), PROJECTION);
    },
    move: (x, y, id = 1, type = 0) => input.pointer(INPUT_POINTER_MOVE, id, x, y, -1, 0, now, type),
    down: (x, y, id = 1, type = 0, button = 0) =>
      input.pointer(INPUT_POINTER_DOWN, id, x, y, button, 0, now, type),
    up: (x, y, id = 1, type = 0, button = 0) =>
      input.pointer(INPUT_POINTER_UP, id, x, y, button, 0, now, type),
    cancel: (id = 1) => input.pointer(INPUT_POINTER_CANCEL, id, 0, 0, 0, 0, now),
    leave: (id = 1) => input.pointer(INPUT_POINTER_LEAVE, id, 0, 0, 0, 0, now),
    key: (code, modifiers = 0, key = '') => input.key(INPUT_KEY_DOWN, code, modifiers, now, key),
    frame() {
      now += 16;
      runner.step(now);
    },
    bits: (entity) => worldColumns(world, State).bits[row(entity)]!,
    has: (entity, bit) => (stage.bits(entity) & bit) !== 0,
    set(entity, bit) {
      worldColumns(world, State).bits[row(entity)]! |= bit;
    },
    unset(entity, bit) {
      worldColumns(world, State).bits[row(entity)]! &= ~bit;
    },
    requests() {
      const table = resource(world, ScrollRequests);
      return Array.from({ length: table.length }, (_, i) => ({
        row: table.rows[i]!,
        deltaX: table.deltaX[i]!,
        deltaY: table.deltaY[i]!,
        key: table.key[i]!,
        drag: table.drag[i]!,
        release: table.release[i]!,
      }));
    },
    log(entity, name, ...types) {
      for (const type of types) {
        resource(world, Handlers).add(world, row(entity), type, (event) => {
          entries.push(`${event.type} ${name}`);
        });
      }
    },
    taken() {
      const logged = entries;
      entries = [];
      return logged;
    },
    dispose() {
      runner.dispose();
      input.dispose();
    },
  };
  return stage;
}

/** Rows that carry any of these bits. */
export function rowsWith(world: World, mask: number): number[] {
  const { bits } = worldColumns(world, State);
  const tree = treeOf(world);
  return [...tree.order.subarray(0, tree.length)].filter((at) => (bits[at]! & mask) !== 0);
}
