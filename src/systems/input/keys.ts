import { findResource, type World } from '../../ecs';
import {
  KEY_DOWN,
  KEY_END,
  KEY_ENTER,
  KEY_ESCAPE,
  KEY_HOME,
  KEY_LEFT,
  KEY_PAGE_DOWN,
  KEY_PAGE_UP,
  KEY_RIGHT,
  KEY_SPACE,
  KEY_TAB,
  KEY_UP,
  MODIFIER_ALT,
  MODIFIER_CONTROL,
  MODIFIER_META,
  MODIFIER_SHIFT,
  type ScrollRequests,
  STATE_SCROLLABLE,
  TextInput,
} from '../../ecs/stores';
import type { Dispatcher } from './dispatch';
import type { Focus } from './focus';
import type { Hover } from './hover';
import { createPath, fillPath, nearest } from './path';
import { firstScrollable, nextFocusable } from './reach';
import type { InputRecord } from './record';
import { canMove, movesAcross, requestOf } from './scroll-requests';

/** What key records work with. */
export type KeyOptions = {
  world: World;
  record: InputRecord;
  dispatcher: Dispatcher;
  hover: Hover;
  focus: Focus;
  requests: ScrollRequests;
};

/** With one of these a key is a shortcut, which is the app's or the host's. */
const SHORTCUT = MODIFIER_CONTROL | MODIFIER_ALT | MODIFIER_META;

/** Makes what serves a key that went down: handlers of the focused element first, then what the framework does by itself. */
export function createKeys({ world, record, dispatcher, hover, focus, requests }: KeyOptions): {
  down(): void;
  /** Whether a key that goes down now would do something by itself. */
  takes(code: number): boolean;
} {
  const { path } = dispatcher;
  const probe = createPath();

  function scrollableOf(row: number): number {
    fillPath(world, probe, row);
    return nearest(world, probe, STATE_SCROLLABLE);
  }

  /** The row that keys scroll, 0 if none. */
  function scrollable(): number {
    return scrollableOf(focus.row) || scrollableOf(hover.hit()) || firstScrollable(world);
  }

  function scroll(): void {
    const at = requestOf(world, requests, scrollable());
    if (at < 0) return;
    requests.key[at] = record.code;
    requests.time[at] = record.time;
  }

  function tab(backwards: boolean): void {
    const texts = findResource(world, TextInput);
    // The links of a text are stops of their own.
    if (texts?.tab(focus.row, backwards)) return;
    const next = nextFocusable(world, focus.row, backwards);
    focus.set(next, true);
    if (focus.row === next) texts?.enter(next, backwards);
  }

  function react(): void {
    switch (record.code) {
      case KEY_TAB:
        tab((record.modifiers & MODIFIER_SHIFT) !== 0);
        break;
      case KEY_ESCAPE:
        focus.set(0, false);
        break;
      case KEY_ENTER:
      case KEY_SPACE:
        fillPath(world, path, focus.row);
        dispatcher.bubble('activate', 0, false);
        break;
      case KEY_UP:
      case KEY_DOWN:
      case KEY_PAGE_UP:
      case KEY_PAGE_DOWN:
      case KEY_HOME:
      case KEY_END:
        focus.show();
        scroll();
        break;
      case KEY_LEFT:
      case KEY_RIGHT:
        focus.show();
        if (movesAcross(world, scrollable())) scroll();
        break;
    }
  }

  return {
    down() {
      focus.check();
      fillPath(world, path, focus.row);
      if (dispatcher.bubble('keydown', 0, false)) return;
      // The handlers may have disabled or despawned it.
      focus.check();
      if (findResource(world, TextInput)?.key(focus.row, record)) return;
      if ((record.modifiers & SHORTCUT) !== 0) return;
      react();
    },
    takes(code) {
      switch (code) {
        case KEY_TAB:
          return nextFocusable(world, focus.row, false) !== 0;
        case KEY_ENTER:
        case KEY_SPACE:
        case KEY_ESCAPE:
          return focus.row !== 0;
        case KEY_UP:
        case KEY_PAGE_UP:
        case KEY_HOME:
          return canMove(world, scrollable(), 0, -1);
        case KEY_DOWN:
        case KEY_PAGE_DOWN:
        case KEY_END:
          return canMove(world, scrollable(), 0, 1);
        case KEY_LEFT:
        case KEY_RIGHT:
          return movesAcross(world, scrollable());
        default:
          return false;
      }
    },
  };
}
