import { columns, isRowAlive } from '../../ecs';
import {
  type ElementEventName,
  type ElementHandler,
  type Handlers,
  STATE_LISTENING,
  State,
} from '../../ecs/stores';

type RowHandlers = {
  byType: Partial<Record<ElementEventName, readonly ElementHandler[]>>;
  count: number;
  /** Handlers of the pointer, which make the element one that a pointer stops at. */
  pointerCount: number;
};

/** The world's handlers, and how the owner of rows forgets one. */
export type HandlerTable = Omit<Handlers, 'emit'> & { forget(row: number): void };

const pointerTypes: readonly ElementEventName[] = [
  'activate',
  'pointerdown',
  'pointerup',
  'pointermove',
  'wheel',
];

/** Makes an empty table. Lists are replaced, never changed, so that handlers may come and go while they are called. */
export function createHandlers(): HandlerTable {
  const rows = new Map<number, RowHandlers>();
  let count = 0;

  return {
    add(world, row, type, handler) {
      if (!isRowAlive(world, row)) return () => {};
      let own = rows.get(row);
      if (!own) {
        own = { byType: {}, count: 0, pointerCount: 0 };
        rows.set(row, own);
      }
      const entry = own;
      const isPointer = pointerTypes.includes(type);
      entry.byType[type] = [...(entry.byType[type] ?? []), handler];
      entry.count++;
      count++;
      if (isPointer && entry.pointerCount++ === 0) {
        columns(world, State).bits[row]! |= STATE_LISTENING;
      }
      let active = true;
      return () => {
        // The row may be another element's by now.
        if (!active || rows.get(row) !== entry) return;
        active = false;
        entry.byType[type] = without(entry.byType[type]!, handler);
        count--;
        if (isPointer && --entry.pointerCount === 0) {
          columns(world, State).bits[row]! &= ~STATE_LISTENING;
        }
        if (--entry.count === 0) rows.delete(row);
      };
    },
    of(row, type) {
      return rows.get(row)?.byType[type];
    },
    count: () => count,
    forget(row) {
      count -= rows.get(row)?.count ?? 0;
      rows.delete(row);
    },
  };
}

function without(list: readonly ElementHandler[], handler: ElementHandler): ElementHandler[] {
  const next = [...list];
  next.splice(next.indexOf(handler), 1);
  return next;
}
