import {
  columns,
  firstChildOf,
  keepAwake,
  kindOf,
  nextSiblingOf,
  type Row,
  type Target,
  treeOf,
  type World,
} from '../ecs';
import {
  Box,
  DISPLAY_NONE,
  LayoutStyle,
  POSITION_ABSOLUTE,
  Text,
  TextKind,
  UNIT_PX,
} from '../ecs/stores';
import { FROZEN, LEFT, movedColumn, WIDTH } from './columns';
import type { TableColumn } from './options';
import type { TableState } from './state';
import { HEADER } from './table-rows';

type Added = number | readonly TableColumn<readonly Target[]>[];

/** Gives what is counted in columns its new numbers. */
function renumber(table: TableState, moved: (column: number) => number): void {
  table.sight.renumber(moved);
  if (table.sorting.column >= 0) table.sorting.column = moved(table.sorting.column);
  if (table.aimColumn >= 0) table.aimColumn = moved(table.aimColumn);
  if (table.activeColumn >= 0) {
    table.activeColumn = moved(table.activeColumn);
    if (table.activeColumn < 0) table.activeRow = -1;
  }
  keepAwake(table.world);
}

export function insertColumns(table: TableState, index: number, added: Added): void {
  table.model.insert(index, added);
  const count = typeof added === 'number' ? added : added.length;
  renumber(table, (column) => movedColumn(column, index, count));
}

export function removeColumns(table: TableState, index: number, count: number): void {
  table.model.remove(index, count);
  renumber(table, (column) =>
    column >= index && column < index + count ? -1 : movedColumn(column, index, -count),
  );
}

export function moveColumn(table: TableState, from: number, to: number): void {
  table.model.move(from, to);
  renumber(table, (column) => {
    if (column === from) return to;
    const without = column > from ? column - 1 : column;
    return without >= to ? without + 1 : without;
  });
}

/** Sets a width within the column's limits. Returns the width it has then. */
export function resizeColumn(table: TableState, column: number, width: number): number {
  const { minWidth, maxWidth } = table.model.defAt(column);
  const within = Math.round(Math.max(minWidth, Math.min(maxWidth, width)));
  if (table.model.setWidth(column, within)) keepAwake(table.world);
  return within;
}

/** Makes a column as wide as the widest of its cells that live, headings among them; as it is where none does. */
export function fitColumn(table: TableState, column: number): number {
  const { world, sight, rows } = table;
  const slot = sight.slotOf(column);
  let widest = 0;
  for (const row of rows.rows) {
    const cell = slot < 0 ? 0 : row.cells[slot]!;
    // A row that is out of sight may still hold what another column or row was.
    if (!cell || row.filled[slot] !== sight.fill[slot]) continue;
    if (row.kind !== HEADER && row.index < 0) continue;
    widest = Math.max(widest, neededWidth(world, cell));
  }
  if (widest === 0) return table.model.sizes.sizeAt(column);
  return resizeColumn(table, column, Math.ceil(widest) + 1);
}

/** What a cell needs so that none of its texts is cut: its padding, and what its children have less what their texts have to spare. */
function neededWidth(world: World, cell: number): number {
  const style = columns(world, LayoutStyle);
  const { display, position } = style;
  const gap = pixels(style.columnGapUnit[cell]!, style.columnGap[cell]!);
  let needed = -gap;
  for (let at: number = firstChildOf(world, cell); at !== 0; at = nextSiblingOf(world, at)) {
    if (position[at] === POSITION_ABSOLUTE || display[at] === DISPLAY_NONE) continue;
    needed += gap + childWidth(world, at);
  }
  const left = pixels(style.paddingLeftUnit[cell]!, style.paddingLeft[cell]!);
  const right = pixels(style.paddingRightUnit[cell]!, style.paddingRight[cell]!);
  return needed <= 0 ? 0 : needed + left + right;
}

function childWidth(world: World, child: number): number {
  const box = columns(world, Box);
  const natural = columns(world, Text).width;
  if (natural[child]! > 0) return natural[child]!;
  if (kindOf(world, child as Row) === TextKind) return 0;
  const tree = treeOf(world);
  const at = tree.indexOf[child]!;
  let spare = Number.POSITIVE_INFINITY;
  for (let i = at + 1; at >= 0 && i < tree.subtreeEnd[at]!; i++) {
    const row = tree.order[i]!;
    if (natural[row]! > 0) spare = Math.min(spare, box.width[row]! - natural[row]!);
  }
  return box.width[child]! - (spare === Number.POSITIVE_INFINITY ? 0 : spare);
}

function pixels(unit: number, value: number): number {
  return unit === UNIT_PX ? value : 0;
}

/** Scrolls a column into sight, if the width is known; where: -1 nearest, else a share of the room. */
export function followAim(table: TableState): void {
  const { model, aimColumn, aimAlign } = table;
  const { at, sizes } = model;
  if (aimColumn < 0 || !(at[WIDTH]! > 0)) return;
  table.aimColumn = -1;
  if (aimColumn < model.frozen || aimColumn >= sizes.count) return;
  sizes.seek(aimColumn);
  const start = sizes.foundStart - at[FROZEN]!;
  const room = at[WIDTH]! - at[FROZEN]!;
  const spare = room - sizes.sizeAt(aimColumn);
  if (aimAlign >= 0) at[LEFT] = start - spare * aimAlign;
  else if (start < at[LEFT]! || spare < 0) at[LEFT] = start;
  else if (start - spare > at[LEFT]!) at[LEFT] = start - spare;
}

/** The column at CSS pixels from the start of the viewport, -1 for none. */
export function columnAt({ model }: TableState, x: number): number {
  const { at, sizes } = model;
  const inside = x < at[FROZEN]! ? x : x + at[LEFT]!;
  if (!(inside >= 0) || inside >= sizes.total() || sizes.count === 0) return -1;
  return sizes.find(inside);
}

/** Where a column starts, CSS pixels from the start of the viewport. */
export function startOf({ model }: TableState, column: number): number {
  const { at, sizes } = model;
  const start = sizes.offsetOf(column);
  return column < model.frozen ? start : start - at[LEFT]!;
}
