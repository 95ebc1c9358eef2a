import { columns, isRowAlive, PAINT, touch, type World } from '../../ecs';
import { STATE_FOCUSABLE, STATE_FOCUSED, State } from '../../ecs/stores';
import type { Dispatcher } from './dispatch';
import { isReachable } from './reach';

/** The one element that has the keyboard. */
export type Focus = {
  /** Row in focus, 0 if none. */
  readonly row: number;
  /** Moves focus to a row, 0 = to none, and tells both. */
  set(row: number): void;
  /** Drops focus from an element that can no longer have it. */
  check(): void;
  forget(row: number): void;
};

/** Makes the focus of a world, on nothing. */
export function createFocus(world: World, dispatcher: Dispatcher): Focus {
  let focused = 0;

  function set(row: number): void {
    if (row === focused) return;
    const old = focused;
    focused = row;
    if (old !== 0 && isRowAlive(world, old)) {
      columns(world, State).bits[old]! &= ~STATE_FOCUSED;
      touch(world, old, PAINT);
      dispatcher.tell('blur', old);
    }
    // The handler may have despawned it.
    if (row === 0 || focused !== row) return;
    if (!isRowAlive(world, row)) {
      focused = 0;
      return;
    }
    columns(world, State).bits[row]! |= STATE_FOCUSED;
    touch(world, row, PAINT);
    dispatcher.tell('focus', row);
  }

  return {
    get row() {
      return focused;
    },
    set,
    check() {
      if (focused === 0) return;
      const canHave =
        isRowAlive(world, focused) &&
        (columns(world, State).bits[focused]! & STATE_FOCUSABLE) !== 0 &&
        isReachable(world, focused);
      if (!canHave) set(0);
    },
    forget(row) {
      if (row === focused) focused = 0;
    },
  };
}
