import {
  CapacityError,
  columns,
  defineResource,
  defineStore,
  findResource,
  isRowAlive,
  setResource,
  type World,
} from '../index';

/** Shadows of a box: an id of `ShadowTable`, 0 = none. */
export const BoxShadow = defineStore('BoxShadow', { id: 'u16' });

/** One shadow, lengths in CSS pixels; the colour is RGBA8 with red in the low byte. */
export type Shadow = {
  readonly x: number;
  readonly y: number;
  /** Twice the standard deviation of the blur, as in CSS. */
  readonly blur: number;
  readonly spread: number;
  readonly color: number;
  readonly inset: boolean;
};

/** The shadows of a box in painter's order, which is that of CSS backwards: outer ones, then inset ones. Never changed. */
export type ShadowList = {
  readonly outer: number;
  readonly inset: number;
  /** x, y, blur and spread of each. */
  readonly lengths: Float64Array;
  readonly colors: Int32Array;
  /** How far the outer ones reach out of the box: left, top, right, bottom; none is below 0. */
  readonly reach: Float64Array;
};

/** Lists of shadows by id; the same id for the same text. Ids that no element has any more are used again. */
export type ShadowTable = {
  readonly lists: readonly ShadowList[];
  /** Id of what a text stands for, read by `parse` when it is new. Throws what that throws, or `CapacityError`. */
  idOf(text: string, parse: (text: string) => readonly Shadow[]): number;
};

export const ShadowTable = defineResource<ShadowTable>('ShadowTable');

/** Standard deviations beyond which a blurred edge is taken for 0: less than half a level of 255. */
const REACH = 3;
const ID_LIMIT = 65_536;
/** Ids after which those that are out of use are looked for. */
const FIRST_SWEEP = 1024;

/** The world's table, made when first asked for. */
export function shadowTable(world: World): ShadowTable {
  let table = findResource(world, ShadowTable);
  if (!table) {
    table = createShadowTable(world);
    setResource(world, ShadowTable, table);
  }
  return table;
}

/** How far the blur of a shadow reaches out of its shape, CSS pixels. */
export function blurReach(blur: number): number {
  return (blur / 2) * REACH;
}

/** Makes a table that reads from the columns of a world which ids are in use. */
export function createShadowTable(world: World, limit = ID_LIMIT): ShadowTable {
  const lists: ShadowList[] = [listOf([])];
  const texts: string[] = [''];
  const ids = new Map<string, number>();
  const free: number[] = [];
  let nextSweep = Math.min(FIRST_SWEEP, limit);

  function sweep(): void {
    const used = new Set<number>([0]);
    const { id } = columns(world, BoxShadow);
    for (let row = 1; row < id.length; row++) {
      if (id[row] !== 0 && isRowAlive(world, row)) used.add(id[row]!);
    }
    for (let at = 1; at < lists.length; at++) {
      if (used.has(at)) continue;
      ids.delete(texts[at]!);
      free.push(at);
    }
    nextSweep = Math.min(limit, Math.max(nextSweep, used.size * 2));
  }

  return {
    lists,
    idOf(text, parse) {
      if (text === 'none') return 0;
      const known = ids.get(text);
      if (known !== undefined) return known;
      const shadows = parse(text);
      if (shadows.length === 0) return 0;
      if (free.length === 0 && lists.length >= nextSweep) sweep();
      if (free.length === 0 && lists.length >= limit) {
        throw new CapacityError(
          `${limit} different shadows are in use; give elements the same ones`,
        );
      }
      const id = free.pop() ?? lists.length;
      lists[id] = listOf(shadows);
      texts[id] = text;
      ids.set(text, id);
      return id;
    },
  };
}

function listOf(shadows: readonly Shadow[]): ShadowList {
  const backwards = [...shadows].reverse();
  const outer = backwards.filter(({ inset }) => !inset);
  const inset = backwards.filter(({ inset }) => inset);
  const all = [...outer, ...inset];
  const reach = new Float64Array(4);
  for (const { x, y, blur, spread } of outer) {
    const around = blurReach(blur) + spread;
    reach[0] = Math.max(reach[0]!, around - x);
    reach[1] = Math.max(reach[1]!, around - y);
    reach[2] = Math.max(reach[2]!, around + x);
    reach[3] = Math.max(reach[3]!, around + y);
  }
  return {
    outer: outer.length,
    inset: inset.length,
    lengths: Float64Array.from(all.flatMap(({ x, y, blur, spread }) => [x, y, blur, spread])),
    colors: Int32Array.from(all, ({ color }) => color | 0),
    reach,
  };
}
