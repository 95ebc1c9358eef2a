import {
  columns,
  type Entity,
  entityOf,
  findResource,
  isRowAlive,
  setCurrentRow,
  type World,
} from '../../ecs';
import {
  Box,
  type ElementEvent,
  type ElementEventName,
  type ElementHandler,
  Failures,
  type HitTester,
} from '../../ecs/stores';
import type { HandlerTable } from './handlers';
import { createPath, type RowPath } from './path';
import type { InputRecord } from './record';

/** Calls handlers with the one event object, filled from the current record. */
export type Dispatcher = {
  /** Whose handlers `bubble` calls. */
  readonly path: RowPath;
  /** Calls the handlers of the path's rows from index `from` up, until one sets `handled`. Returns whether one did. */
  bubble(type: ElementEventName, from: number, cancelled: boolean): boolean;
  /** Calls the handlers of one row alone. */
  tell(type: ElementEventName, row: number): void;
  /** Throws the first failure that there was nobody to report to. */
  rethrow(): void;
};

const SYSTEM = 'input/handlers';

/** Makes the dispatcher. A handler that throws or rejects is reported; the others are called all the same. */
export function createDispatcher(
  world: World,
  handlers: HandlerTable,
  record: InputRecord,
  tester: () => HitTester,
): Dispatcher {
  const path = createPath();
  let unreported: { error: unknown } | undefined;
  const event: ElementEvent = {
    type: 'activate',
    target: 0 as Entity,
    x: 0,
    y: 0,
    localX: 0,
    localY: 0,
    deltaX: 0,
    deltaY: 0,
    code: 0,
    pointer: 0,
    button: 0,
    modifiers: 0,
    time: 0,
    key: '',
    href: '',
    cancelled: false,
    handled: false,
  };

  function report(error: unknown, row: number): void {
    const failures = findResource(world, Failures);
    if (failures) failures.report(error, SYSTEM, row);
    else unreported ??= { error };
  }

  // Apart from the loop, which would make room for what the closure holds at every call.
  function follow(result: Promise<unknown>, row: number): void {
    result.catch((error: unknown) => report(error, row));
  }

  function aim(row: number): void {
    const hits = tester();
    const box = columns(world, Box);
    event.target = entityOf(world, row);
    event.x = record.x;
    event.y = record.y;
    hits.toLocal(row, record.point[0]!, record.point[1]!);
    event.localX = hits.localX - box.x[row]!;
    event.localY = hits.localY - box.y[row]!;
    event.deltaX = record.deltaX;
    event.deltaY = record.deltaY;
    event.code = record.code;
    event.pointer = record.pointer;
    event.button = record.button;
    event.modifiers = record.modifiers;
    event.time = record.time;
    event.key = record.key;
    event.href = record.href;
  }

  function callAll(row: number, type: ElementEventName, list: readonly ElementHandler[]): void {
    aim(row);
    setCurrentRow(world, row);
    for (let i = 0; i < list.length; i++) {
      const handler = list[i]!;
      // One before it may have removed it, or the element: a row that was freed has no handlers, or another's.
      const now = handlers.of(row, type);
      if (now !== list && !now?.includes(handler)) continue;
      if (!isRowAlive(world, row)) break;
      try {
        const result: unknown = handler(event);
        if (result instanceof Promise) follow(result, row);
      } catch (error) {
        report(error, row);
      }
    }
    setCurrentRow(world, 0);
  }

  return {
    path,
    bubble(type, from, cancelled) {
      event.type = type;
      event.cancelled = cancelled;
      event.handled = false;
      for (let i = from; i < path.length; i++) {
        const row = path.rows[i]!;
        const list = row === 0 ? undefined : handlers.of(row, type);
        if (list === undefined) continue;
        callAll(row, type, list);
        if (event.handled) return true;
      }
      return false;
    },
    tell(type, row) {
      const list = handlers.of(row, type);
      if (list === undefined) return;
      event.type = type;
      event.cancelled = false;
      event.handled = false;
      callAll(row, type, list);
    },
    rethrow() {
      const failure = unreported;
      unreported = undefined;
      if (failure) throw failure.error;
    },
  };
}
