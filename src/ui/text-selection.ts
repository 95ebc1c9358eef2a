import {
  columns,
  type Entity,
  entityOf,
  findResource,
  PROJECTION,
  type Row,
  resource,
  SEMANTICS,
  type Target,
  touch,
  ValueError,
  type World,
} from '../ecs';
import {
  Box,
  Clipboard,
  HitTester,
  STATE_FOCUSABLE,
  STATE_SELECTABLE,
  State,
  Text,
  TextGeometry,
  TextInput,
  TextSpans,
} from '../ecs/stores';
import { textRow } from './text-row';

/** What is selected in a world. */
export type TextSelection = {
  entity: Entity;
  /** UTF-16 units of `textOf`: from the first to the one after the last. */
  from: number;
  to: number;
  /** The selected part. */
  text: string;
};

/** A rectangle in CSS pixels. */
export type TextRect = { x: number; y: number; width: number; height: number };

/**
 * Makes parts of a text selectable by pointer and keyboard, or no longer. Throws `ValueError` for an element of another kind.
 */
export function setSelectable(world: World, target: Target, selectable: boolean): void {
  checkSelectable(selectable);
  const row = textRow(world, target);
  if (row !== 0) applySelectable(world, row, selectable);
}

/** Throws `ValueError` for what is neither true nor false. */
export function checkSelectable(selectable: unknown): void {
  if (typeof selectable === 'boolean') return;
  throw new ValueError(`selectable is ${String(selectable)}; give true or false`);
}

/** `setSelectable` for the row of a text. */
export function applySelectable(world: World, row: number, selectable: boolean): void {
  const { bits } = columns(world, State);
  if (selectable) bits[row]! |= STATE_SELECTABLE;
  else bits[row]! &= ~STATE_SELECTABLE;
  fitFocus(world, row);
  const input = resource(world, TextInput);
  if (!selectable && input.selected()?.row === row) input.clear();
}

/** Lets a text take focus if it has a use for it: something can be selected or followed. */
export function fitFocus(world: World, row: number): void {
  const { bits } = columns(world, State);
  const before = bits[row]!;
  const links = resource(world, TextSpans).of(row)?.links;
  const takesFocus =
    (before & STATE_SELECTABLE) !== 0 || links?.some((link) => link !== undefined) === true;
  if (takesFocus) bits[row] = before | STATE_FOCUSABLE;
  else bits[row] = before & ~STATE_FOCUSABLE;
  // The cursor over it may be another: what lies under a pointer at rest is looked up again after projection.
  touch(world, row, bits[row] === before ? PROJECTION : SEMANTICS | PROJECTION);
}

/** What is selected, or undefined. A world has one selection, within one text. */
export function selectionOf(world: World): TextSelection | undefined {
  const input = resource(world, TextInput);
  const range = input.selected();
  if (!range) return undefined;
  const { row } = range;
  const geometry = resource(world, TextGeometry);
  return {
    entity: entityOf(world, row),
    from: geometry.unitOf(row, range.from),
    to: geometry.unitOf(row, range.to),
    text: input.copied(),
  };
}

/**
 * Selects a part of a selectable text, in UTF-16 units of `textOf`; what the ends cut in two is selected whole. Focus stays where
 * it is. Throws `ValueError` for a text that is not selectable or units that it does not have.
 */
export function select(world: World, target: Target, from: number, to: number): void {
  const row = textRow(world, target);
  if (row === 0) return;
  if ((columns(world, State).bits[row]! & STATE_SELECTABLE) === 0) {
    throw new ValueError(
      `row ${row} is a text that is not selectable; make it with selectable: true, or use setSelectable`,
    );
  }
  const [first, end] = clustersOf(world, row, from, to);
  resource(world, TextInput).select(row, first, end);
}

/** Selects nothing. */
export function clearSelection(world: World): void {
  resource(world, TextInput).clear();
}

/**
 * Writes what is selected to the host's clipboard, as Ctrl+C does. Returns whether there was something and a clipboard. Call it in
 * a handler of input: browsers refuse others.
 */
export function copySelection(world: World): boolean {
  const text = resource(world, TextInput).copied();
  const clipboard = findResource(world, Clipboard);
  if (text === '' || !clipboard) return false;
  clipboard.write(text);
  return true;
}

/**
 * Rectangles of a part of a text, in UTF-16 units of `textOf`, as of the last frame: CSS pixels from the element's own corner, one
 * a line, more where directions mix. What an ellipsis cut away has none. Throws `ValueError` for units that it does not have.
 */
export function textRects(world: World, target: Target, from: number, to: number): TextRect[] {
  const row = textRow(world, target);
  if (row === 0) return [];
  const [first, end] = clustersOf(world, row, from, to);
  const geometry = resource(world, TextGeometry);
  const found = new Float64Array(4 * geometry.rangeRects(row, first, end, new Float64Array(0)));
  const count = geometry.rangeRects(row, first, end, found);
  const { x, y } = columns(world, Box);
  return Array.from({ length: count }, (_, i) => ({
    x: found[i * 4]! - x[row]!,
    y: found[i * 4 + 1]! - y[row]!,
    width: found[i * 4 + 2]!,
    height: found[i * 4 + 3]!,
  }));
}

/**
 * The place between letters of a text that is nearest to a point of the surface (CSS pixels, as of the last frame), in UTF-16
 * units of `textOf`. Throws `ValueError` for a point that is none.
 */
export function textUnitAt(world: World, target: Target, x: number, y: number): number {
  const row = textRow(world, target);
  if (row === 0) return 0;
  if (!(Number.isFinite(x) && Number.isFinite(y))) {
    throw new ValueError(`point is ${x}, ${y}; give CSS pixels of the surface`);
  }
  const hits = resource(world, HitTester);
  hits.toLocal(row, x, y);
  const geometry = resource(world, TextGeometry);
  return geometry.unitOf(row, geometry.caretAt(row, Float64Array.of(hits.localX, hits.localY)));
}

/** Clusters of a range of units: the first, and the one after the last. */
function clustersOf(
  world: World,
  row: Row,
  from: number,
  to: number,
): [first: number, end: number] {
  const geometry = resource(world, TextGeometry);
  const length = geometry.unitOf(row, columns(world, Text).runLength[row]!);
  checkUnit('from', from, 0, length);
  checkUnit('to', to, from, length);
  const first = geometry.clusterOf(row, from);
  if (from === to) return [first, first];
  const end = geometry.clusterOf(row, to - 1) + 1;
  return [first, end];
}

function checkUnit(name: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new ValueError(
    `'${name}' of a part of a text is ${value}; give a whole number from ${min} to ${max}, in units of textOf`,
  );
}
