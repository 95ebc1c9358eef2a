import { addComponent, addEntity, removeEntity } from 'bitecs';
import {
  createFrameRunner,
  createWorld,
  defineKind,
  despawn,
  type Entity,
  elementCount,
  GENERATION_MAX,
  isAlive,
  packEntity,
  ROW_BITS,
  ROW_MASK,
  resolve,
  StaleHandleError,
  spawn,
  staleHandles,
} from '../../src/ecs';
import { createRandom } from './random';

export type HandleRun = {
  /** Handles taken for alive whose element is gone, in `isAlive` or `resolve`. */
  falseAccepts: number;
  /** Handles taken for stale whose element lives. */
  falseRejects: number;
  /** Other disagreements with the model: counts, rows shared with the app. */
  disagreements: string[];
  operations: number;
  handles: number;
  /** Rows that used all their generations. */
  wornOut: number;
};

type Node = { entity: Entity; parent: Node | undefined; children: Set<Node>; at: number };

/**
 * Runs random handle operations against a map of live handles: spawning and despawning inside and outside frames, in a bitECS
 * world in which the app makes and removes entities of its own, and removes some of ours.
 */
export function runHandleModel(options: {
  seed: number;
  operations: number;
  /** About how many elements are alive; few of them wear rows out. */
  population: number;
  /** Generations that the first eight rows have used before the run, so that they wear out in it. @default 0 */
  age?: number;
}): HandleRun {
  const random = createRandom(options.seed);
  // Rows are freed at the end of a phase: short phases make few rows wear out sooner.
  const batch = Math.min(40, 2 + options.population);
  const world = createWorld({ capacity: 16 });
  const Kind = defineKind('modelled');
  const AppOwn = {};
  const issued: Entity[] = [];
  const alive = new Map<Entity, Node>();
  const nodes: Node[] = [];
  const rows = new Set<number>();
  const appEntities: number[] = [];
  const run: HandleRun = {
    falseAccepts: 0,
    falseRejects: 0,
    disagreements: [],
    operations: 0,
    handles: 0,
    wornOut: 0,
  };
  let inFrame = false;
  let stale = 0;

  const runner = createFrameRunner({
    world,
    phases: ['update', 'layout'],
    clock: { now: () => 0 },
    onFailure: ({ error }) => {
      throw error;
    },
  });
  for (const phase of ['update', 'layout'] as const) {
    runner.add({
      name: phase,
      phase,
      reads: [],
      writes: [],
      update() {
        inFrame = true;
        operate(random.int(batch));
        inFrame = false;
      },
      dispose() {},
    });
  }

  for (let i = 0; i < (options.age ?? 0); i++) {
    const old = Array.from({ length: 8 }, () => spawn(world, Kind));
    for (const entity of old) despawn(world, entity);
  }

  while (run.operations < options.operations) {
    operate(random.int(batch));
    runner.step(run.operations);
    if (elementCount(world) !== alive.size) {
      complain(`${elementCount(world)} elements counted, ${alive.size} alive`);
    }
    if (staleHandles(world) !== stale) {
      complain(`${staleHandles(world)} stale handles counted, ${stale} used`);
    }
  }
  runner.dispose();
  run.handles = issued.length;
  return run;

  function operate(count: number): void {
    for (let i = 0; i < count; i++) {
      run.operations++;
      const dice = random.int(100);
      if (dice < 25) add();
      else if (dice < (alive.size > options.population ? 65 : 35)) remove();
      else if (dice < 73) editAsApp();
      else if (dice < 75) removeAsApp();
      else if (dice < 85 && issued.length > 0) check(random.pick(issued));
      else if (dice < 93 && nodes.length > 0) check(random.pick(nodes).entity);
      else check(forged());
    }
  }

  function add(): void {
    const parent = nodes.length > 0 && random.chance(70) ? random.pick(nodes) : undefined;
    const entity = spawn(world, Kind, parent?.entity);
    const row = entity & ROW_MASK;
    if (alive.has(entity)) complain(`handle ${entity} was issued while it lives`);
    if (rows.has(row)) complain(`row ${row} was issued while it is held`);
    if (appEntities.includes(row)) complain(`row ${row} belongs to the app`);
    const node: Node = { entity, parent, children: new Set(), at: nodes.length };
    parent?.children.add(node);
    nodes.push(node);
    alive.set(entity, node);
    rows.add(row);
    if (entity >>> ROW_BITS === GENERATION_MAX) run.wornOut++;
    issued.push(entity);
  }

  function remove(): void {
    if (nodes.length === 0) return;
    const node = random.pick(nodes);
    despawn(world, node.entity);
    forget(node);
  }

  function forget(node: Node): void {
    for (const child of node.children) forget(child);
    node.children.clear();
    node.parent?.children.delete(node);
    alive.delete(node.entity);
    rows.delete(node.entity & ROW_MASK);
    const last = nodes.pop()!;
    if (last !== node) {
      nodes[node.at] = last;
      last.at = node.at;
    }
  }

  function editAsApp(): void {
    if (appEntities.length < 3 || random.chance(50)) {
      const own = addEntity(world.bit);
      if (rows.has(own)) complain(`the app was given row ${own}, which an element holds`);
      addComponent(world.bit, own, AppOwn);
      appEntities.push(own);
    } else {
      removeEntity(world.bit, appEntities.splice(random.int(appEntities.length), 1)[0]!);
    }
  }

  function removeAsApp(): void {
    // Inside a frame an element that has not joined its kind is unknown to bitECS observers: the app cannot know it either.
    if (inFrame || nodes.length === 0) return;
    const node = random.pick(nodes);
    removeEntity(world.bit, node.entity & ROW_MASK);
    forget(node);
  }

  function check(entity: Entity): void {
    const expected = alive.has(entity);
    tally(expected, isAlive(world, entity));
    if (!expected && inFrame) stale++;
    tally(expected, resolves(entity));
  }

  function resolves(entity: Entity): boolean {
    try {
      const row = resolve(world, entity);
      if (row !== 0 && row !== (entity & ROW_MASK)) complain(`handle ${entity} led to row ${row}`);
      return row !== 0;
    } catch (error) {
      if (!(error instanceof StaleHandleError) || inFrame) throw error;
      return false;
    }
  }

  function tally(expected: boolean, accepted: boolean): void {
    if (accepted && !expected) run.falseAccepts++;
    if (!accepted && expected) run.falseRejects++;
  }

  /** A handle that nobody issued, near one that lives. */
  function forged(): Entity {
    if (nodes.length === 0) return packEntity(1, 1 + random.int(4095));
    const { entity } = random.pick(nodes);
    const generation = ((entity >>> ROW_BITS) + 1 + random.int(4094)) % 4096;
    return packEntity(entity & ROW_MASK, generation === 0 ? 1 : generation);
  }

  function complain(what: string): void {
    if (run.disagreements.length < 10) run.disagreements.push(what);
  }
}
