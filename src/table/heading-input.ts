import { keepAwake, ROW_MASK, resource } from '../ecs';
import { type ElementEvent, LayerTable } from '../ecs/stores';
import { box, on, ownLayer, setStyle, setText, setTextId, Theme, text } from '../ui';
import { FROZEN, LEFT, TOTAL, WIDTH } from './columns';
import { columnAt, fitColumn, moveColumn, resizeColumn, startOf } from './edits';
import { GRIP } from './headings';
import type { TableState } from './state';
import { HEADER } from './table-rows';

const PRIMARY = 0;
const TOUCH = 1;
/** Further than this from where it was pressed a heading is dragged, CSS pixels. */
const SLACK = 4;
/** Two presses on an edge within, ms, fit the column. */
const DOUBLE_MS = 400;
/** Nearer than this to an edge of the viewport a heading that is dragged scrolls, CSS pixels, by so much a frame. */
const EDGE = 36;
const EDGE_STEP = 12;

const NOTHING = 0;
const RESIZING = 1;
const PRESSED = 2;
const MOVING = 3;

/** What a table's headings do for pointers. */
export type HeadingInput = {
  /** Scrolls while a heading is dragged to an edge; shows where it would go. Called in every frame. */
  update(): void;
  /** Takes the colours of the theme. */
  retheme(): void;
};

/** Tells that a heading was activated, and shows its arrow. */
export function sortBy(table: TableState, column: number): void {
  const def = table.model.defAt(column);
  if (!def.sortable) return;
  const { sorting } = table;
  const again = sorting.column === column && sorting.direction === 'ascending';
  sorting.column = column;
  sorting.direction = again ? 'descending' : 'ascending';
  showSorting(table);
  table.events.onSort?.({ column, key: def.key, direction: sorting.direction });
}

export function showSorting(table: TableState): void {
  for (const row of table.rows.rows) if (row.kind === HEADER) table.rows.refill(row);
  keepAwake(table.world);
}

export function wireHeadings(table: TableState): HeadingInput {
  const { world, header, model, events } = table;
  if (header === undefined) return { update() {}, retheme() {} };
  const { at, sizes } = model;
  const theme = resource(world, Theme);
  const layers = resource(world, LayerTable);
  const held = { state: NOTHING, pointer: 0, column: -1, x: 0, startX: 0, width: 0, target: -1 };
  const lastEdge = { column: -1, time: Number.NEGATIVE_INFINITY };
  const line = box(world, {
    parent: table.entity,
    position: 'absolute',
    left: -1,
    top: 0,
    bottom: 0,
    width: 2,
    fill: theme.accent,
    visible: false,
  });
  const ghost = box(world, {
    parent: table.entity,
    position: 'absolute',
    left: 0,
    top: 0,
    height: table.headerHeight,
    alignItems: 'center',
    paddingLeft: 12,
    paddingRight: 12,
    borderRadius: 6,
    fill: theme.surfaceHover,
    borderColor: theme.border,
    borderWidth: 1,
    boxShadow: '0 4px 12px #0006',
    opacity: 0.92,
    visible: false,
  });
  const ghostLabel = text(world, {
    parent: ghost,
    fontSize: 12,
    fontWeight: 600,
    flexGrow: 1,
    flexBasis: 0,
  });
  const lineLayer = ownLayer(world, line & ROW_MASK);
  const ghostLayer = ownLayer(world, ghost & ROW_MASK);

  /** The column whose edge is at x, -1 for none. */
  function edgeAt(x: number): number {
    const column = columnAt(table, Math.min(x, startOf(table, sizes.count) - 0.5));
    if (column < 0 || !model.defAt(column).resizable) return -1;
    const end = startOf(table, column) + sizes.sizeAt(column);
    return end - x <= GRIP && x < end ? column : -1;
  }

  function begin(state: number, column: number, event: ElementEvent): void {
    held.state = state;
    held.pointer = event.pointer;
    held.column = column;
    held.startX = held.x = event.localX;
    held.width = sizes.sizeAt(column);
    held.target = -1;
  }

  function show(isMoving: boolean): void {
    setStyle(world, line, { visible: isMoving });
    setStyle(world, ghost, { visible: isMoving, width: Math.min(220, held.width) });
    if (!isMoving) return;
    const def = model.defAt(held.column);
    if (def.headerId >= 0) setTextId(world, ghostLabel, def.headerId);
    else if (def.bindHeader) def.bindHeader(world, ghostLabel, held.column);
    else setText(world, ghostLabel, '');
  }

  /** Before which column the one that is dragged would come, among those of its kind. */
  function findTarget(): void {
    const isFrozen = held.column < model.frozen;
    const first = isFrozen ? 0 : model.frozen;
    const end = isFrozen ? model.frozen : sizes.count;
    const x = isFrozen ? Math.min(held.x, at[FROZEN]! - 1) : Math.max(held.x, at[FROZEN]!);
    const under = columnAt(table, x);
    if (under < 0) held.target = x < 0 ? first : end;
    else held.target = x - startOf(table, under) < sizes.sizeAt(under) / 2 ? under : under + 1;
    held.target = Math.max(first, Math.min(end, held.target));
  }

  function moveTo(layer: number, x: number): void {
    layers.x[layer] = x;
    layers.dirty[layer] = 1;
    layers.anyDirty = true;
    keepAwake(world);
  }

  on(world, header, 'pointerdown', (event) => {
    if (event.button !== PRIMARY || held.state !== NOTHING) return;
    const edge = edgeAt(event.localX);
    if (edge >= 0) {
      event.handled = true;
      const isDouble = edge === lastEdge.column && event.time - lastEdge.time < DOUBLE_MS;
      lastEdge.column = isDouble ? -1 : edge;
      lastEdge.time = event.time;
      begin(RESIZING, edge, event);
      if (!isDouble) return;
      held.width = fitColumn(table, edge);
      const { key } = model.defAt(edge);
      events.onResize?.({ column: edge, key, width: held.width });
      return;
    }
    const column = columnAt(table, event.localX);
    // A finger on a heading scrolls.
    if (column >= 0 && table.reorderable && event.code !== TOUCH) begin(PRESSED, column, event);
  });
  on(world, header, 'pointermove', (event) => {
    if (held.state === NOTHING || event.pointer !== held.pointer) return;
    held.x = event.localX;
    if (held.state === RESIZING) {
      resizeColumn(table, held.column, held.width + held.x - held.startX);
    } else {
      if (held.state === PRESSED && Math.abs(held.x - held.startX) <= SLACK) return;
      if (held.state === PRESSED) show(true);
      held.state = MOVING;
      keepAwake(world);
    }
    event.handled = true;
  });
  on(world, header, 'pointerup', (event) => {
    if (held.state === NOTHING || event.pointer !== held.pointer) return;
    const { state, column, target } = held;
    held.state = NOTHING;
    if (state === PRESSED) return;
    event.handled = true;
    const { key } = model.defAt(column);
    if (state === RESIZING) {
      const width = sizes.sizeAt(column);
      if (width !== held.width) events.onResize?.({ column, key, width });
      return;
    }
    show(false);
    if (event.cancelled || target < 0) return;
    const to = target > column ? target - 1 : target;
    if (to === column) return;
    moveColumn(table, column, to);
    events.onMove?.({ column: to, key, from: column });
  });
  on(world, header, 'activate', (event) => {
    const column = columnAt(table, event.localX);
    event.handled = true;
    if (column >= 0) sortBy(table, column);
  });

  return {
    retheme() {
      const { accent, surfaceHover, border } = resource(world, Theme);
      setStyle(world, line, { fill: accent });
      setStyle(world, ghost, { fill: surfaceHover, borderColor: border });
    },
    update() {
      if (held.state !== MOVING) return;
      if (held.column >= sizes.count) {
        held.state = NOTHING;
        show(false);
        return;
      }
      if (held.column >= model.frozen) {
        const most = at[TOTAL]! - at[WIDTH]!;
        const isLeft = held.x < at[FROZEN]! + EDGE && at[LEFT]! > 0;
        const isRight = held.x > at[WIDTH]! - EDGE && at[LEFT]! < most;
        if (isLeft) at[LEFT]! -= EDGE_STEP;
        else if (isRight) at[LEFT]! += EDGE_STEP;
      }
      findTarget();
      moveTo(lineLayer, startOf(table, held.target));
      moveTo(ghostLayer, held.x - Math.min(220, held.width) / 2);
    },
  };
}
