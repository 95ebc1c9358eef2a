import { columns, type Frame, findResource, type World } from '../../ecs';
import {
  Clipboard,
  CURSOR_AUTO,
  CURSOR_POINTER,
  CURSOR_TEXT,
  HitTester,
  KEY_ENTER,
  KEY_ESCAPE,
  MODIFIER_ALT,
  MODIFIER_CONTROL,
  MODIFIER_META,
  MODIFIER_SHIFT,
  STATE_SELECTABLE,
  State,
  Text,
  type TextGeometry,
  type TextInput,
  type TextInputRecord,
  type TextMarks,
} from '../../ecs/stores';
import { createDragScroll } from './drag-scroll';
import { createTextLinks } from './links';
import { BY_CLUSTER, BY_PARAGRAPH, createTextSelection } from './selection';
import { createSelectionKeys } from './selection-keys';

const TOUCH = 1;
/** Presses so close in time (ms) and place (CSS pixels) count together, as on most desktops. */
const CLICK_TIME = 500;
const CLICK_DISTANCE = 4;
/** A press on a link is a drag, and selects, from here on. CSS pixels. */
const LINK_DRAG = 4;

/** What texts do with input, and what their owner tells it. */
export type OwnedTextInput = TextInput & {
  /** A row is freed. */
  forget(row: number): void;
};

/** Makes what lets texts be selected and their links be followed. */
export function createTextInput(
  world: World,
  geometry: TextGeometry,
  marks: TextMarks,
): OwnedTextInput {
  const selection = createTextSelection(world, geometry, marks);
  const links = createTextLinks(world, geometry, marks);
  const extendByKey = createSelectionKeys(world, geometry, selection);
  const end = createDragScroll(world);
  const point = new Float64Array(2);
  // The press that is on: its pointer, row (0 = none), link and where that led, whether it selects, and where it began on the
  // surface.
  let pointer = 0;
  let pressed = 0;
  let link = -1;
  let href = '';
  let selects = false;
  const began = new Float64Array(2);
  // Whether it has gone far enough to be a drag, and where the selection was last led to, in the row's layer.
  let drags = false;
  const led = new Float64Array(2);
  // Presses in a row, and when and where the last one was.
  let clicks = 0;
  let clickedRow = 0;
  let clickTime = Number.NEGATIVE_INFINITY;

  function isSelectable(row: number): boolean {
    return row !== 0 && (columns(world, State).bits[row]! & STATE_SELECTABLE) !== 0;
  }

  /** Writes a place on the surface as one of a row's layer. */
  function locate(row: number, place: TextInputRecord['point']): void {
    const hits = findResource(world, HitTester);
    // Not by `??`, which makes an object of each number.
    if (!hits) return;
    hits.toLocal(row, place[0]!, place[1]!);
    point[0] = hits.localX;
    point[1] = hits.localY;
  }

  function isNear({ x, y }: TextInputRecord, distance: number): boolean {
    const dx = x - began[0]!;
    const dy = y - began[1]!;
    return dx * dx + dy * dy <= distance * distance;
  }

  function count(row: number, record: TextInputRecord): void {
    const isNext =
      row === clickedRow && record.time - clickTime <= CLICK_TIME && isNear(record, CLICK_DISTANCE);
    clicks = isNext ? Math.min(BY_PARAGRAPH, clicks + 1) : 1;
    clickedRow = row;
    clickTime = record.time;
    began[0] = record.x;
    began[1] = record.y;
  }

  function check(): void {
    if (!marks.changed) return;
    marks.changed = false;
    selection.check();
    links.check();
  }

  function down(row: number, record: TextInputRecord): boolean {
    check();
    const canSelect = isSelectable(row);
    pressed = 0;
    selects = false;
    drags = false;
    end.begin();
    if (!canSelect && !links.has(row)) {
      links.press(0, -1);
      selection.clear();
      clickedRow = 0;
      return false;
    }
    locate(row, record.point);
    count(row, record);
    pointer = record.pointer;
    pressed = row;
    link = links.at(row, point);
    href = links.hrefOf(row, link);
    links.press(row, link);
    if (!canSelect) {
      selection.clear();
      return false;
    }
    const index = geometry.caretAt(row, point);
    const { upstream } = geometry;
    const isExtending = (record.modifiers & MODIFIER_SHIFT) !== 0 && selection.row === row;
    if (isExtending && clicks === BY_CLUSTER) selection.extend(index, upstream);
    else selection.begin(row, index, upstream, clicks);
    // A finger that drags scrolls; what two taps in one place take stays as it is.
    selects = record.code !== TOUCH;
    // A link is followed when the press ends; several presses, or one with shift, select.
    if (isExtending || clicks > BY_CLUSTER) link = -1;
    return selects;
  }

  function move(record: TextInputRecord): void {
    if (pressed === 0 || record.pointer !== pointer || !selects) return;
    if (link >= 0) {
      if (isNear(record, LINK_DRAG)) return;
      link = -1;
    }
    if (!isNear(record, CLICK_DISTANCE)) drags = true;
    end.move(record.point);
    end.locate(pressed);
    lead();
  }

  /** Extends the selection to where it was found to end. */
  function lead(): void {
    led.set(end.point);
    const index = geometry.caretAt(pressed, led);
    selection.extend(index, geometry.upstream);
  }

  function drag(frame: Frame, scroll: Float64Array): number {
    check();
    // Text that was set anew has ended the selection.
    if (!drags || pressed === 0 || selection.row !== pressed) return 0;
    const scroller = end.step(pressed, frame, scroll);
    if (end.point[0] !== led[0] || end.point[1] !== led[1]) lead();
    return scroller;
  }

  function up(row: number, record: TextInputRecord, isTaken: boolean): boolean {
    if (pressed === 0 || record.pointer !== pointer) return false;
    const from = pressed;
    pressed = 0;
    const isClick = isNear(record, CLICK_DISTANCE);
    if (!isClick) clickedRow = 0;
    if (isTaken) return true;
    // A drag that selected is no click on what the text is in.
    if (link < 0 || row !== from) return selects && !isClick;
    locate(row, record.point);
    // What is shown may have been set anew since the press: nobody asked to go where another link leads.
    if (links.at(row, point) !== link || links.hrefOf(row, link) !== href) return false;
    links.tell(row, link, record);
    return true;
  }

  function shortcut(row: number, record: TextInputRecord): boolean {
    if (isKey(record.key, 'c')) {
      const text = selection.copied();
      if (text === '') return false;
      findResource(world, Clipboard)?.write(text);
      return true;
    }
    if (!isKey(record.key, 'a')) return false;
    const all = isSelectable(row) ? row : marks.row;
    if (all === 0) return false;
    selection.set(all, 0, columns(world, Text).runLength[all]!);
    return true;
  }

  return {
    down,
    move,
    up,
    cancel(id) {
      if (id !== pointer || pressed === 0) return;
      pressed = 0;
      clickedRow = 0;
    },
    drag,
    cursorAt(row, place) {
      if (pressed !== 0 && selects && link < 0) return CURSOR_TEXT;
      if (links.has(row)) {
        locate(row, place);
        if (links.at(row, point) >= 0) return CURSOR_POINTER;
      }
      return isSelectable(row) ? CURSOR_TEXT : CURSOR_AUTO;
    },
    key(row, record) {
      check();
      if (isShortcut(record.modifiers)) return shortcut(row, record);
      if (record.code === KEY_ESCAPE && marks.row !== 0) {
        selection.clear();
        return true;
      }
      if (record.code === KEY_ENTER) return links.follow(row, record);
      const isExtending = (record.modifiers & MODIFIER_SHIFT) !== 0 && isSelectable(row);
      return isExtending && extendByKey(row, record);
    },
    takesShortcut: (row, key, modifiers) =>
      isShortcut(modifiers) && isKey(key, 'a') && (isSelectable(row) || marks.row !== 0),
    tab: links.tab,
    enter: links.enter,
    focus: links.focus,
    check,
    selected() {
      check();
      return selection.selected();
    },
    select(row, from, to) {
      check();
      selection.set(row, from, to);
    },
    clear: selection.clear,
    copied() {
      check();
      return selection.copied();
    },
    forget(row) {
      if (row === pressed) pressed = 0;
      if (row === clickedRow) clickedRow = 0;
      selection.forget(row);
      links.forget(row);
    },
  };
}

/** Control or command, and no other key with it. */
function isShortcut(modifiers: number): boolean {
  return (
    (modifiers & (MODIFIER_CONTROL | MODIFIER_META)) !== 0 &&
    (modifiers & (MODIFIER_ALT | MODIFIER_SHIFT)) === 0
  );
}

/** Whatever caps lock says. */
function isKey(key: string, letter: string): boolean {
  return key === letter || key === letter.toUpperCase();
}
