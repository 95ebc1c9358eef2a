import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { columns, despawn, type Entity, ROW_MASK, resource, ValueError } from '../../../../src/ecs';
import {
  Box,
  INPUT_KEY_DOWN,
  INPUT_POINTER_CANCEL,
  INPUT_POINTER_DOWN,
  INPUT_POINTER_MOVE,
  INPUT_POINTER_UP,
  KEY_DOWN,
  KEY_END,
  KEY_ESCAPE,
  KEY_HOME,
  KEY_LEFT,
  KEY_OTHER,
  KEY_RIGHT,
  KEY_TAB,
  KEY_UP,
  MODIFIER_ALT,
  MODIFIER_CONTROL,
  MODIFIER_META,
  MODIFIER_SHIFT,
  numberFormat,
  ScrollRequests,
  STATE_SCROLLABLE,
  State,
} from '../../../../src/ecs/stores';
import { POINTER_TOUCH } from '../../../../src/systems/input';
import { createHeadlessApp, type HeadlessApp } from '../../../../src/testing/headless-app';
import {
  box,
  clearSelection,
  copySelection,
  lightTheme,
  on,
  parseColor,
  select,
  selectionOf,
  setNumber,
  setSelectable,
  setStyle,
  setText,
  setTextStyle,
  type TextOptions,
  Theme,
  text,
  textOf,
  textRects,
  textUnitAt,
} from '../../../../src/ui';
import { heapSlope } from '../../../heap-slope';
import { shownRecords, watchRecords } from './marks';

let app: HeadlessApp;
let root: Entity;
let time = 0;

beforeEach(() => {
  app = createHeadlessApp();
  watchRecords(app);
  root = box(app.world, { flexDirection: 'column', alignItems: 'flex-start', padding: 10 });
  time = 0;
});

afterEach(() => app.dispose());

describe('a drag over a selectable text', () => {
  it('selects the letters it passes, in both directions', () => {
    add('one two three');
    press(0, 5);
    move(35, 5);
    expect(selected()).toBe('one tw');
    move(0, 5);
    expect(selected()).toBeUndefined();
    release();
    press(66, 5);
    move(48, 5);
    expect(selected()).toBe('thr');
    release();
    expect(selected()).toBe('thr');
  });

  it('clamps to the text when it leaves the box', () => {
    add('one two three');
    press(24, 5);
    move(500, 500);
    expect(selected()).toBe('two three');
    move(-50, -50);
    expect(selected()).toBe('one ');
  });

  it('does nothing to a text that is not selectable', () => {
    add('one two three', { selectable: false });
    press(0, 5);
    move(36, 5);
    expect(selected()).toBeUndefined();
    expect(app.renderer.stats()).toBeDefined();
  });

  it('selects over lines, as far as the nearest letter', () => {
    add('one two three four', { whiteSpace: 'normal', width: 60 });
    expect(lines()).toBe(2);
    press(24, 5);
    move(35, 20);
    expect(selected()).toBe('two three ');
  });

  it('ends with a cancel, and with the element', () => {
    const entity = add('one two three');
    press(0, 5);
    move(18, 5);
    app.input.pointer(INPUT_POINTER_CANCEL, 1, 0, 0, 0, 0, time);
    move(36, 5);
    expect(selected()).toBe('one');
    press(0, 5);
    move(18, 5);
    despawn(app.world, entity);
    move(36, 5);
    expect(selected()).toBeUndefined();
  });

  it('scrolls instead of selecting where it is a finger, of which two taps take a word', () => {
    add('one two three');
    press(26, 5, { type: POINTER_TOUCH });
    move(60, 5, { type: POINTER_TOUCH });
    release(60, 5, { type: POINTER_TOUCH });
    expect(selected()).toBeUndefined();
    tap(26, 5, { type: POINTER_TOUCH });
    tap(26, 5, { type: POINTER_TOUCH });
    expect(selected()).toBe('two');
  });

  it('keeps what the text is in from scrolling', () => {
    columns(app.world, State).bits[root & ROW_MASK]! |= STATE_SCROLLABLE;
    const requests = resource(app.world, ScrollRequests);
    const dragged = (selectable: boolean): number => {
      const entity = add('one two three', { selectable });
      press(0, 5);
      app.input.pointer(INPUT_POINTER_MOVE, 1, 10, 90, 0, 0, time);
      app.step();
      const delta = requests.deltaY.subarray(0, requests.length).reduce((sum, y) => sum + y, 0);
      release(0, 90);
      despawn(app.world, entity);
      return delta;
    };
    expect(dragged(true)).toBe(0);
    expect(dragged(false)).toBeLessThan(0);
  });

  it('is no activation of what the text is in', () => {
    let count = 0;
    on(app.world, root, 'activate', () => count++);
    add('one two three');
    press(0, 5);
    move(36, 5);
    release(36, 5);
    expect(count).toBe(0);
    time += 1000;
    tap(26, 5);
    expect(count).toBe(1);
  });

  it('is left to handlers that take it', () => {
    const entity = add('one two three');
    on(app.world, entity, 'pointerdown', (event) => {
      event.handled = true;
    });
    press(0, 5);
    move(36, 5);
    expect(selected()).toBeUndefined();
  });
});

describe('clicks', () => {
  it('take a word, then the paragraph, and drags go on by these', () => {
    add('one two\nthree four', { whiteSpace: 'pre' });
    tap(26, 5);
    tap(26, 5);
    expect(selected()).toBe('two');
    tap(26, 5);
    expect(selected()).toBe('one two');
    tap(26, 5);
    expect(selected()).toBe('one two');
    time += 1000;
    tap(26, 5);
    press(26, 5);
    move(2, 20);
    expect(selected()).toBe('two\nthree');
    move(2, 5);
    expect(selected()).toBe('one two');
    release();
  });

  it('count only near each other and soon after', () => {
    add('one two three');
    tap(26, 5);
    time += 600;
    tap(26, 5);
    expect(selected()).toBeUndefined();
    tap(60, 5);
    expect(selected()).toBeUndefined();
  });

  it('extend with shift', () => {
    add('one two three');
    tap(24, 5);
    time += 1000;
    tap(42, 5, { modifiers: MODIFIER_SHIFT });
    expect(selected()).toBe('two');
    time += 1000;
    tap(0, 5, { modifiers: MODIFIER_SHIFT });
    expect(selected()).toBe('one ');
  });

  it('clear elsewhere, and move to another text', () => {
    add('one two three');
    add('four five');
    press(0, 5);
    move(18, 5);
    release();
    time += 1000;
    press(0, 18);
    move(24, 18);
    expect(selected()).toBe('four');
    release();
    tap(400, 400);
    expect(selected()).toBeUndefined();
  });

  it('with another button keep the selection', () => {
    const entity = add('one two three');
    select(app.world, entity, 0, 3);
    app.input.pointer(INPUT_POINTER_DOWN, 1, 400, 400, 2, 0, time);
    app.frames(1);
    expect(selected()).toBe('one');
  });
});

describe('keys', () => {
  it('select all, extend and copy once Tab has come to the text', () => {
    add('one two three');
    key(KEY_TAB);
    key(KEY_OTHER, MODIFIER_CONTROL, 'a');
    expect(selected()).toBe('one two three');
    key(KEY_OTHER, MODIFIER_META, 'c');
    expect(app.clipboard.text).toBe('one two three');
    key(KEY_ESCAPE);
    expect(selected()).toBeUndefined();
    for (let i = 0; i < 4; i++) key(KEY_RIGHT, MODIFIER_SHIFT);
    expect(selected()).toBe('one ');
    key(KEY_LEFT, MODIFIER_SHIFT);
    expect(selected()).toBe('one');
    key(KEY_RIGHT, MODIFIER_SHIFT | MODIFIER_CONTROL);
    expect(selected()).toBe('one two');
    key(KEY_LEFT, MODIFIER_SHIFT | MODIFIER_ALT);
    expect(selected()).toBe('one ');
    key(KEY_END, MODIFIER_SHIFT);
    expect(selected()).toBe('one two three');
    key(KEY_HOME, MODIFIER_SHIFT);
    expect(selected()).toBeUndefined();
  });

  it('extend by letters what a double click took, from its other end', () => {
    add('one two three');
    tap(26, 5);
    tap(26, 5);
    key(KEY_RIGHT, MODIFIER_SHIFT);
    expect(selected()).toBe('two ');
    for (let i = 0; i < 5; i++) key(KEY_LEFT, MODIFIER_SHIFT);
    expect(selected()).toBe(' ');
    time += 1000;
    tap(26, 5);
    press(26, 5);
    move(2, 5);
    release(2, 5);
    key(KEY_RIGHT, MODIFIER_SHIFT);
    expect(selected()).toBe('ne two');
  });

  it('move over lines in one column', () => {
    add('one two\nab\nthree four', { whiteSpace: 'pre' });
    tap(36, 5);
    key(KEY_DOWN, MODIFIER_SHIFT);
    expect(selected()).toBe('o\nab');
    key(KEY_DOWN, MODIFIER_SHIFT);
    expect(selected()).toBe('o\nab\nthree ');
    key(KEY_UP, MODIFIER_SHIFT);
    key(KEY_UP, MODIFIER_SHIFT);
    expect(selected()).toBeUndefined();
    key(KEY_UP, MODIFIER_SHIFT);
    expect(selected()).toBe('one tw');
    key(KEY_END, MODIFIER_SHIFT | MODIFIER_CONTROL);
    expect(selected()).toBe('o\nab\nthree four');
    key(KEY_HOME, MODIFIER_SHIFT);
    expect(selected()).toBe('o\nab\n');
    key(KEY_HOME, MODIFIER_SHIFT | MODIFIER_META);
    expect(selected()).toBe('one tw');
  });

  it('go the way they point in a text that is read from right to left', () => {
    add('\u05d0\u05d1\u05d2\u05d3');
    key(KEY_TAB);
    key(KEY_LEFT, MODIFIER_SHIFT);
    expect(selected()).toBe('\u05d0');
    key(KEY_RIGHT, MODIFIER_SHIFT);
    expect(selected()).toBeUndefined();
  });

  it('are left alone with no text in focus and nothing selected', () => {
    add('one two three');
    const seen: string[] = [];
    on(app.world, root, 'keydown', ({ key }) => seen.push(key));
    expect(app.input.takesShortcut('a', MODIFIER_CONTROL)).toBe(false);
    key(KEY_OTHER, MODIFIER_CONTROL, 'a');
    key(KEY_OTHER, MODIFIER_CONTROL, 'c');
    expect(selected()).toBeUndefined();
    expect(app.clipboard.text).toBe('');
    key(KEY_TAB);
    expect(app.input.takesShortcut('A', MODIFIER_META)).toBe(true);
    expect(app.input.takesShortcut('c', MODIFIER_META)).toBe(false);
    expect(app.input.takesShortcut('a', MODIFIER_META | MODIFIER_ALT)).toBe(false);
    expect(seen).toEqual([]);
  });
});

describe('what is copied', () => {
  it('is in logical order and cut at clusters', () => {
    const content = 'ab \u05d0\u05d1\u05d2 \u0645\u0631\u062d\u0628\u0627 \u{1f468}\u200d\u{1f469}';
    const entity = add(content);
    for (let from = 0; from <= content.length; from++) {
      for (let to = from + 1; to <= content.length; to++) {
        select(app.world, entity, from, to);
        const { text: part, from: first, to: end } = selectionOf(app.world)!;
        expect(content.slice(first, end)).toBe(part);
        expect(first <= from && end >= to).toBe(true);
        expect(/\p{Surrogate}/u.test(part)).toBe(false);
        expect(/^\p{M}|^\u200d|\u200d$/u.test(part)).toBe(false);
      }
    }
    select(app.world, entity, 8, 9);
    expect(copySelection(app.world)).toBe(true);
    expect(app.clipboard.text).toBe(content.slice(8, 9));
    clearSelection(app.world);
    expect(copySelection(app.world)).toBe(false);
  });

  it('holds what an ellipsis hides', () => {
    const entity = add('one two three', { width: 30 });
    select(app.world, entity, 0, 13);
    expect(selectionOf(app.world)!.text).toBe('one two three');
    expect(textRects(app.world, entity, 0, 13)).toEqual([{ x: 0, y: 0, width: 24, height: 12.5 }]);
  });
});

describe('a selection', () => {
  it('goes with other text, and stays with the same, in other lines and looks', () => {
    const entity = add('one two three', { whiteSpace: 'normal' });
    select(app.world, entity, 4, 7);
    setText(app.world, entity, 'one two three');
    setTextStyle(app.world, entity, { fontSize: 20 });
    app.frames(1);
    expect(selected()).toBe('two');
    setText(app.world, entity, 'one two');
    expect(selected()).toBeUndefined();
    select(app.world, entity, 4, 7);
    setText(app.world, entity, 'one xxx');
    app.frames(1);
    expect(marks()).toEqual([]);
    expect(selected()).toBeUndefined();
    const number = add('');
    const format = numberFormat();
    setNumber(app.world, number, 123, format);
    select(app.world, number, 0, 2);
    setNumber(app.world, number, 124, format);
    expect(selected()).toBeUndefined();
  });

  it.each([
    ['not visible', { visible: false }, { visible: true }],
    ['without width', { width: 0 }, { width: 'auto' }],
  ] as const)('stays while the text is %s, also when it comes back', (_, hide, show) => {
    const entity = add('one two three');
    select(app.world, entity, 4, 7);
    setStyle(app.world, entity, hide);
    app.frames(1);
    expect(selected()).toBe('two');
    setStyle(app.world, entity, show);
    app.frames(1);
    expect(selected()).toBe('two');
    expect(marks()).toHaveLength(1);
  });

  it('is not shown with other text for a frame', () => {
    const entity = add('one two three');
    select(app.world, entity, 4, 7);
    app.frames(1);
    expect(marks()).toHaveLength(1);
    let next = 'one xxx three';
    app.addSystem({
      name: 'test',
      phase: 'update',
      reads: [],
      writes: [],
      update: () => setText(app.world, entity, next),
      dispose() {},
    });
    app.frames(1);
    expect(marks()).toEqual([]);
    select(app.world, entity, 0, 3);
    app.frames(1);
    expect(marks()).toHaveLength(1);
    // Away and back: it was another text all the same.
    next = 'one xxx';
    app.frames(1);
    next = 'one xxx three';
    app.frames(2);
    expect(marks()).toEqual([]);
  });

  it('tells of every change, once', () => {
    const one = add('one two three');
    const two = add('four');
    const told: string[] = [];
    for (const [entity, name] of [
      [one, 'one'],
      [two, 'two'],
    ] as const) {
      on(app.world, entity, 'selectionchange', () => {
        told.push(`${name} ${selectionOf(app.world)?.text ?? '-'}`);
      });
    }
    select(app.world, one, 0, 3);
    select(app.world, one, 0, 3);
    select(app.world, one, 0, 2);
    select(app.world, two, 0, 2);
    clearSelection(app.world);
    clearSelection(app.world);
    expect(told).toEqual(['one one', 'one on', 'one fo', 'two fo', 'two -']);
  });

  it('survives handlers that select again, fail or despawn', () => {
    const errors: unknown[] = [];
    app.on('error', ({ error }) => errors.push(error));
    const one = add('one two three');
    const two = add('four');
    let again = true;
    on(app.world, one, 'selectionchange', () => {
      if (again) {
        again = false;
        select(app.world, two, 0, 2);
      }
      throw new Error('mine');
    });
    select(app.world, one, 0, 3);
    expect(selected()).toBe('fo');
    expect(errors).toHaveLength(2);
    on(app.world, two, 'selectionchange', () => despawn(app.world, two));
    select(app.world, two, 0, 1);
    expect(selectionOf(app.world)).toBeUndefined();
  });

  it('is one a world, and gone when its text is no longer selectable', () => {
    const one = add('one two three');
    select(app.world, one, 0, 3);
    setSelectable(app.world, one, false);
    expect(selected()).toBeUndefined();
    expect(() => select(app.world, one, 0, 3)).toThrow(/not selectable; make it with/);
    setSelectable(app.world, one, true);
    select(app.world, one, 0, 3);
    expect(selected()).toBe('one');
  });

  it('refuses what it cannot use', () => {
    const entity = add('one');
    expect(() => select(app.world, entity, 0, 4)).toThrow(ValueError);
    expect(() => select(app.world, entity, 2, 1)).toThrow(/'to' of a part of a text is 1; give a/);
    expect(() => select(app.world, entity, 0.5, 1)).toThrow(/'from'.*0\.5/);
    expect(() => select(app.world, root, 0, 1)).toThrow(/of kind 'box'/);
    expect(() => text(app.world, { selectable: 1 as never })).toThrow(/selectable is 1; give true/);
    expect(() => setSelectable(app.world, entity, 'yes' as never)).toThrow(ValueError);
    expect(() => textUnitAt(app.world, entity, Number.NaN, 0)).toThrow(/point is NaN, 0/);
    despawn(app.world, entity);
    expect(() => select(app.world, entity, 0, 1)).toThrow(/handle|stale|despawned/i);
  });

  it('can be asked where it stands', () => {
    const entity = add('one two three', { paddingLeft: 6 });
    expect(textRects(app.world, entity, 4, 7)).toEqual([{ x: 30, y: 0, width: 18, height: 12.5 }]);
    expect(textUnitAt(app.world, entity, 10 + 31, 15)).toBe(4);
    expect(textOf(app.world, entity).slice(4, 7)).toBe('two');
  });
});

describe('the highlight', () => {
  it('lies behind the letters of the selection and moves none of them', () => {
    const entity = add('one two three');
    const before = glyphs();
    expect(marks()).toEqual([]);
    select(app.world, entity, 4, 7);
    app.frames(1);
    expect(marks()).toEqual([[34, 10, 18, 13]]);
    expect(glyphs()).toEqual(before);
    const { kinds } = shownRecords(app);
    expect(kinds.indexOf('solid')).toBeLessThan(kinds.indexOf('glyph'));
    clearSelection(app.world);
    app.frames(1);
    expect(marks()).toEqual([]);
    expect(glyphs()).toEqual(before);
  });

  it('has the theme\u2019s colour, also when that changes', () => {
    const entity = add('one two three');
    select(app.world, entity, 4, 7);
    app.frames(1);
    expect(shownRecords(app).solids[0]!.color).toBe(parseColor(themeOf().selection));
    app.setTheme(lightTheme);
    app.frames(1);
    expect(shownRecords(app).solids[0]!.color).toBe(parseColor(lightTheme.selection));
  });

  it('leaves no gap between lines', () => {
    const entity = add('one two three four', { whiteSpace: 'normal', width: 60, lineHeight: 1.53 });
    select(app.world, entity, 0, 18);
    app.frames(1);
    const [first, second] = marks();
    expect(first![1]! + first![3]!).toBe(second![1]);
  });

  it('lies over the background of a span and under its line', () => {
    const entity = text(app.world, {
      parent: root,
      fontSize: 10,
      content: [{ text: 'one', background: '#ff0000', underline: true, strike: true }],
      selectable: true,
    });
    app.frames(1);
    select(app.world, entity, 0, 3);
    app.frames(1);
    const { solids, kinds } = shownRecords(app);
    expect(solids.map(({ color }) => color)).toEqual([
      parseColor('#ff0000'),
      parseColor(themeOf().selection),
      parseColor(themeOf().text),
      parseColor(themeOf().text),
    ]);
    expect(kinds.join(' ')).toBe('solid solid solid glyph glyph glyph solid');
  });
});

describe('cost', () => {
  it('of moves over a selectable text is no memory, pressed or not', () => {
    // Not the one whose records are watched, which takes memory.
    app.dispose();
    app = createHeadlessApp();
    root = box(app.world, { flexDirection: 'column', alignItems: 'flex-start', padding: 10 });
    add('one two three four five six seven', { whiteSpace: 'normal', width: 100 });
    app.frames(2);
    const hover = heapSlope((frame) => {
      app.input.pointer(INPUT_POINTER_MOVE, 1, 10 + (frame % 90), 15, 0, 0, frame);
      app.step(frame * 16);
    }, 5000);
    expect(hover).toBeLessThanOrEqual(16);
    press(2, 5);
    const drag = heapSlope((frame) => {
      app.input.pointer(INPUT_POINTER_MOVE, 1, 20 + ((frame * 7) % 80), 15 + (frame % 20), 0, 0, 1);
      app.step(frame * 16);
    }, 5000);
    expect(selected()).toBeDefined();
    // One number, of drawing any paragraph again.
    expect(drag).toBeLessThanOrEqual(32);
  });
});

type Press = { modifiers?: number; type?: number };

/** A text at (10, 10), 6 px a letter, 12.5 px a line. */
function add(content: string, options: Partial<TextOptions> = {}): Entity {
  const entity = text(app.world, {
    parent: root,
    content,
    fontSize: 10,
    selectable: true,
    ...options,
  });
  app.frames(1);
  return entity;
}

/** Lines of the first text. */
function lines(): number {
  const { height } = columns(app.world, Box);
  return Math.round(height[2]! / 12.5);
}

function press(x: number, y: number, { modifiers = 0, type = 0 }: Press = {}): void {
  app.input.pointer(INPUT_POINTER_DOWN, 1, 10 + x, 10 + y, 0, modifiers, time, type);
  app.frames(1);
}

function move(x: number, y: number, { type = 0 }: Press = {}): void {
  app.input.pointer(INPUT_POINTER_MOVE, 1, 10 + x, 10 + y, 0, 0, time, type);
  app.frames(1);
}

function release(x = 0, y = 0, { type = 0 }: Press = {}): void {
  app.input.pointer(INPUT_POINTER_UP, 1, 10 + x, 10 + y, 0, 0, time, type);
  app.frames(1);
}

function tap(x: number, y: number, how: Press = {}): void {
  press(x, y, how);
  release(x, y, how);
  time += 100;
}

function key(code: number, modifiers = 0, name = ''): void {
  app.input.key(INPUT_KEY_DOWN, code, modifiers, time, name);
  app.frames(1);
}

function selected(): string | undefined {
  return selectionOf(app.world)?.text;
}

function marks(): number[][] {
  return shownRecords(app).solids.map(({ rect }) => rect);
}

function glyphs(): number[][] {
  return shownRecords(app).glyphs;
}

function themeOf(): Theme {
  return resource(app.world, Theme);
}
