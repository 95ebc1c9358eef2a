import {
  columns,
  findResource,
  isRowAlive,
  PAINT,
  type Tunables,
  touch,
  type World,
} from '../../ecs';
import {
  type HitTester,
  type ScrollRequests,
  STATE_FOCUSABLE,
  STATE_PRESSED,
  STATE_SCROLLABLE,
  STOPS_HITS,
  State,
  StateColors,
  TextInput,
} from '../../ecs/stores';
import type { Dispatcher } from './dispatch';
import type { Focus } from './focus';
import type { Hover } from './hover';
import { fillPath, nearest } from './path';
import { POINTER_MOUSE, POINTER_TOUCH, type Pointers } from './pointers';
import type { InputRecord } from './record';
import { requestOf, scrollerOf } from './scroll-requests';
import type { inputTunables } from './tunables';

/** What pointer records work with. */
export type PressOptions = {
  world: World;
  record: InputRecord;
  dispatcher: Dispatcher;
  hover: Hover;
  focus: Focus;
  pointers: Pointers;
  requests: ScrollRequests;
  tester: () => HitTester;
  tunables: Tunables<(typeof inputTunables)['knobs']>;
};

/** Serves the current record as what it is. */
export type Presses = {
  move(): void;
  down(): void;
  up(): void;
  /** The pointer was taken away or has left. */
  end(): void;
  /** Takes all pointers away. */
  endAll(): void;
};

const PRIMARY = 0;

/** Makes what turns pointer records into events, presses, activations and drags. */
export function createPresses(options: PressOptions): Presses {
  const { world, record, dispatcher, hover, focus, pointers, requests, tester, tunables } = options;
  const { path } = dispatcher;

  /** Sends an event to what is under the pointer, unless that is disabled. */
  function sendToHit(type: 'pointermove' | 'pointerup', hit: number): void {
    fillPath(world, path, hit);
    if (path.start === 0) dispatcher.bubble(type, 0, false);
  }

  /** Sends an event to what was pressed, wherever the pointer is. */
  function sendToTarget(slot: number, type: 'pointermove' | 'pointerup', cancelled: boolean) {
    const target = pointers.target[slot]!;
    const pressed = pointers.pressed[slot]!;
    fillPath(world, path, isRowAlive(world, target) ? target : pressed);
    return dispatcher.bubble(type, 0, cancelled);
  }

  function setPressed(row: number, isPressed: boolean): void {
    if (!isRowAlive(world, row)) return;
    const { bits } = columns(world, State);
    if (((bits[row]! & STATE_PRESSED) !== 0) === isPressed) return;
    bits[row]! ^= STATE_PRESSED;
    if (columns(world, StateColors).pressed[row]! >>> 24 !== 0) touch(world, row, PAINT);
  }

  /** Takes the look of the press away. Returns the row, 0 if it died. */
  function unpress(slot: number): number {
    const row = pointers.pressed[slot]!;
    pointers.pressed[slot] = 0;
    if (row !== 0 && !pointers.isPressedElsewhere(row, slot)) setPressed(row, false);
    return row;
  }

  function cancelPress(slot: number): void {
    sendToTarget(slot, 'pointerup', true);
    unpress(slot);
    findResource(world, TextInput)?.cancel(pointers.id[slot]!);
  }

  function cancel(slot: number): void {
    letGo(pointers.scroll[slot]!, 2);
    if (pointers.dragging[slot] === 0) cancelPress(slot);
    pointers.used[slot] = 0;
  }

  /** Ends a drag: 1 as a finger that is lifted, 2 as one that is taken away. */
  function letGo(row: number, how: number): void {
    const at = requestOf(world, requests, row);
    if (at < 0) return;
    requests.drag[at] = 1;
    requests.release[at] = how;
  }

  function scroll(slot: number): void {
    const at = requestOf(world, requests, pointers.scroll[slot]!);
    if (at < 0) return;
    requests.drag[at] = 1;
    const hits = tester();
    // Content follows the finger where it is seen, however it is scaled and turned.
    hits.wayToLocal(
      pointers.scroll[slot]!,
      record.x - pointers.lastX[slot]!,
      record.y - pointers.lastY[slot]!,
    );
    // Nothing in a layer scaled to nothing can be dragged.
    if (Number.isFinite(hits.localX) && Number.isFinite(hits.localY)) {
      requests.deltaX[at]! -= hits.localX;
      requests.deltaY[at]! -= hits.localY;
    }
    requests.time[at] = record.time;
    pointers.lastX[slot] = record.x;
    pointers.lastY[slot] = record.y;
  }

  /** Follows the pointer if its press is a scroll, or far enough from its start to become one. */
  function drag(slot: number): void {
    if (pointers.dragging[slot] === 0) {
      const row = pointers.scroll[slot]!;
      if (row === 0) return;
      const { mouseDrag, touchDrag } = tunables.values;
      const threshold = record.code === POINTER_MOUSE ? mouseDrag : touchDrag;
      const dx = record.x - pointers.startX[slot]!;
      const dy = record.y - pointers.startY[slot]!;
      const distance = Math.sqrt(dx * dx + dy * dy);
      if (!(distance > threshold)) return;
      // Counted from where the threshold was crossed, so that the content does not jump by it.
      pointers.lastX[slot] = pointers.startX[slot]! + (dx * threshold) / distance;
      pointers.lastY[slot] = pointers.startY[slot]! + (dy * threshold) / distance;
      cancelPress(slot);
      pointers.dragging[slot] = 1;
      const hits = tester();
      hits.wayToLocal(row, dx, dy);
      const scroller = scrollerOf(world, row, -hits.localX, -hits.localY);
      pointers.scroll[slot] = scroller;
      if (scroller !== row) letGo(row, 2);
      // A second finger on the same list would double its speed.
      if (pointers.isDraggedElsewhere(scroller, slot)) pointers.scroll[slot] = 0;
    }
    scroll(slot);
  }

  /** A press on something that scrolls stops its fling; what it drags from then on it holds. A drag that ends in the same frame flings nothing. */
  function halt(row: number, holds: boolean): void {
    const at = requestOf(world, requests, row);
    if (at < 0) return;
    requests.drag[at] = 1;
    if (requests.release[at] !== 0 || !holds) requests.release[at] = 2;
    requests.time[at] = record.time;
  }

  function activate(pressed: number, hit: number): void {
    fillPath(world, path, hit);
    if (path.start !== 0 || nearest(world, path, STOPS_HITS) !== pressed) return;
    fillPath(world, path, pressed);
    dispatcher.bubble('activate', 0, false);
  }

  return {
    move() {
      hover.follow();
      const slot = pointers.find(record.pointer);
      if (slot < 0) {
        const hit = hover.hit();
        hover.set(hit);
        sendToHit('pointermove', hit);
      } else if (pointers.dragging[slot] === 1) {
        scroll(slot);
      } else if (sendToTarget(slot, 'pointermove', false)) {
        // Whoever handles a move of the press has it for itself.
        letGo(pointers.scroll[slot]!, 2);
        pointers.scroll[slot] = 0;
      } else {
        findResource(world, TextInput)?.move(record);
        drag(slot);
      }
    },
    down() {
      const held = pointers.find(record.pointer);
      if (held >= 0) cancel(held);
      hover.follow();
      const hit = hover.hit();
      hover.set(hit);
      fillPath(world, path, hit);
      const isOpen = path.start === 0;
      const scrollable = nearest(world, path, STATE_SCROLLABLE);
      const slot = pointers.take(record.pointer);
      if (slot >= 0) {
        pointers.button[slot] = record.button;
        pointers.startX[slot] = record.x;
        pointers.startY[slot] = record.y;
        if (isOpen) pointers.target[slot] = hit;
      }
      const handled = isOpen && dispatcher.bubble('pointerdown', 0, false);
      if (record.button !== PRIMARY) {
        halt(scrollable, false);
        return;
      }
      const text = isOpen && isRowAlive(world, hit) ? hit : 0;
      const texts = slot >= 0 && !handled ? findResource(world, TextInput) : undefined;
      const isTexts = texts?.down(text, record) === true;
      if (slot >= 0 && !handled && !isTexts && isRowAlive(world, scrollable)) {
        pointers.scroll[slot] = scrollable;
        halt(scrollable, true);
      } else halt(scrollable, false);
      if (!isOpen) return;
      const pressed = nearest(world, path, STOPS_HITS);
      if (slot >= 0 && pressed !== 0) {
        pointers.pressed[slot] = pressed;
        setPressed(pressed, true);
      }
      if (!handled) focus.set(nearest(world, path, STATE_FOCUSABLE), false);
    },
    up() {
      hover.follow();
      const slot = pointers.find(record.pointer);
      let handled = true;
      if (slot >= 0) {
        drag(slot);
        if (pointers.dragging[slot] === 1) {
          letGo(pointers.scroll[slot]!, 1);
        } else {
          letGo(pointers.scroll[slot]!, 2);
          handled = sendToTarget(slot, 'pointerup', false);
        }
      }
      const pressed = slot < 0 ? 0 : unpress(slot);
      if (slot >= 0) pointers.used[slot] = 0;
      const hit = hover.hit();
      // A finger that is lifted is over nothing.
      if (record.code === POINTER_TOUCH) hover.clear();
      else hover.set(hit);
      const texts = findResource(world, TextInput);
      if (slot >= 0 && texts?.up(hit, record, handled)) handled = true;
      if (slot < 0) sendToHit('pointerup', hit);
      else if (pressed !== 0 && !handled && record.button === PRIMARY) activate(pressed, hit);
    },
    end() {
      const slot = pointers.find(record.pointer);
      if (slot >= 0) cancel(slot);
      if (hover.isResting && hover.pointer === record.pointer) hover.clear();
    },
    endAll() {
      for (let slot = 0; slot < pointers.capacity; slot++) {
        if (pointers.used[slot] === 1) cancel(slot);
      }
      hover.clear();
    },
  };
}
