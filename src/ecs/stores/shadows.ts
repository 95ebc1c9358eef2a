import {
  columns,
  defineResource,
  defineStore,
  findResource,
  setResource,
  type World,
} from '../index';
import { createValuesByText } from './values-by-text';

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
export function createShadowTable(world: World, limit?: number): ShadowTable {
  const table = createValuesByText<ShadowList>({
    world,
    none: listOf([]),
    isNone: ({ colors }) => colors.length === 0,
    column: () => columns(world, BoxShadow).id,
    what: 'shadows',
    ...(limit === undefined ? {} : { limit }),
  });
  return {
    lists: table.values,
    idOf: (text, parse) => table.idOf(text, (given) => listOf(parse(given))),
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
