import { columns, isRowAlive, PAINT, ROW_MASK, type Target, touch } from '../ecs';
import {
  type ElementEvent,
  KEY_DOWN,
  KEY_END,
  KEY_ENTER,
  KEY_HOME,
  KEY_LEFT,
  KEY_PAGE_DOWN,
  KEY_PAGE_UP,
  KEY_RIGHT,
  KEY_SPACE,
  KEY_UP,
  MODIFIER_ALT,
  MODIFIER_CONTROL,
  MODIFIER_META,
  MODIFIER_SHIFT,
  STATE_FOCUS_VISIBLE,
  STATE_FOCUSED,
  State,
} from '../ecs/stores';
import { on } from '../ui';
import { LEFT } from './columns';
import { columnAt, moveColumn, resizeColumn } from './edits';
import { sortBy } from './heading-input';
import type { TableState } from './state';
import { BODY, HEADER, HELD } from './table-rows';

/** Two clicks on a cell within, ms, activate it. */
const DOUBLE_MS = 400;
/** What a key makes a column wider by, CSS pixels. */
const WIDER = 16;

/** The cell that keys go to, which has a ring while the table has the keyboard. */
export type CellCursor = {
  /** Makes a cell the active one, and brings it into sight; -1 for none. */
  set(row: number, column: number): void;
  /** Draws the ring where the active cell is now. Called in every frame. */
  update(): void;
};

export function createCellCursor(
  table: TableState,
  scrollbar: Target,
  scrollToCell: (row: number, column: number) => void,
): CellCursor {
  const { world, entity, list, events, model, rowHeight, frozenRows, frozenTops } = table;
  const least = table.header === undefined ? 0 : -1;
  const click = { row: -2, column: -2, time: Number.NEGATIVE_INFINITY };
  let ringed = 0;

  function set(row: number, column: number): void {
    if (row === table.activeRow && column === table.activeColumn) return;
    table.activeRow = row;
    table.activeColumn = column;
    if (column >= 0) scrollToCell(row, column);
    touch(world, entity & ROW_MASK, PAINT);
    events.onActive?.(row, column);
  }

  function rowCount(): number {
    return list.count + frozenRows;
  }

  /** Where a key leads from the active cell; false if nowhere. */
  function step(event: ElementEvent): boolean {
    const rows = rowCount();
    const last = model.sizes.count - 1;
    if (last < 0 || rows === 0) return false;
    const isFar = (event.modifiers & (MODIFIER_CONTROL | MODIFIER_META)) !== 0;
    if (table.activeColumn < 0) {
      if (isFar) return false;
      const first = table.sight.first >= 0 && model.frozen === 0 ? table.sight.first : 0;
      set(Math.max(0, frozenRows > 0 ? 0 : list.firstVisible), first);
      return true;
    }
    let row = table.activeRow;
    let column = table.activeColumn;
    const inSight =
      rowHeight > 0
        ? Math.floor(table.state.viewport / rowHeight)
        : list.lastVisible - list.firstVisible;
    const page = Math.max(1, inSight - 1);
    switch (event.code) {
      case KEY_UP:
        row = isFar ? 0 : row - 1;
        break;
      case KEY_DOWN:
        row = isFar ? rows - 1 : row + 1;
        break;
      case KEY_LEFT:
        column = isFar ? 0 : column - 1;
        break;
      case KEY_RIGHT:
        column = isFar ? last : column + 1;
        break;
      case KEY_HOME:
        column = 0;
        // Also where the first column stays in sight, what is beside it must begin.
        model.at[LEFT] = 0;
        if (isFar) row = 0;
        break;
      case KEY_END:
        column = last;
        if (isFar) row = rows - 1;
        break;
      case KEY_PAGE_UP:
        row = Math.max(Math.min(row, 0), row - page);
        break;
      case KEY_PAGE_DOWN:
        row += page;
        break;
      default:
        return false;
    }
    set(Math.max(least, Math.min(row, rows - 1)), Math.max(0, Math.min(column, last)));
    return true;
  }

  /** What keys do to the active heading: wider with shift, elsewhere with alt. */
  function change(event: ElementEvent): boolean {
    const { activeRow, activeColumn: column } = table;
    if (activeRow !== -1 || column < 0) return false;
    const by = event.code === KEY_LEFT ? -1 : event.code === KEY_RIGHT ? 1 : 0;
    if (by === 0) return false;
    const { key, resizable } = model.defAt(column);
    if ((event.modifiers & MODIFIER_SHIFT) !== 0) {
      if (!resizable) return true;
      const width = resizeColumn(table, column, model.sizes.sizeAt(column) + by * WIDER);
      events.onResize?.({ column, key, width });
      return true;
    }
    if ((event.modifiers & MODIFIER_ALT) === 0) return false;
    const to = column + by;
    const isKind = column < model.frozen === to < model.frozen;
    if (!table.reorderable || to < 0 || to >= model.sizes.count || !isKind) return true;
    moveColumn(table, column, to);
    scrollToCell(-1, to);
    events.onMove?.({ column: to, key, from: column });
    return true;
  }

  function activate(): boolean {
    const { activeRow, activeColumn } = table;
    if (activeColumn < 0) return false;
    if (activeRow === -1) sortBy(table, activeColumn);
    else events.onActivate?.(activeRow, activeColumn);
    return true;
  }

  on(world, entity, 'keydown', (event) => {
    if (event.code === KEY_ENTER || event.code === KEY_SPACE) event.handled = activate();
    else if (change(event)) event.handled = true;
    else if ((event.modifiers & MODIFIER_ALT) === 0) event.handled = step(event);
  });
  /** A click on a scrollbar is none on the cell behind it. */
  function leaveOut(bar: Target): void {
    on(world, bar, 'activate', (event) => {
      event.handled = true;
    });
  }

  leaveOut(table.state.track);
  leaveOut(scrollbar);
  on(world, entity, 'activate', (event) => {
    const column = columnAt(table, event.localX);
    const row = rowAt(event.localY);
    if (column < 0 || row < 0) return;
    const isDouble =
      click.row === row && click.column === column && event.time - click.time < DOUBLE_MS;
    click.row = isDouble ? -2 : row;
    click.column = column;
    click.time = event.time;
    set(row, column);
    if (isDouble) events.onActivate?.(row, column);
  });

  /** The row of the data at CSS pixels from the top of the table, -1 for none. */
  function rowAt(y: number): number {
    const inside = y - table.headerHeight;
    if (inside < 0) return -1;
    const frozenEnd = frozenTops[frozenRows]!;
    if (inside < frozenEnd) return frozenTops.findIndex((top) => top > inside) - 1;
    if (rowHeight === 0) return table.rows.at(inside - frozenEnd);
    const below = inside - frozenEnd + list.scrollTop - table.state.stretch;
    const row = frozenRows + Math.floor(below / rowHeight);
    return row < rowCount() ? row : -1;
  }

  function cellNow(): number {
    const { activeRow, activeColumn, sight, rows } = table;
    if ((columns(world, State).bits[entity & ROW_MASK]! & STATE_FOCUSED) === 0) return 0;
    const slot = sight.slotOf(activeColumn);
    if (slot < 0) return 0;
    const kind = activeRow < 0 ? HEADER : activeRow < frozenRows ? HELD : BODY;
    return rows.find(kind, activeRow)?.cells[slot] ?? 0;
  }

  function mark(cell: number, isOn: boolean): void {
    if (cell === 0 || !isRowAlive(world, cell)) return;
    const { bits } = columns(world, State);
    if (isOn) bits[cell]! |= STATE_FOCUS_VISIBLE;
    else bits[cell]! &= ~STATE_FOCUS_VISIBLE;
    touch(world, cell, PAINT);
  }

  return {
    set,
    update() {
      const cell = cellNow();
      if (cell === ringed) return;
      mark(ringed, false);
      mark(cell, true);
      ringed = cell;
    },
  };
}
