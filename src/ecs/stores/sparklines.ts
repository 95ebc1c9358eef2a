import {
  CapacityError,
  columns,
  defineKind,
  defineResource,
  defineStore,
  findResource,
  onFree,
  setResource,
  type World,
} from '../index';

/** Kind of an element that draws a row of numbers as a line. */
export const SparklineKind = defineKind('sparkline');

/** What an element draws: an id of `SparklineTable`, 0 = none. */
export const Sparkline = defineStore('Sparkline', { id: 'u16' });

/** Numbers of an element, and how they are drawn. */
export type SampleSeries = {
  /** As long as there is room for samples; what is not finite is a gap. */
  ring: Float64Array;
  /** Where the oldest one stands, and how many there are. */
  first: number;
  count: number;
  /** How many were pushed so far: the number of the newest, by which they are grouped where there are more than pixels. Wraps. */
  pushed: number;
  /** Width of the line in CSS pixels, and the values at the bottom and the top: NaN for the samples' own. By `SERIES_...`. */
  readonly lengths: Float64Array;
  /** RGBA8, red low, of the line and of what lies below it. */
  readonly colors: Uint32Array;
};

export const SERIES_WIDTH = 0;
export const SERIES_MIN = 1;
export const SERIES_MAX = 2;
export const SERIES_LINE = 0;
export const SERIES_AREA = 1;

/** Series of a world by id. */
export type SparklineTable = {
  /** Holes where there is none. */
  readonly entries: readonly (SampleSeries | undefined)[];
  /** Id of a new one with room for so many samples. Throws `CapacityError`. */
  take(capacity: number): number;
};

export const SparklineTable = defineResource<SparklineTable>('SparklineTable');

const ID_LIMIT = 65_536;

/** The world's table, made when first asked for. */
export function sparklineTable(world: World): SparklineTable {
  return findResource(world, SparklineTable) ?? createTable(world);
}

// Apart, for what closures share is allocated on entry.
function createTable(world: World): SparklineTable {
  const entries: (SampleSeries | undefined)[] = [undefined];
  const free: number[] = [];
  onFree(world, (row) => {
    const { id } = columns(world, Sparkline);
    if (id[row] === 0) return;
    entries[id[row]!] = undefined;
    free.push(id[row]!);
    id[row] = 0;
  });
  const table: SparklineTable = {
    entries,
    take(capacity) {
      if (free.length === 0 && entries.length >= ID_LIMIT) {
        throw new CapacityError(
          `no room for another sparkline: ${ID_LIMIT - 1} are in use; despawn some`,
        );
      }
      const id = free.pop() ?? entries.length;
      entries[id] = {
        ring: new Float64Array(capacity),
        ...{ first: 0, count: 0, pushed: 0 },
        lengths: Float64Array.of(1.5, Number.NaN, Number.NaN),
        colors: new Uint32Array(2),
      };
      return id;
    },
  };
  setResource(world, SparklineTable, table);
  return table;
}
