import { columns, treeOf, type World } from '../../ecs';
import {
  Box,
  CLIP_NEXT,
  CLIP_RADII,
  CLIP_RECT,
  CURSOR_AUTO,
  Cursor,
  DISPLAY_NONE,
  type HitTester,
  LAYER_A,
  LAYER_B,
  LAYER_C,
  LAYER_CLIP,
  LAYER_CLIP_ROW,
  LAYER_D,
  LAYER_TX,
  LAYER_TY,
  LAYER_WORDS,
  LayerOf,
  type LayerRows,
  type LayerTable,
  LayoutStyle,
  paintOrderOf,
  STATE_HIDDEN,
  STOPS_HITS,
  State,
} from '../../ecs/stores';

/** Gives hit tests by `box` through layer transforms and clips; the last hit in the order of painting is the topmost. */
export function createHitTester(world: World, table: LayerTable, rows: LayerRows): HitTester {
  const tester: HitTester = {
    localX: Number.NaN,
    localY: Number.NaN,
    hit(x, y) {
      const { order, subtreeEnd, length } = paintOrderOf(world);
      const { parent } = treeOf(world);
      const box = columns(world, Box);
      const layerOf = columns(world, LayerOf);
      const bits = columns(world, State).bits;
      const display = columns(world, LayoutStyle).display;
      const cursor = columns(world, Cursor).shape;
      let found = 0;
      let layer = -1;
      let isInLayer = false;
      for (let i = 0; i < length; ) {
        const row = order[i]!;
        const id = layerOf.id[row]!;
        const own = layerOf.own[row]!;
        const outside = own !== 0 && (table.hidden[own] !== 0 || !isInside(rows, own, x, y));
        if (outside || (bits[row]! & STATE_HIDDEN) !== 0 || display[row] === DISPLAY_NONE) {
          i = subtreeEnd[i]!;
          continue;
        }
        if (id !== layer) {
          layer = id;
          // What is stacked lies elsewhere than in what clips it.
          isInLayer = isInside(rows, id, x, y);
          toLayer(tester, rows, id, x, y);
        }
        const left = box.x[row]!;
        const top = box.y[row]!;
        // Written so that NaN boxes are never hit.
        if (
          isInLayer &&
          tester.localX >= left &&
          tester.localX < left + box.width[row]! &&
          tester.localY >= top &&
          tester.localY < top + box.height[row]! &&
          // A root without handlers or a cursor lets the pointer through to whatever lies behind the surface.
          (parent[row] !== 0 || (bits[row]! & STOPS_HITS) !== 0 || cursor[row] !== CURSOR_AUTO)
        ) {
          found = row;
        }
        // What is in it is cut by a clip of its own, inside of its border.
        const content = table.content[own]!;
        i = content !== 0 && !isInside(rows, content, x, y) ? subtreeEnd[i]! : i + 1;
      }
      // Disabled elements are hit like others: what is under them must not answer in their place.
      return found;
    },
    toLocal(row, x, y) {
      toLayer(tester, rows, columns(world, LayerOf).id[row]!, x, y);
    },
    wayToLocal(row, x, y) {
      turn(tester, rows, columns(world, LayerOf).id[row]! * LAYER_WORDS, x, y);
    },
  };
  return tester;
}

/** True inside the folded clip of a layer and inside all rounded and turned ones. */
function isInside(rows: LayerRows, id: number, x: number, y: number): boolean {
  const { floats, words } = rows;
  const clip = id * LAYER_WORDS + LAYER_CLIP;
  const inside =
    x >= floats[clip]! && x < floats[clip + 2]! && y >= floats[clip + 1]! && y < floats[clip + 3]!;
  if (!inside) return false;
  let next = words[id * LAYER_WORDS + LAYER_CLIP_ROW]!;
  while (next !== 0) {
    if (!isInsideClipRow(floats, next * LAYER_WORDS, x, y)) return false;
    next = words[next * LAYER_WORDS + CLIP_NEXT]!;
  }
  return true;
}

function isInsideClipRow(floats: Float32Array, at: number, x: number, y: number): boolean {
  const localX = floats[at + LAYER_A]! * x + floats[at + LAYER_C]! * y + floats[at + LAYER_TX]!;
  const localY = floats[at + LAYER_B]! * x + floats[at + LAYER_D]! * y + floats[at + LAYER_TY]!;
  const fromLeft = localX - floats[at + CLIP_RECT]!;
  const fromTop = localY - floats[at + CLIP_RECT + 1]!;
  const fromRight = floats[at + CLIP_RECT + 2]! - localX;
  const fromBottom = floats[at + CLIP_RECT + 3]! - localY;
  if (!(fromLeft >= 0 && fromTop >= 0 && fromRight > 0 && fromBottom > 0)) return false;
  const radii = at + CLIP_RADII;
  const topLeft = floats[radii]!;
  const topRight = floats[radii + 1]!;
  const bottomRight = floats[radii + 2]!;
  const bottomLeft = floats[radii + 3]!;
  // As in CSS, radii that meet on a side shrink together.
  const width = fromLeft + fromRight;
  const height = fromTop + fromBottom;
  const across = width / Math.max(topLeft + topRight, bottomLeft + bottomRight);
  const down = height / Math.max(topLeft + bottomLeft, topRight + bottomRight);
  const fit = Math.min(1, across, down);
  return (
    isInsideCorner(fromLeft, fromTop, topLeft * fit) &&
    isInsideCorner(fromRight, fromTop, topRight * fit) &&
    isInsideCorner(fromRight, fromBottom, bottomRight * fit) &&
    isInsideCorner(fromLeft, fromBottom, bottomLeft * fit)
  );
}

function isInsideCorner(alongX: number, alongY: number, radius: number): boolean {
  const x = radius - alongX;
  const y = radius - alongY;
  return x <= 0 || y <= 0 || x * x + y * y <= radius * radius;
}

function toLayer(tester: HitTester, rows: LayerRows, id: number, x: number, y: number): void {
  const at = id * LAYER_WORDS;
  turn(tester, rows, at, x - rows.floats[at + LAYER_TX]!, y - rows.floats[at + LAYER_TY]!);
}

function turn(tester: HitTester, { floats }: LayerRows, at: number, dx: number, dy: number): void {
  const a = floats[at + LAYER_A]!;
  const b = floats[at + LAYER_B]!;
  const c = floats[at + LAYER_C]!;
  const d = floats[at + LAYER_D]!;
  const determinant = a * d - b * c;
  // Nothing in a layer scaled to nothing can be hit: division by zero gives NaN or Infinity, which every test fails.
  tester.localX = (d * dx - c * dy) / determinant;
  tester.localY = (a * dy - b * dx) / determinant;
}
