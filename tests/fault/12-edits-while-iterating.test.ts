import { query } from 'bitecs';
import { describe, expect, it } from 'vitest';
import {
  addComponent,
  createFrameRunner,
  createWorld,
  defineKind,
  despawn,
  type Entity,
  elementCount,
  has,
  isAlive,
  type Phase,
  ROW_MASK,
  type Row,
  removeComponent,
  spawn,
  treeOf,
  watch,
} from '../../src/ecs';
import { createRandom, type Random } from '../property/random';

const RUNS = process.env.RAFTER_LONG ? 20_000 : 200;
const OPERATIONS = 200;
const PHASES: readonly Phase[] = ['input', 'update', 'layout'];

describe('structural edits', () => {
  it(`agree with a map of maps over ${RUNS} runs of 200 operations inside frames`, () => {
    for (let seed = 1; seed <= RUNS; seed++) {
      const problem = runModel(seed);
      if (problem) expect.fail(`seed ${seed}: ${problem}`);
    }
  });

  it('let a system visit every element that was there when its phase began, and no other', () => {
    const world = createWorld();
    const Kind = defineKind('visited');
    for (let i = 0; i < 10; i++) spawn(world, Kind);
    const list = watch(world, [Kind]);
    const visited: number[] = [];
    const runner = createFrameRunner({
      world,
      phases: PHASES,
      clock: { now: () => 0 },
      onFailure: ({ error }) => {
        throw error;
      },
    });
    runner.add({
      name: 'visitor',
      phase: 'update',
      reads: [],
      writes: [],
      update() {
        for (const row of query(world.bit, [Kind])) {
          visited.push(row);
          const [first] = list.rows;
          despawn(world, first as Row);
          if (row % 2 === 0) despawn(world, row as Row);
          spawn(world, Kind);
        }
      },
      dispose() {},
    });
    runner.step(0);
    expect(visited).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    // Ten came; the first, which is listed until the phase ends, and five with even rows went.
    expect(elementCount(world)).toBe(14);
    expect(list.length).toBe(14);
  });
});

type Element = {
  entity: Entity;
  kind: object;
  parent: Element | undefined;
  children: Set<Element>;
  components: Set<object>;
};

/** What is wrong after one run, or undefined. */
function runModel(seed: number): string | undefined {
  const random = createRandom(seed);
  const world = createWorld({ capacity: 16 });
  const kinds = [defineKind('a'), defineKind('b')];
  const components = [{}, {}, {}];
  // A component's members, by handle: now, and as bitECS must show them until the phase ends.
  const members = new Map<object, Map<Entity, Element>>();
  const shown = new Map<object, Set<number>>();
  for (const component of [...kinds, ...components]) {
    members.set(component, new Map());
    shown.set(component, new Set());
  }
  const watches = [...members.keys()].map((component) => ({
    component,
    list: watch(world, [component]),
  }));
  const gone: Entity[] = [];
  let problem: string | undefined;
  let operations = 0;

  const runner = createFrameRunner({
    world,
    phases: PHASES,
    clock: { now: () => 0 },
    onFailure: ({ error }) => {
      problem ??= String(error);
    },
  });
  for (const phase of PHASES) {
    runner.add({
      name: phase,
      phase,
      reads: [],
      writes: [],
      update() {
        // The phase before has ended: what it edited shows now.
        show();
        compare(`at the start of ${phase}`);
        const count = random.int(30);
        for (let i = 0; i < count; i++) operate(random);
        compare(`at the end of ${phase}`);
      },
      dispose() {},
    });
  }
  while (operations < OPERATIONS && !problem) {
    runner.step(operations);
    show();
    compare('after the frame');
    if (elementCount(world) !== alive().length) problem ??= 'elements are counted wrongly';
    if (treeOf(world).length !== alive().length) problem ??= 'the tree misses elements';
  }
  for (const { list } of watches) list.dispose();
  runner.dispose();
  return problem;

  function operate(random: Random): void {
    operations++;
    const all = alive();
    const dice = random.int(100);
    if (dice < 35 || all.length === 0) {
      const parent = all.length > 0 && random.chance(60) ? random.pick(all) : undefined;
      const kind = random.pick(kinds);
      const entity = spawn(world, kind, parent?.entity);
      const element: Element = {
        entity,
        kind,
        parent,
        children: new Set(),
        components: new Set([kind]),
      };
      parent?.children.add(element);
      members.get(kind)!.set(entity, element);
      // At once: made and gone again within one phase.
      if (random.chance(15)) remove(element);
    } else if (dice < 60) {
      remove(random.pick(all));
    } else if (dice < 78) {
      const element = random.pick(all);
      const component = random.pick(components);
      addComponent(world, element.entity, component);
      members.get(component)!.set(element.entity, element);
      element.components.add(component);
    } else if (dice < 95) {
      const element = random.pick(all);
      const component = random.pick(components);
      removeComponent(world, element.entity, component);
      members.get(component)!.delete(element.entity);
      element.components.delete(component);
    } else if (gone.length > 0) {
      const entity = random.pick(gone);
      if (isAlive(world, entity)) problem ??= `${entity} lives again`;
      addComponent(world, entity, components[0]!);
      despawn(world, entity);
    }
  }

  function remove(element: Element): void {
    despawn(world, element.entity);
    forget(element);
  }

  function forget(element: Element): void {
    for (const child of element.children) forget(child);
    element.parent?.children.delete(element);
    for (const component of element.components) members.get(component)!.delete(element.entity);
    gone.push(element.entity);
  }

  function alive(): Element[] {
    return kinds.flatMap((kind) => [...members.get(kind)!.values()]);
  }

  function show(): void {
    for (const [component, own] of members) {
      shown.set(component, new Set([...own.keys()].map((entity) => entity & ROW_MASK)));
    }
  }

  function compare(when: string): void {
    for (const { component, list } of watches) {
      const expected = sorted([...shown.get(component)!]);
      const queried = sorted([...query(world.bit, [component])]);
      if (queried !== expected) problem ??= `${when} the query is ${queried}, not ${expected}`;
      const watched = sorted([...list.rows.subarray(0, list.length)]);
      if (watched !== expected) problem ??= `${when} the watch is ${watched}, not ${expected}`;
    }
    const [some] = alive();
    if (some && has(world, some.entity, components[0]!) !== isShown(some, components[0]!)) {
      problem ??= `${when} has() disagrees for ${some.entity}`;
    }
  }

  function isShown(element: Element, component: object): boolean {
    return shown.get(component)!.has(element.entity & ROW_MASK);
  }
}

function sorted(rows: number[]): string {
  return rows.sort((a, b) => a - b).join(' ');
}
