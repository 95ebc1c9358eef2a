import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { columns, despawn, type Entity, ROW_MASK, resource } from '../../../../src/ecs';
import {
  type ElementEvent,
  INPUT_KEY_DOWN,
  INPUT_POINTER_DOWN,
  INPUT_POINTER_MOVE,
  INPUT_POINTER_UP,
  KEY_ENTER,
  KEY_ESCAPE,
  KEY_RIGHT,
  KEY_TAB,
  MODIFIER_CONTROL,
  MODIFIER_SHIFT,
  numberFormat,
  type SpanRun,
  STATE_FOCUSABLE,
  STATE_FOCUSED,
  State,
} from '../../../../src/ecs/stores';
import { POINTER_TOUCH } from '../../../../src/systems/input';
import { linkCount, linkOf, readLink } from '../../../../src/systems/text/links';
import { createHeadlessApp, type HeadlessApp } from '../../../../src/testing/headless-app';
import {
  box,
  button,
  internText,
  on,
  parseColor,
  select,
  selectionOf,
  setNumber,
  setText,
  setTextId,
  type TextContent,
  type TextOptions,
  Theme,
  text,
} from '../../../../src/ui';
import { shownRecords, watchRecords } from './marks';

const A = 'https://a.example/';
const B = 'mailto:b@example.org';
/** "see one or two." with links over `one` (4 to 7) and `two` (11 to 14). */
const NOTE: TextContent = ['see ', { text: 'one', link: A }, ' or ', { text: 'two', link: B }, '.'];

let app: HeadlessApp;
let root: Entity;
let followed: string[];

beforeEach(() => {
  app = createHeadlessApp();
  watchRecords(app);
  root = box(app.world, { flexDirection: 'column', alignItems: 'flex-start', padding: 10 });
  followed = [];
  on(app.world, root, 'link', ({ href }) => followed.push(href));
});

afterEach(() => app.dispose());

describe('a link under the pointer', () => {
  it('is followed by a press and a release on it', () => {
    add(NOTE);
    tap(30, 5);
    tap(70, 5);
    expect(followed).toEqual([A, B]);
    tap(10, 5);
    tap(50, 5);
    tap(87, 5);
    tap(30, 30);
    expect(followed).toEqual([A, B]);
  });

  it('is followed by a tap of a finger, also where the text is selectable', () => {
    add(NOTE, { selectable: true });
    app.input.pointer(INPUT_POINTER_DOWN, 1, 40, 15, 0, 0, 0, POINTER_TOUCH);
    app.input.pointer(INPUT_POINTER_UP, 1, 40, 15, 0, 0, 0, POINTER_TOUCH);
    app.frames(1);
    expect(followed).toEqual([A]);
    expect(selectionOf(app.world)).toBeUndefined();
  });

  it('is not followed where the release is elsewhere', () => {
    add(NOTE);
    press(30, 5);
    release(70, 5);
    press(30, 5);
    release(10, 5);
    press(10, 5);
    release(30, 5);
    press(30, 5);
    release(30, 100);
    expect(followed).toEqual([]);
  });

  it('tells where it leads, where the pointer is and which keys are held, and is no activation', () => {
    const entity = add(NOTE);
    let event: ElementEvent | undefined;
    let count = 0;
    on(app.world, entity, 'link', (told) => {
      event = { ...told };
    });
    on(app.world, root, 'activate', () => count++);
    app.input.pointer(INPUT_POINTER_DOWN, 1, 40, 15, 0, MODIFIER_CONTROL, 5);
    app.input.pointer(INPUT_POINTER_UP, 1, 40, 15, 0, MODIFIER_CONTROL, 6);
    app.frames(1);
    expect(event).toMatchObject({
      type: 'link',
      target: entity,
      href: A,
      x: 40,
      y: 15,
      localX: 30,
      localY: 5,
      modifiers: MODIFIER_CONTROL,
      time: 6,
    });
    expect(count).toBe(0);
    tap(10, 5);
    expect(count).toBe(1);
  });

  it('stays with handlers that take it, and with the element if they do not despawn it', () => {
    const entity = add(NOTE);
    on(app.world, entity, 'link', (event) => {
      event.handled = true;
      despawn(app.world, entity);
    });
    tap(30, 5);
    expect(followed).toEqual([]);
    tap(30, 5);
    expect(followed).toEqual([]);
  });

  it('is left alone when handlers take the press or the release', () => {
    const entity = add(NOTE);
    const stop = on(app.world, entity, 'pointerdown', (event) => {
      event.handled = true;
    });
    tap(30, 5);
    stop();
    on(app.world, entity, 'pointerup', (event) => {
      event.handled = true;
    });
    tap(30, 5);
    expect(followed).toEqual([]);
  });

  it('can be selected by a drag that begins on it, and is not followed then', () => {
    add(NOTE, { selectable: true });
    press(24, 5);
    move(26, 5);
    expect(selectionOf(app.world)).toBeUndefined();
    move(42, 5);
    expect(selectionOf(app.world)!.text).toBe('one');
    // Back on it.
    release(30, 5);
    expect(followed).toEqual([]);
    app.clock.advance(2000);
    tap(30, 5, 2000);
    expect(followed).toEqual([A]);
  });
});

describe('links and the keyboard', () => {
  it('are stops of Tab in order, between those before and after the text', () => {
    const before = button(app.world, { parent: root, label: 'x' });
    const note = add(NOTE);
    const after = button(app.world, { parent: root, label: 'y' });
    const stops: string[] = [];
    const step = (modifiers = 0) => {
      key(KEY_TAB, modifiers);
      const names = [
        [before, 'before'],
        [note, 'note'],
        [after, 'after'],
      ] as const;
      const focused = names.find(([entity]) => (bits(entity) & STATE_FOCUSED) !== 0)?.[1] ?? '-';
      followed = [];
      if (focused === 'note') key(KEY_ENTER);
      stops.push(followed[0] ?? focused);
    };
    for (let i = 0; i < 5; i++) step();
    expect(stops).toEqual(['before', A, B, 'after', 'before']);
    stops.length = 0;
    for (let i = 0; i < 5; i++) step(MODIFIER_SHIFT);
    expect(stops).toEqual(['after', B, A, 'before', 'after']);
  });

  it('go round in a text that alone takes focus', () => {
    add(NOTE);
    for (let i = 0; i < 3; i++) {
      key(KEY_TAB);
      key(KEY_ENTER);
    }
    expect(followed).toEqual([A, B, A]);
    key(KEY_TAB, MODIFIER_SHIFT);
    key(KEY_ENTER);
    expect(followed.at(-1)).toBe(B);
  });

  it('show a ring around the link in focus, on every line it is on, and only for the keyboard', () => {
    add(['go ', { text: 'one two three', link: A }, ' end'], { whiteSpace: 'normal', width: 60 });
    expect(rings()).toEqual([]);
    key(KEY_TAB);
    const accent = parseColor(resource(app.world, Theme).accent);
    expect(shownRecords(app).rounds).toEqual([
      { rect: [26, 9, 46, 15], border: accent, width: 2 },
      { rect: [8, 22, 34, 14], border: accent, width: 2 },
    ]);
    const { x, y } = { x: 100, y: 100 };
    press(x, y);
    release(x, y);
    expect(rings()).toEqual([]);
    tap(20, 5);
    expect(rings()).toEqual([]);
    // An arrow: the keyboard is in use.
    key(KEY_RIGHT);
    expect(rings()).toHaveLength(2);
    key(KEY_ESCAPE);
    expect(rings()).toEqual([]);
  });

  it('show a ring around a selectable text without links', () => {
    add('one two', { selectable: true });
    key(KEY_TAB);
    expect(rings()).toEqual([[8, 9, 46, 15]]);
    key(KEY_TAB, MODIFIER_SHIFT);
    expect(rings()).toEqual([[8, 9, 46, 15]]);
  });

  it('skip a link that an ellipsis cut away', () => {
    add(NOTE, { width: 48 });
    for (let i = 0; i < 2; i++) {
      key(KEY_TAB);
      key(KEY_ENTER);
    }
    expect(followed).toEqual([A, A]);
  });

  it('follow where a press has put focus', () => {
    add(NOTE);
    press(30, 5);
    release(50, 5);
    key(KEY_TAB);
    key(KEY_ENTER);
    expect(followed).toEqual([B]);
    press(10, 5);
    release(10, 5);
    key(KEY_ENTER);
    expect(followed).toEqual([B]);
    key(KEY_TAB);
    key(KEY_ENTER);
    expect(followed).toEqual([B, A]);
  });

  it('are left to handlers of keydown that take the key', () => {
    const note = add(NOTE);
    key(KEY_TAB);
    const stop = on(app.world, note, 'keydown', (event) => {
      event.handled = true;
    });
    key(KEY_TAB);
    key(KEY_ENTER);
    expect(followed).toEqual([]);
    stop();
    key(KEY_ENTER);
    expect(followed).toEqual([A]);
  });

  it('take focus as long as the text has links, or can be selected', () => {
    const note = add('plain');
    const takes = () => (bits(note) & STATE_FOCUSABLE) !== 0;
    expect(takes()).toBe(false);
    setText(app.world, note, NOTE);
    expect(takes()).toBe(true);
    key(KEY_TAB);
    key(KEY_TAB);
    setText(app.world, note, ['now ', { text: 'one', link: A }]);
    app.frames(1);
    // The second link is gone.
    expect(rings()).toEqual([[8, 9, 46, 15]]);
    setText(app.world, note, ['no ', { text: 'link', underline: true }]);
    app.frames(2);
    expect(takes()).toBe(false);
    expect(bits(note) & STATE_FOCUSED).toBe(0);
    expect(rings()).toEqual([]);
    for (const replace of [
      () => setText(app.world, note, 'plain'),
      () => setNumber(app.world, note, 1, numberFormat()),
      () => setTextId(app.world, note, internText(app.world, 'one')),
    ]) {
      setText(app.world, note, NOTE);
      expect(takes()).toBe(true);
      replace();
      expect(takes()).toBe(false);
    }
    const both = add(NOTE, { selectable: true });
    setText(app.world, both, 'plain');
    expect((bits(both) & STATE_FOCUSABLE) !== 0).toBe(true);
  });

  it('go on with the selection of the same text', () => {
    const note = add(NOTE, { selectable: true });
    select(app.world, note, 0, 3);
    key(KEY_TAB);
    expect(selectionOf(app.world)!.text).toBe('see');
    key(KEY_RIGHT, MODIFIER_SHIFT);
    expect(selectionOf(app.world)!.text).toBe('see ');
    key(KEY_ENTER);
    expect(followed).toEqual([A]);
  });

  it('forget a text that is despawned while a link of it has focus', () => {
    const note = add(NOTE);
    key(KEY_TAB);
    despawn(app.world, note);
    key(KEY_ENTER);
    const next = add(NOTE);
    expect(next & ROW_MASK).toBe(note & ROW_MASK);
    expect(rings()).toEqual([]);
    key(KEY_ENTER);
    expect(followed).toEqual([]);
  });
});

describe('links among spans', () => {
  it('are one where neighbours lead to the same place, and none without text', () => {
    // a:A '' b:A '':A c d:B '':A e:B f:A
    const spans = spansOf([1, A], [1], [2, A], [2, A], [3], [4, B], [4, A], [5, B], [6, A]);
    const range = { from: 0, to: 0 };
    expect(linkCount(spans)).toBe(3);
    expect([0, 1, 2, 3, 4, 5].map((cluster) => linkOf(spans, cluster))).toEqual([
      0, 0, -1, 1, 1, 2,
    ]);
    const read = [0, 1, 2].map((link) => [readLink(spans, link, range), range.from, range.to]);
    expect(read).toEqual([
      [A, 0, 2],
      [B, 3, 5],
      [A, 5, 6],
    ]);
    expect(readLink(spans, 3, range)).toBe('');
    expect(linkOf(spans, 6)).toBe(-1);
  });
});

function spansOf(...spans: [end: number, link?: string][]): SpanRun {
  const zeros = spans.map(() => 0);
  return {
    count: spans.length,
    ends: Uint32Array.from(spans, ([end]) => end),
    fonts: Uint16Array.from(zeros),
    colors: Uint32Array.from(zeros),
    backgrounds: Uint32Array.from(zeros),
    decorations: Uint8Array.from(zeros),
    links: spans.map(([, link]) => link),
  };
}

function add(content: TextContent, options: Partial<TextOptions> = {}): Entity {
  const entity = text(app.world, { parent: root, content, fontSize: 10, ...options });
  app.frames(1);
  return entity;
}

function press(x: number, y: number, time = 0): void {
  app.input.pointer(INPUT_POINTER_DOWN, 1, 10 + x, 10 + y, 0, 0, time);
  app.frames(1);
}

function move(x: number, y: number): void {
  app.input.pointer(INPUT_POINTER_MOVE, 1, 10 + x, 10 + y, 0, 0, 0);
  app.frames(1);
}

function release(x: number, y: number, time = 0): void {
  app.input.pointer(INPUT_POINTER_UP, 1, 10 + x, 10 + y, 0, 0, time);
  app.frames(1);
}

function tap(x: number, y: number, time = 0): void {
  press(x, y, time);
  release(x, y, time);
}

function key(code: number, modifiers = 0): void {
  app.input.key(INPUT_KEY_DOWN, code, modifiers, 0);
  app.frames(1);
}

function bits(entity: Entity): number {
  return columns(app.world, State).bits[entity & ROW_MASK]!;
}

/** Rings of texts: records with a border that no button has. */
function rings(): number[][] {
  return shownRecords(app)
    .rounds.filter(({ width }) => width === 2)
    .map(({ rect }) => rect);
}
