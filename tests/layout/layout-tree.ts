import { columns, type Row, resolve, setResource, spawn, type World } from '../../src/ecs';
import {
  Border,
  Box,
  BoxKind,
  ContentMeasures,
  LayoutStyle,
  type Measure,
  Text,
  TextKind,
  UNIT_PX,
} from '../../src/ecs/stores';
import { applyStyle, type Style } from '../../src/ui/style';

/** Names and values as CSS has them; what is missing has CSS's initial value. */
export type StyleSpec = Omit<Style, 'padding' | 'margin' | 'gap'>;

/**
 * An element. With `text` a leaf that measures so wide and so high, with `words` a leaf of boxes so wide and 10 px high that wrap
 * as words do.
 */
export type TreeSpec = {
  style: StyleSpec;
  text?: [width: number, height: number];
  words?: number[];
  /** A leaf of other content; not for the browser. */
  measure?: Measure;
  children: TreeSpec[];
};

/** Writes one CSS property of a row. */
export function writeStyle(world: World, row: number, name: string, value: unknown): void {
  // Straight to the column where a test wants what `setStyle` refuses.
  if (typeof value === 'number' && /^border.*Width$/.test(name)) {
    const border = columns(world, Border);
    for (const side of ['top', 'right', 'bottom', 'left'] as const) {
      if (name === 'borderWidth' || name.slice(6, -5).toLowerCase() === side)
        border[side][row] = value;
    }
  } else if (name === 'overflow')
    columns(world, LayoutStyle).overflow[row] = value === 'hidden' ? 1 : 0;
  else if (typeof value === 'number' && !Number.isFinite(value)) {
    const field = (name === 'flexGrow' ? 'grow' : name) as 'width';
    const style = columns(world, LayoutStyle);
    style[field][row] = value;
    if (field in { width: 0, height: 0 }) style[`${field}Unit`][row] = UNIT_PX;
  } else applyStyle(world, row, { [name]: value } as Style);
}

/** Lays words 10 px high out in lines, as a browser does inline blocks. */
export function measureWords(words: readonly number[]): Measure {
  return (width, out) => {
    let lines = words.length > 0 ? 1 : 0;
    let used = 0;
    let widest = 0;
    for (const word of words) {
      if (used > 0 && used + word > width + 1 / 64) {
        lines++;
        used = 0;
      }
      used += word;
      widest = Math.max(widest, used);
    }
    out.width = widest;
    out.height = lines * 10;
    out.baseline = lines > 0 ? 10 : -1;
  };
}

/** Spawns a tree and returns its rows, depth first. */
export function buildTree(
  world: World,
  spec: TreeSpec,
  parent?: Row,
  rows: Row[] = [],
  measures = new Map<number, Measure>(),
): Row[] {
  const row = resolve(world, spawn(world, spec.text ? TextKind : BoxKind, parent));
  if (rows.length === 0) setResource(world, ContentMeasures, measures);
  rows.push(row);
  for (const [name, value] of Object.entries(spec.style)) writeStyle(world, row, name, value);
  if (spec.text) {
    columns(world, Text).width[row] = spec.text[0];
    columns(world, Text).height[row] = spec.text[1];
  }
  const measure = spec.words ? measureWords(spec.words) : spec.measure;
  if (measure) {
    columns(world, LayoutStyle).measured[row] = 1;
    measures.set(row, measure);
  }
  for (const child of spec.children) buildTree(world, child, row, rows, measures);
  return rows;
}

/** Boxes of these rows as [x, y, width, height]. */
export function readBoxes(world: World, rows: readonly number[]): number[][] {
  const box = columns(world, Box);
  return rows.map((row) => [box.x[row]!, box.y[row]!, box.width[row]!, box.height[row]!]);
}

/** Elements of a tree, depth first. */
export function flatten(spec: TreeSpec, into: TreeSpec[] = []): TreeSpec[] {
  into.push(spec);
  for (const child of spec.children) flatten(child, into);
  return into;
}
