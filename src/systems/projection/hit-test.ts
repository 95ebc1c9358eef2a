import { columns, treeOf, type World } from '../../ecs';
import {
  Box,
  DISPLAY_NONE,
  type HitTester,
  LAYER_A,
  LAYER_B,
  LAYER_C,
  LAYER_CLIP,
  LAYER_D,
  LAYER_TX,
  LAYER_TY,
  LAYER_WORDS,
  LayerOf,
  type LayerRows,
  type LayerTable,
  LayoutStyle,
  STATE_DISABLED,
  STATE_HIDDEN,
  STATE_INTERACTIVE,
  State,
} from '../../ecs/stores';

/** Gives hit tests by `box` through layer transforms and clips; the last hit in tree order is the topmost. */
export function createHitTester(world: World, table: LayerTable, rows: LayerRows): HitTester {
  const tester: HitTester = {
    localX: 0,
    localY: 0,
    hit(x, y) {
      const tree = treeOf(world);
      const { order, subtreeEnd, parent } = tree;
      const box = columns(world, Box);
      const layerOf = columns(world, LayerOf);
      const bits = columns(world, State).bits;
      const display = columns(world, LayoutStyle).display;
      let found = 0;
      let layer = -1;
      for (let i = 0; i < tree.length; ) {
        const row = order[i]!;
        const id = layerOf.id[row]!;
        const own = layerOf.own[row]!;
        const outside = own !== 0 && !insideClip(rows, table, own, x, y);
        if (outside || (bits[row]! & STATE_HIDDEN) !== 0 || display[row] === DISPLAY_NONE) {
          i = subtreeEnd[i]!;
          continue;
        }
        if (id !== layer) {
          layer = id;
          toLayer(tester, rows, id, x, y);
        }
        const left = box.x[row]!;
        const top = box.y[row]!;
        // Written so that NaN boxes are never hit.
        if (
          tester.localX >= left &&
          tester.localX < left + box.width[row]! &&
          tester.localY >= top &&
          tester.localY < top + box.height[row]! &&
          // A root without handlers lets the pointer through to whatever lies behind the surface.
          (parent[row] !== 0 || (bits[row]! & STATE_INTERACTIVE) !== 0)
        ) {
          found = row;
        }
        i++;
      }
      return (bits[found]! & STATE_DISABLED) !== 0 ? 0 : found;
    },
    toLocal(row, x, y) {
      toLayer(tester, rows, columns(world, LayerOf).id[row]!, x, y);
    },
  };
  return tester;
}

function insideClip(rows: LayerRows, table: LayerTable, id: number, x: number, y: number): boolean {
  const at = id * LAYER_WORDS + LAYER_CLIP;
  const { floats } = rows;
  if (table.hidden[id] !== 0) return false;
  return x >= floats[at]! && x < floats[at + 2]! && y >= floats[at + 1]! && y < floats[at + 3]!;
}

function toLayer(tester: HitTester, rows: LayerRows, id: number, x: number, y: number): void {
  const { floats } = rows;
  const at = id * LAYER_WORDS;
  const a = floats[at + LAYER_A]!;
  const b = floats[at + LAYER_B]!;
  const c = floats[at + LAYER_C]!;
  const d = floats[at + LAYER_D]!;
  const determinant = a * d - b * c;
  const dx = x - floats[at + LAYER_TX]!;
  const dy = y - floats[at + LAYER_TY]!;
  // Nothing in a layer scaled to nothing can be hit: division by zero gives NaN or Infinity, which every test fails.
  tester.localX = (d * dx - c * dy) / determinant;
  tester.localY = (a * dy - b * dx) / determinant;
}
