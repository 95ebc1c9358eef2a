import {
  columns,
  type Entity,
  PROJECTION,
  ROW_MASK,
  resource,
  STACK,
  type Target,
  touch,
  type World,
} from '../ecs';
import { CURSOR_AUTO, CURSOR_POINTER, Cursor, STATE_HIDDEN, State } from '../ecs/stores';
import { box, setStyle, setText, setTextColor, setTextId, Theme, text } from '../ui';
import type { ColumnModel } from './columns';
import type { SortDirection } from './options';
import type { CellMaker } from './table-rows';

/** By which column rows are in order, as headings show it; column -1 for none. */
export type Sorting = { column: number; direction: SortDirection };

/** Wide enough to be caught, CSS pixels from the edge of a heading. */
export const GRIP = 8;

const justified = { start: 'flex-start', center: 'center', end: 'flex-end' } as const;
/** After a space that belongs to them: without an arrow, a heading ends where its cells do. */
const arrows = { ascending: '\u00a0↑', descending: '\u00a0↓' } as const;

/** Makes and fills headings: a label, an arrow for the order, and an edge to drag. */
export function createHeadings(world: World, model: ColumnModel, sorting: Sorting): CellMaker {
  return {
    make(cell: Entity, type: number) {
      const theme = resource(world, Theme);
      setStyle(world, cell, { justifyContent: justified[model.types[type]!.align] });
      const looks = { parent: cell, fontSize: 12, fontWeight: 600 } as const;
      const label = text(world, { ...looks, color: theme.muted, flexShrink: 1 });
      const arrow = text(world, { ...looks, color: theme.accent, flexShrink: 0 });
      const grip = box(world, {
        parent: cell,
        position: 'absolute',
        top: 0,
        right: 0,
        bottom: 0,
        width: GRIP,
        cursor: 'col-resize',
        hoverFill: theme.selection,
      });
      const line = box(world, {
        parent: grip,
        position: 'absolute',
        top: '28%',
        right: 0,
        bottom: '28%',
        width: 1,
        fill: theme.border,
      });
      return [label, arrow, cell, grip, line];
    },
    retheme([label, arrow, , grip, line]: readonly Target[]) {
      const { muted, accent, selection, border } = resource(world, Theme);
      setTextColor(world, label!, muted);
      setTextColor(world, arrow!, accent);
      setStyle(world, grip!, { hoverFill: selection });
      setStyle(world, line!, { fill: border });
    },
    fill(parts: readonly Target[], _row: number, column: number) {
      const def = model.defAt(column);
      const label = parts[0]!;
      if (def.headerId >= 0) setTextId(world, label, def.headerId);
      else if (def.bindHeader) def.bindHeader(world, label, column);
      setText(world, parts[1]!, sorting.column === column ? arrows[sorting.direction] : '');
      const cell = parts[2]! & ROW_MASK;
      const shape = def.sortable ? CURSOR_POINTER : CURSOR_AUTO;
      const cursors = columns(world, Cursor).shape;
      if (cursors[cell] !== shape) {
        cursors[cell] = shape;
        touch(world, cell, PROJECTION);
      }
      const grip = parts[3]! & ROW_MASK;
      const { bits } = columns(world, State);
      if (((bits[grip]! & STATE_HIDDEN) === 0) === def.resizable) return;
      bits[grip]! ^= STATE_HIDDEN;
      touch(world, grip, STACK);
    },
  };
}
