import { columns, resource, type World } from '../../ecs';
import { CACHE_NEVER, CacheHint, LayerOf, LayerTable, paintOrderOf } from '../../ecs/stores';
import { createIntList, type IntList } from '../../structures';
import type { Chunks } from './chunks';
import { Runs } from './runs';

/** What of the draw list each layer and the layers in it show: consecutive chunks, where it can be kept as a picture. */
export type LayerRuns = {
  /** By layer: the first chunk, -1 for none, and the one after the last. */
  first: Int32Array;
  end: Int32Array;
  /** By layer: a number that another order, other elements or other runs of records change. */
  hash: Int32Array;
  /** By layer: 1 where it is among these. */
  isCandidate: Uint8Array;
  /** By layer: 1 where something in it asks to be drawn itself. */
  barred(): Uint8Array;
  /** Layers whose chunks are consecutive, in the order of painting; those that are in others come before these. */
  candidates(): Int32Array;
  candidateCount(): number;
  /** Layers between whose chunks others are drawn, which are in no picture of theirs. */
  readonly split: IntList;
  /** The layer that a layer is in, 0 for the surface. */
  up(layer: number): number;
  /** Looks at all chunks. */
  find(): void;
};

/** Makes runs that are empty until `find` was called. */
export function createLayerRuns(world: World, chunks: Chunks): LayerRuns {
  const table = resource(world, LayerTable);
  let count = new Int32Array(0);
  let barred = new Uint8Array(0);
  let candidates = new Int32Array(0);
  let candidateCount = 0;
  const split = createIntList(16);

  function makeRoom(): void {
    if (runs.first.length === table.capacity) return;
    runs.first = new Int32Array(table.capacity).fill(-1);
    runs.end = new Int32Array(table.capacity);
    runs.hash = new Int32Array(table.capacity);
    runs.isCandidate = new Uint8Array(table.capacity);
    count = new Int32Array(table.capacity);
    barred = new Uint8Array(table.capacity);
    candidates = new Int32Array(table.capacity);
  }

  /** Rows of their own for what is in an element belong to the element's layer. What lies above everything is in none. */
  function up(layer: number): number {
    if (table.top[layer] !== 0) return 0;
    const own = columns(world, LayerOf).own[table.owner[layer]!]!;
    return own !== layer && table.content[own] === layer ? own : table.parent[layer]!;
  }

  function add(id: number, hash: number, bars: boolean): void {
    for (let layer = chunks.layer[id]!; layer !== 0; layer = up(layer)) {
      if (runs.first[layer]! < 0) runs.first[layer] = id;
      runs.end[layer] = id + 1;
      runs.hash[layer] = (Math.imul(runs.hash[layer]!, 31) + hash) | 0;
      count[layer]!++;
      if (bars) barred[layer] = 1;
    }
  }

  const runs: LayerRuns = {
    first: new Int32Array(0),
    end: new Int32Array(0),
    hash: new Int32Array(0),
    isCandidate: new Uint8Array(0),
    barred() {
      return barred;
    },
    candidates() {
      return candidates;
    },
    candidateCount() {
      return candidateCount;
    },
    split,
    up,
    find() {
      makeRoom();
      runs.first.fill(-1);
      runs.hash.fill(0);
      count.fill(0);
      barred.fill(0);
      const { order } = paintOrderOf(world);
      const { chunk, start } = columns(world, Runs);
      const hint = columns(world, CacheHint).value;
      for (let id = 0; id < chunks.count; id++) {
        if (chunks.layer[id] === 0) continue;
        let hash = chunks.layer[id]!;
        let bars = false;
        for (let i = chunks.first[id]!; i < chunks.end[id]!; i++) {
          const row = order[i]!;
          if (chunk[row] !== id) continue;
          // Where records lie says nothing of what they show: they move when memory is given back.
          hash = (Math.imul(Math.imul(hash, 31) + row, 31) + (start[row]! >> 31)) | 0;
          if (hint[row] === CACHE_NEVER) bars = true;
        }
        add(id, hash, bars);
      }
      candidateCount = 0;
      split.clear();
      runs.isCandidate.fill(0);
      const owned = columns(world, LayerOf).own;
      // What ends with a chunk, from the innermost on: so they come in the order in which they are painted, after those in them.
      for (let id = 0; id < chunks.count; id++) {
        for (let layer = chunks.layer[id]!; layer !== 0; layer = up(layer)) {
          // Rows of what is in an element are in the row of that.
          if (runs.end[layer] !== id + 1 || owned[table.owner[layer]!] !== layer) continue;
          if (id + 1 - runs.first[layer]! !== count[layer]) {
            split.push(layer);
            continue;
          }
          runs.isCandidate[layer] = 1;
          candidates[candidateCount++] = layer;
        }
      }
    },
  };
  return runs;
}
