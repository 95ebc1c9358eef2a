import { columns, findResource, isRowAlive, PAINT, touch, type World } from '../../ecs';
import {
  STATE_FOCUS_VISIBLE,
  STATE_FOCUSABLE,
  STATE_FOCUSED,
  State,
  StateColors,
  TextInput,
} from '../../ecs/stores';
import type { Dispatcher } from './dispatch';
import { isReachable } from './reach';

/** The one element that has the keyboard. */
export type Focus = {
  /** Row in focus, 0 if none. */
  readonly row: number;
  /** Moves focus to a row, 0 = to none, and tells both. It is shown if a key moved it. */
  set(row: number, isVisible: boolean): void;
  /** Shows where focus is: the keyboard is in use. */
  show(): void;
  /** Drops focus from an element that can no longer have it. */
  check(): void;
  forget(row: number): void;
};

/** Makes the focus of a world, on nothing. */
export function createFocus(world: World, dispatcher: Dispatcher): Focus {
  let focused = 0;

  function mark(row: number, bits: number): void {
    const state = columns(world, State).bits;
    const before = state[row]!;
    const after = (before & ~(STATE_FOCUSED | STATE_FOCUS_VISIBLE)) | bits;
    state[row] = after;
    const isSeen = ((before ^ after) & STATE_FOCUS_VISIBLE) !== 0;
    if (isSeen && columns(world, StateColors).focus[row]! >>> 24 !== 0) touch(world, row, PAINT);
  }

  function set(row: number, isVisible: boolean): void {
    const bits = isVisible ? STATE_FOCUSED | STATE_FOCUS_VISIBLE : STATE_FOCUSED;
    if (row === focused) {
      if (row !== 0 && isRowAlive(world, row)) {
        mark(row, bits);
        findResource(world, TextInput)?.focus(row, isVisible);
      }
      return;
    }
    const old = focused;
    focused = row;
    if (old !== 0 && isRowAlive(world, old)) {
      mark(old, 0);
      findResource(world, TextInput)?.focus(0, false);
      dispatcher.tell('blur', old);
    }
    // The handler may have despawned it.
    if (row === 0 || focused !== row) return;
    if (!isRowAlive(world, row)) {
      focused = 0;
      return;
    }
    mark(row, bits);
    findResource(world, TextInput)?.focus(row, isVisible);
    dispatcher.tell('focus', row);
  }

  return {
    get row() {
      return focused;
    },
    set,
    show() {
      set(focused, true);
    },
    check() {
      if (focused === 0) return;
      const canHave =
        isRowAlive(world, focused) &&
        (columns(world, State).bits[focused]! & STATE_FOCUSABLE) !== 0 &&
        isReachable(world, focused);
      if (!canHave) set(0, false);
    },
    forget(row) {
      if (row === focused) focused = 0;
    },
  };
}
