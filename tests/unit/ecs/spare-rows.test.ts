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
import { createRandom } from '../../property/random';

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
  it('go an array at a time, as many bytes as is said, and may grow again in the middle', () => {
    const { world, place, look, made, rows } = full(3000);
    for (let row = 1; row <= 3000; row++) place.x[row] = look.color[row] = row;
    for (const entity of made.slice(500)) despawn(world, entity);
    const before = bytesOf(world);
    const spare = rows.spare();
    // What is no store goes first.
    let first = 0;
    while (place.y.length > 1024) first += rows.reclaim(1);
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
    expect(rows.reclaim(1e9)).toBe(0);
    expect(rows.spare()).toBe(0);
    expect(place.x.length).toBe(4096);
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
    while (place.x.length > 1024) rows.reclaim(1);
    expect([place.y.length, look.color.length]).toEqual([8192, 8192]);
    // No more than there is.
    expect(rows.spare()).toBe(7168 * 8);
    expect(rows.reclaim(1)).toBe(7168 * 4);
    expect([place.y.length, look.color.length]).toEqual([1024, 8192]);
    expect(rows.spare()).toBe(7168 * 4);
    for (let i = 0; i < 600; i++) spawn(world, Kind);
    expect([place.x.length, look.color.length]).toEqual([2048, 2048]);
  });

  it('are looked for in pieces, whoever comes and goes in between', () => {
    const { world, place, look, made, rows } = full(9000);
    const kept = new Map<number, number>();
    const random = createRandom(3);
    const lives = made.slice(0, 700);
    for (const entity of made.slice(700)) despawn(world, entity);
    let value = 0;
    for (let pieces = 0; place.x.length > 2048; pieces++) {
      expect(pieces).toBeLessThan(2000);
      const few = pieces % 3 === 0 ? 6 : 1;
      for (let i = random.int(few); i > 0 && lives.length > 690; i--) {
        const [gone] = lives.splice(random.int(lives.length), 1);
        kept.delete(resolve(world, gone!));
        despawn(world, gone!);
      }
      for (let i = random.int(few); i > 0; i--) {
        const entity = spawn(world, Kind);
        const row = resolve(world, entity);
        expect([place.x[row], place.y[row], look.color[row]]).toEqual([7, 0, 9]);
        place.x[row] = look.color[row] = ++value;
        kept.set(row, value);
        lives.push(entity);
      }
      const tree = treeOf(world);
      expect(tree.length).toBe(lives.length);
      rows.reclaim(1e9, true);
      for (const [row, held] of kept) {
        if (place.x[row] !== held || look.color[row] !== held || tree.indexOf[row]! < 0)
          expect([row, place.x[row], look.color[row]]).toEqual([row, held, held]);
      }
    }
    for (let i = 0; i < 200; i++) rows.reclaim(1e9, true);
    expect([place.y.length, look.color.length, treeOf(world).order.length]).toEqual([
      2048, 2048, 2048,
    ]);
    expect(rows.reclaim(1e9, true)).toBe(0);
  });

  it('are looked for anew where one that was not seen takes the place of one that was', () => {
    const { world, place, made, rows } = full(3000);
    place.x[3000] = 5;
    for (const entity of made.slice(699, 2999)) despawn(world, entity);
    expect(treeOf(world).length).toBe(700);
    let pieces = 0;
    while (rows.reclaim(1e9, true) !== 0) pieces++;
    expect(place.x.length).toBe(4096);
    for (let at = 0; at < pieces; at++) {
      const again = full(3000);
      for (const entity of again.made.slice(699, 2999)) despawn(again.world, entity);
      treeOf(again.world);
      for (let i = 0; i < at; i++) again.rows.reclaim(1e9, true);
      despawn(again.world, again.made[4]!);
      treeOf(again.world);
      while (again.rows.reclaim(1e9, true) !== 0);
      expect(again.place.x.length).toBe(4096);
    }
  });

  it('of a world that has been looked through are not looked through again', () => {
    const { world, made, rows } = full(3000);
    for (const entity of made.slice(5)) despawn(world, entity);
    const answers: number[] = [];
    for (let i = 0; i < 200 && answers.at(-1) !== 0; i++) answers.push(rows.reclaim(1e9, true));
    expect(answers.slice(0, 3)).toEqual([-1, -1, -1]);
    expect(answers.some((bytes) => bytes > 0)).toBe(true);
    expect(rows.reclaim(1e9, true)).toBe(0);
    spawn(world, Kind);
    expect(rows.reclaim(1e9, true)).toBe(-1);
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
