import { describe, expect, it } from 'vitest';
import {
  createWorld,
  defineKind,
  despawn,
  type Entity,
  elementCount,
  firstChildOf,
  isRowAlive,
  move,
  nextSiblingOf,
  parentOf,
  ROW_MASK,
  resolve,
  spawn,
  TreeError,
  treeOf,
  type World,
} from '../../../src/ecs';
import { inFrame } from './frames';

const Kind = defineKind('test');

describe('the tree', () => {
  it('lists rows depth-first with depth and subtree ends', () => {
    const world = createWorld();
    const [a, b, c, d] = family(world);
    const tree = treeOf(world);
    expect(rowsOf(world)).toEqual([a, b, c, d].map((entity) => entity & ROW_MASK));
    expect([...tree.depth.subarray(0, 4)]).toEqual([0, 1, 2, 1]);
    expect([...tree.subtreeEnd.subarray(0, 4)]).toEqual([4, 3, 3, 4]);
  });

  it('gives parent, first child and next sibling at once', () => {
    const world = createWorld();
    const [a, b, c, d] = family(world).map((entity) => resolve(world, entity));
    expect(parentOf(world, c!)).toBe(b);
    expect(firstChildOf(world, a!)).toBe(b);
    expect(nextSiblingOf(world, b!)).toBe(d);
    expect(nextSiblingOf(world, d!)).toBe(0);
  });

  it('keeps its order during a phase and changes it when the phase ends', () => {
    const world = createWorld();
    const [a, b] = family(world);
    const before = rowsOf(world);
    let spawned = 0;
    inFrame(
      world,
      () => {
        despawn(world, b);
        spawned = spawn(world, Kind, a) & ROW_MASK;
        expect(rowsOf(world)).toEqual(before);
        expect(isRowAlive(world, b & ROW_MASK)).toBe(false);
        expect(treeOf(world).indexOf[spawned]).toBe(-1);
      },
      () => expect(rowsOf(world)).not.toEqual(before),
    );
    expect(rowsOf(world)).toHaveLength(3);
    expect(rowsOf(world)).toContain(spawned);
  });

  it('goes up by one version with each change of the order and by none without', () => {
    const world = createWorld();
    const [a] = family(world);
    const { version } = treeOf(world);
    expect(treeOf(world).version).toBe(version);
    spawn(world, Kind, a);
    expect(treeOf(world).version).toBe(version + 1);
  });

  it('refuses a cycle and stays as it was', () => {
    const world = createWorld();
    const [a, b, c] = family(world);
    const before = rowsOf(world);
    expect(() => move(world, a, c)).toThrow('row 1 cannot move below row 3');
    expect(() => move(world, b, b)).toThrow(TreeError);
    expect(rowsOf(world)).toEqual(before);
  });

  it('refuses a sibling of another parent and stays as it was', () => {
    const world = createWorld();
    const [a, b, c, d] = family(world);
    const before = rowsOf(world);
    expect(() => move(world, d, a, c)).toThrow(TreeError);
    expect(() => move(world, c, a, c)).toThrow(TreeError);
    expect(rowsOf(world)).toEqual(before);
    move(world, d, a, b);
    expect(rowsOf(world)).toEqual([a, d, b, c].map((entity) => entity & ROW_MASK));
  });

  it('holds and despawns a chain of 50,000 elements', () => {
    const world = createWorld();
    const top = spawn(world, Kind);
    let bottom = top;
    for (let i = 1; i < 50_000; i++) bottom = spawn(world, Kind, bottom);
    expect(treeOf(world).depth[49_999]).toBe(49_999);
    despawn(world, top);
    expect(elementCount(world)).toBe(0);
    expect(treeOf(world).length).toBe(0);
  });

  it('despawns a chain of 50,000 elements inside a frame', () => {
    const world = createWorld();
    const top = spawn(world, Kind);
    let bottom = top;
    for (let i = 1; i < 50_000; i++) bottom = spawn(world, Kind, bottom);
    inFrame(world, () => despawn(world, top));
    expect(elementCount(world)).toBe(0);
    expect(treeOf(world).length).toBe(0);
  });
});

/** a > (b > c, d) */
function family(world: World): [Entity, Entity, Entity, Entity] {
  const a = spawn(world, Kind);
  const b = spawn(world, Kind, a);
  const c = spawn(world, Kind, b);
  const d = spawn(world, Kind, a);
  return [a, b, c, d];
}

function rowsOf(world: World): number[] {
  const { order, length } = treeOf(world);
  return [...order.subarray(0, length)];
}
