import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createFrameRunner,
  createWorld,
  defineKind,
  despawn,
  type Entity,
  isAlive,
  move,
  resolve,
  StaleHandleError,
  spawn,
  TreeError,
  treeOf,
  type World,
} from '../../src/ecs';

const Kind = defineKind('tree');
const RUNS = process.env.RAFTER_LONG ? 20_000 : 200;

describe('the depth-first arrays', () => {
  it('equal a tree of child arrays after any edits, inside and outside frames', () => {
    fc.assert(
      fc.property(fc.array(batch(), { maxLength: 12 }), (batches) => {
        const world = createWorld({ capacity: 16 });
        const model = createModel();
        const runner = createFrameRunner({
          world,
          phases: ['update'],
          clock: { now: () => 0 },
          onFailure: ({ error }) => {
            throw error;
          },
        });
        let edits: readonly Edit[] = [];
        runner.add({
          name: 'edits',
          phase: 'update',
          reads: [],
          writes: [],
          update: () => {
            for (const edit of edits) apply(world, model, edit, true);
          },
          dispose() {},
        });
        for (const { inFrame, list } of batches) {
          edits = list;
          if (inFrame) runner.step(0);
          else for (const edit of edits) apply(world, model, edit, false);
          expect(snapshotOf(world)).toEqual(expectedOf(world, model));
        }
        runner.dispose();
      }),
      { numRuns: RUNS },
    );
  });
});

type Edit = { type: 'spawn' | 'despawn' | 'move'; a: number; b: number; c: number };
type Model = { children: Map<Entity, Entity[]>; parent: Map<Entity, Entity>; all: Entity[] };

/** Stands for "no parent" in the model. */
const ROOT = 0 as Entity;

function batch(): fc.Arbitrary<{ inFrame: boolean; list: Edit[] }> {
  const type = fc.constantFrom<Edit['type']>('spawn', 'spawn', 'despawn', 'move', 'move');
  const edit = fc.record({ type, a: fc.nat(99), b: fc.nat(99), c: fc.nat(99) });
  return fc.record({ inFrame: fc.boolean(), list: fc.array(edit, { maxLength: 12 }) });
}

function createModel(): Model {
  return { children: new Map([[ROOT, []]]), parent: new Map(), all: [] };
}

function apply(world: World, model: Model, { type, a, b, c }: Edit, inFrame: boolean): void {
  // Any handle ever made, so that stale ones are named too; the lowest numbers mean "no element".
  const target = a < 5 ? ROOT : pick(model.all, a);
  const parent = b < 20 ? ROOT : pick(model.all, b);
  const isKnown = (entity: Entity): boolean => entity === ROOT || model.children.has(entity);
  if (type === 'spawn') {
    if (!isKnown(parent)) {
      if (!inFrame) expect(() => spawn(world, Kind, parent)).toThrow(StaleHandleError);
      else expect(isAlive(world, spawn(world, Kind, parent))).toBe(false);
      return;
    }
    const entity = spawn(world, Kind, parent === ROOT ? undefined : parent);
    model.all.push(entity);
    model.children.set(entity, []);
    insert(model, entity, parent, undefined);
    return;
  }
  if (target === ROOT) return;
  if (type === 'despawn') {
    if (isKnown(target)) {
      despawn(world, target);
      forget(model, target);
    } else if (inFrame) despawn(world, target);
    else expect(() => despawn(world, target)).toThrow(StaleHandleError);
    return;
  }
  const siblings = model.children.get(parent) ?? [];
  const before = c < 40 ? undefined : c < 80 ? pick(siblings, c) || undefined : pick(model.all, c);
  const edit = (): void => move(world, target, parent === ROOT ? undefined : parent, before);
  if (!isKnown(target) || !isKnown(parent) || (before !== undefined && !isKnown(before))) {
    if (inFrame) edit();
    else expect(edit).toThrow(StaleHandleError);
    return;
  }
  const isWrong =
    (before !== undefined && model.parent.get(before) !== parent) ||
    (before !== target && isBelow(model, parent, target));
  if (isWrong) {
    expect(edit).toThrow(TreeError);
    return;
  }
  edit();
  if (before === target) return;
  detach(model, target);
  insert(model, target, parent, before);
}

function pick(values: readonly Entity[], at: number): Entity {
  return values.length === 0 ? ROOT : values[at % values.length]!;
}

function isBelow(model: Model, entity: Entity, top: Entity): boolean {
  for (let at: Entity | undefined = entity; at; at = model.parent.get(at)) {
    if (at === top) return true;
  }
  return false;
}

function insert(model: Model, entity: Entity, parent: Entity, before: Entity | undefined): void {
  const siblings = model.children.get(parent)!;
  siblings.splice(before === undefined ? siblings.length : siblings.indexOf(before), 0, entity);
  model.parent.set(entity, parent);
}

function detach(model: Model, entity: Entity): void {
  const siblings = model.children.get(model.parent.get(entity)!)!;
  siblings.splice(siblings.indexOf(entity), 1);
}

function forget(model: Model, entity: Entity): void {
  detach(model, entity);
  const drop = (gone: Entity): void => {
    for (const child of model.children.get(gone)!) drop(child);
    model.children.delete(gone);
  };
  drop(entity);
}

type Snapshot = { order: number[]; subtreeEnd: number[]; depth: number[]; indexOf: number[] };

function snapshotOf(world: World): Snapshot {
  const { order, subtreeEnd, depth, indexOf, length } = treeOf(world);
  const rows = [...order.subarray(0, length)];
  // Rows that are not in the order must say so.
  const absent = [...indexOf].filter((at, row) => at !== -1 && !rows.includes(row));
  return {
    order: rows,
    subtreeEnd: [...subtreeEnd.subarray(0, length)],
    depth: [...depth.subarray(0, length)],
    indexOf: [...rows.map((row) => indexOf[row]!), ...absent],
  };
}

function expectedOf(world: World, model: Model): Snapshot {
  const expected: Snapshot = { order: [], subtreeEnd: [], depth: [], indexOf: [] };
  const walk = (entity: Entity, depth: number): void => {
    const at = expected.order.length;
    expected.order.push(resolve(world, entity));
    expected.depth.push(depth);
    expected.indexOf.push(at);
    for (const child of model.children.get(entity)!) walk(child, depth + 1);
    expected.subtreeEnd[at] = expected.order.length;
  };
  for (const root of model.children.get(ROOT)!) walk(root, 0);
  return expected;
}
