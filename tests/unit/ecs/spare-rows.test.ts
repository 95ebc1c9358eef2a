import { describe, expect, it } from 'vitest';
import {
  columns,
  createWorld,
  defineStore,
  despawn,
  resolve,
  spawn,
  touch,
  treeOf,
  watchDirt,
} from '../../../src/ecs';
import { bytesOf } from '../../../src/ecs/bytes';
import { spareRows } from '../../../src/ecs/spare-rows';

const Kind = {};
const Place = defineStore('Place', { x: ['f32', 7], y: 'f32' });
const Look = defineStore('Look', { color: ['u32', 9] });
const PAINT = 32;

function full(rows: number) {
  const world = createWorld({ capacity: 1024 });
  const [place, look] = [columns(world, Place), columns(world, Look)];
  const made = Array.from({ length: rows }, () => spawn(world, Kind));
  return { world, place, look, made, rows: spareRows(world) };
}

describe('rows that are given back', () => {
  it('go a store at a time, as many bytes as is said, and may grow again in the middle', () => {
    const { world, place, look, made, rows } = full(3000);
    for (let row = 1; row <= 3000; row++) place.x[row] = look.color[row] = row;
    for (const entity of made.slice(500)) despawn(world, entity);
    const before = bytesOf(world);
    const spare = rows.spare();
    // What is no store goes first.
    const first = rows.reclaim(1) + rows.reclaim(1);
    const after = bytesOf(world);
    expect(before.columns + before.rows - after.columns - after.rows).toBe(first);
    expect([place.x.length, look.color.length]).toEqual([1024, 4096]);
    expect(rows.spare()).toBeLessThan(spare);
    const late = Array.from({ length: 1600 }, () => resolve(world, spawn(world, Kind)));
    expect([place.x.length, place.y.length, look.color.length]).toEqual([4096, 4096, 4096]);
    // Those that live keep what they hold, those that came have what is declared.
    for (let row = 1; row < 501; row++) expect([place.x[row], look.color[row]]).toEqual([row, row]);
    for (const row of late) expect([place.x[row], look.color[row]]).toEqual([7, 9]);
  });

  it('wait for whoever has not taken yet what was touched', () => {
    const { world, place, made, rows } = full(3000);
    const list = watchDirt(world, PAINT);
    list.take();
    touch(world, 2900, PAINT);
    for (const entity of made) despawn(world, entity);
    expect(rows.reclaim(1e9)).toBe(0);
    expect(place.x.length).toBe(4096);
    list.take();
    expect(rows.reclaim(1e9)).toBeGreaterThan(3000 * 12);
    expect([place.x.length, list.bits.length]).toEqual([1024, 1024]);
    list.dispose();
  });

  it('end above the last that lives, whoever has it', () => {
    const { world, place, made, rows } = full(3000);
    for (const [i, entity] of made.entries()) if (i !== 1500) despawn(world, entity);
    expect(rows.spare()).toBe(0);
    expect(rows.reclaim(1e9)).toBe(0);
    despawn(world, made[1500]!);
    // Looked at anew, although as many live as before.
    const late = spawn(world, Kind);
    despawn(world, late);
    rows.reclaim(1e9);
    expect(place.x.length).toBe(1024);
  });

  it('may grow to less than what was not cut yet', () => {
    const world = createWorld({ capacity: 8192 });
    const [place, look] = [columns(world, Place), columns(world, Look)];
    for (let i = 0; i < 600; i++) look.color[spawn(world, Kind)] = i;
    const rows = spareRows(world);
    rows.reclaim(1);
    expect(rows.spare()).toBe(7168 * 12);
    expect(rows.reclaim(1)).toBe(7168 * 8);
    expect([place.x.length, look.color.length]).toEqual([1024, 8192]);
    // No more than there is.
    expect(rows.spare()).toBe(7168 * 4);
    for (let i = 0; i < 600; i++) spawn(world, Kind);
    expect([place.x.length, look.color.length]).toEqual([2048, 2048]);
  });

  it('are those of a tree that was made smaller just before', () => {
    const { world, place, made, rows } = full(3000);
    expect(treeOf(world).length).toBe(3000);
    for (const entity of made.slice(5)) despawn(world, entity);
    expect(rows.reclaim(1e9)).toBeGreaterThan(0);
    expect([place.x.length, treeOf(world).order.length, treeOf(world).length]).toEqual([
      1024, 1024, 5,
    ]);
  });
});
