import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { columns, despawn, type Entity, ROW_MASK, resource, ValueError } from '../../../../src/ecs';
import {
  type CursorName,
  cursorNames,
  INPUT_POINTER_CANCEL,
  INPUT_POINTER_DOWN,
  INPUT_POINTER_LEAVE,
  INPUT_POINTER_MOVE,
  INPUT_POINTER_UP,
  numberFormat,
  STATE_DISABLED,
  State,
  TextInput,
} from '../../../../src/ecs/stores';
import { POINTER_TOUCH } from '../../../../src/systems/input';
import { createHeadlessApp, type HeadlessApp } from '../../../../src/testing/headless-app';
import {
  type BoxOptions,
  box,
  button,
  setDisabled,
  setNumber,
  setSelectable,
  setStyle,
  setText,
  setTextStyle,
  type TextContent,
  type TextOptions,
  text,
  virtualList,
} from '../../../../src/ui';
import { heapSlope } from '../../../heap-slope';

/** "see one." with a link over `one`, 24 to 42 px. */
const NOTE: TextContent = ['see ', { text: 'one', link: 'https://a.example/' }, '.'];

let app: HeadlessApp;
let root: Entity;

beforeEach(() => {
  app = createHeadlessApp();
  root = box(app.world, { width: 400, height: 300 });
});

afterEach(() => app.dispose());

describe('the cursor over', () => {
  it('a link is a pointer, over the rest of its text and elsewhere the host’s own', () => {
    note();
    expect(over(10, 5)).toBe('auto');
    expect(over(30, 5)).toBe('pointer');
    expect(over(41, 5)).toBe('pointer');
    expect(over(43, 5)).toBe('auto');
    expect(over(30, 5)).toBe('pointer');
    expect(over(30, 200)).toBe('auto');
  });

  it('selectable text is that of text, but for its links', () => {
    note({ selectable: true });
    expect(over(10, 5)).toBe('text');
    expect(over(30, 5)).toBe('pointer');
    expect(over(45, 5)).toBe('text');
    expect(over(200, 5)).toBe('auto');
  });

  it('a button is a pointer, its label included, and none over a disabled one', () => {
    const play = button(app.world, { parent: root, label: 'Play', width: 80, height: 40 });
    expect(over(5, 5)).toBe('pointer');
    expect(over(40, 20)).toBe('pointer');
    setDisabled(app.world, play, true);
    app.frames(1);
    expect(app.cursor.name).toBe('default');
    setDisabled(app.world, play, false);
    app.frames(1);
    expect(app.cursor.name).toBe('pointer');
  });

  it('links and texts in what is disabled is that of nothing', () => {
    note({ selectable: true });
    columns(app.world, State).bits[root & ROW_MASK]! |= STATE_DISABLED;
    expect(over(10, 5)).toBe('auto');
    expect(over(30, 5)).toBe('auto');
  });

  it('nothing, outside the surface, is the host’s own', () => {
    button(app.world, { parent: root, label: 'Play', width: 80, height: 40 });
    expect(over(5, 5)).toBe('pointer');
    app.input.pointer(INPUT_POINTER_LEAVE, 1, 5, 5, 0, 0, 0);
    app.frames(1);
    expect(app.cursor.name).toBe('auto');
    expect(over(5, 5)).toBe('pointer');
    app.input.blur(0);
    app.frames(1);
    expect(app.cursor.name).toBe('auto');
  });
});

describe('the cursor of an element', () => {
  it.each([...cursorNames])('may be %s', (name) => {
    pane({ cursor: name });
    expect(over(50, 50)).toBe(name);
  });

  it('is that of the nearest element around it that names one', () => {
    const outer = pane({ cursor: 'wait' });
    const inner = box(app.world, { parent: outer, width: 50, height: 50 });
    const innermost = box(app.world, { parent: inner, width: 20, height: 20, cursor: 'move' });
    expect(over(60, 60)).toBe('wait');
    expect(over(40, 40)).toBe('wait');
    expect(over(10, 10)).toBe('move');
    setStyle(app.world, innermost, { cursor: 'auto' });
    app.frames(1);
    expect(app.cursor.name).toBe('wait');
    setStyle(app.world, inner, { cursor: 'default' });
    app.frames(1);
    expect(app.cursor.name).toBe('default');
  });

  it('shows over the bare parts of a root, which without one lets the pointer through', () => {
    expect(over(350, 250)).toBe('auto');
    setStyle(app.world, root, { cursor: 'progress' });
    app.frames(1);
    expect(app.cursor.name).toBe('progress');
    expect(over(450, 250)).toBe('auto');
  });

  it('is that of selectable text in it too, and not that of links', () => {
    const card = pane({ cursor: 'grab' });
    note({ parent: card, selectable: true });
    expect(over(10, 5)).toBe('grab');
    expect(over(30, 5)).toBe('pointer');
  });

  it('may be that of a text or a button itself, disabled or not', () => {
    const play = button(app.world, { parent: root, label: 'Play', width: 80, cursor: 'help' });
    expect(over(5, 5)).toBe('help');
    setDisabled(app.world, play, true);
    setStyle(app.world, play, { cursor: 'not-allowed' });
    app.frames(1);
    expect(app.cursor.name).toBe('not-allowed');
    text(app.world, { parent: root, content: 'far', selectable: true, cursor: 'none' });
    expect(over(85, 5)).toBe('none');
  });

  it('is refused where CSS has no such name, which changes nothing', () => {
    const card = pane({ cursor: 'wait' });
    const set = (cursor: unknown) => () =>
      setStyle(app.world, card, { cursor: cursor as CursorName });
    expect(set('hand')).toThrow(ValueError);
    expect(set('hand')).toThrow(/^cursor is 'hand'; give one of auto, default, pointer, text,/);
    expect(set(3)).toThrow(/cursor is 3; give/);
    expect(over(50, 50)).toBe('wait');
  });

  it('goes with it: what takes its row has none', () => {
    const card = pane({ cursor: 'wait' });
    expect(over(50, 50)).toBe('wait');
    despawn(app.world, card);
    app.frames(1);
    expect(app.cursor.name).toBe('auto');
    const next = pane({});
    expect(next & ROW_MASK).toBe(card & ROW_MASK);
    app.frames(1);
    expect(app.cursor.name).toBe('auto');
  });
});

describe('the cursor of a pointer at rest', () => {
  it('follows a list that is scrolled under it', () => {
    const list = virtualList(app.world, {
      parent: root,
      width: 200,
      height: 100,
      count: 50,
      estimatedSize: 20,
      fixedSize: true,
      template: (parent) => [box(app.world, { parent, width: 200, height: 20 })] as const,
      bind: (world, [cell], index) => setStyle(world, cell, { cursor: CELLS[index % 3]! }),
    });
    app.frames(2);
    expect(over(50, 10)).toBe('copy');
    list.scrollBy(20);
    app.frames(1);
    expect(app.cursor.name).toBe('auto');
    list.scrollBy(20);
    app.frames(1);
    expect(app.cursor.name).toBe('zoom-in');
    list.refresh();
    list.scrollTo(0);
    app.frames(1);
    expect(app.cursor.name).toBe('copy');
  });

  it('follows what becomes of the text under it', () => {
    const entity = note();
    setStyle(app.world, entity, { width: 200 });
    expect(over(30, 5)).toBe('pointer');
    const becomes = (change: () => void): CursorName => {
      change();
      app.frames(1);
      return app.cursor.name;
    };
    expect(becomes(() => setText(app.world, entity, 'see one.'))).toBe('auto');
    expect(becomes(() => setText(app.world, entity, NOTE))).toBe('pointer');
    expect(becomes(() => setTextStyle(app.world, entity, { textAlign: 'right' }))).toBe('auto');
    expect(becomes(() => setTextStyle(app.world, entity, { textAlign: 'left' }))).toBe('pointer');
    expect(becomes(() => setTextStyle(app.world, entity, { letterSpacing: 20 }))).toBe('auto');
    expect(becomes(() => setSelectable(app.world, entity, true))).toBe('text');
    expect(becomes(() => setTextStyle(app.world, entity, { letterSpacing: 0 }))).toBe('pointer');
    expect(becomes(() => setNumber(app.world, entity, 123, numberFormat()))).toBe('text');
    expect(becomes(() => setSelectable(app.world, entity, false))).toBe('auto');
    expect(becomes(() => setText(app.world, entity, NOTE))).toBe('pointer');
    expect(becomes(() => setStyle(app.world, entity, { visible: false }))).toBe('auto');
    expect(becomes(() => setStyle(app.world, entity, { visible: true }))).toBe('pointer');
    expect(becomes(() => despawn(app.world, entity))).toBe('auto');
  });
});

describe('the cursor of a pointer that is down', () => {
  it('stays that of text while it selects, wherever it goes', () => {
    note({ selectable: true });
    button(app.world, { parent: root, label: 'Play', width: 80, height: 40 });
    over(10, 5);
    down(10, 5);
    expect(app.cursor.name).toBe('text');
    expect(over(30, 5)).toBe('text');
    expect(over(90, 5)).toBe('text');
    expect(over(300, 250)).toBe('text');
    expect(app.cursor.changes).toBe(1);
    up(90, 5);
    expect(app.cursor.name).toBe('pointer');
    down(10, 5);
    over(300, 250);
    app.input.pointer(INPUT_POINTER_CANCEL, 1, 300, 250, 0, 0, 0);
    app.frames(1);
    expect(app.cursor.name).toBe('auto');
  });

  it('is that of the link it pressed until it selects', () => {
    note({ selectable: true });
    over(30, 5);
    down(30, 5);
    expect(over(32, 5)).toBe('pointer');
    expect(over(40, 5)).toBe('text');
    up(40, 5);
    expect(app.cursor.name).toBe('pointer');
  });

  it('stays that of the button it pressed', () => {
    button(app.world, { parent: root, label: 'Play', width: 80, height: 40 });
    over(10, 5);
    down(10, 5);
    expect(over(300, 250)).toBe('pointer');
    up(300, 250);
    expect(app.cursor.name).toBe('auto');
  });

  it('is none after a finger was lifted', () => {
    button(app.world, { parent: root, label: 'Play', width: 80, height: 40 });
    app.frames(1);
    app.input.pointer(INPUT_POINTER_DOWN, 1, 10, 5, 0, 0, 0, POINTER_TOUCH);
    app.input.pointer(INPUT_POINTER_UP, 1, 10, 5, 0, 0, 0, POINTER_TOUCH);
    app.frames(1);
    expect(app.cursor.changes).toBe(0);
  });
});

describe('the host', () => {
  it('is told of changes alone', () => {
    note({ selectable: true });
    over(10, 5);
    expect(app.cursor.changes).toBe(1);
    for (let x = 0; x < 20; x++) over(x, 5);
    app.frames(10);
    expect(app.cursor.changes).toBe(1);
    over(30, 5);
    over(10, 5);
    expect(app.cursor.changes).toBe(3);
    // Away and back within a frame.
    app.input.pointer(INPUT_POINTER_MOVE, 1, 300, 250, 0, 0, 0);
    app.input.pointer(INPUT_POINTER_MOVE, 2, 12, 5, 0, 0, 0);
    app.frames(1);
    expect(app.cursor.changes).toBe(3);
  });

  it('is left alone, and the loop asleep, while the pointer and all under it rest', () => {
    note();
    app.start();
    over(30, 5);
    app.frames(10);
    expect(app.asleep).toBe(true);
    expect(app.cursor.name).toBe('pointer');
  });

  it('is not thought of in frames that are about something else', () => {
    note();
    const other = text(app.world, { parent: root, content: 'else' });
    over(30, 5);
    const input = resource(app.world, TextInput);
    const { cursorAt } = input;
    let looked = 0;
    input.cursorAt = (...place) => {
      looked++;
      return cursorAt(...place);
    };
    for (let i = 0; i < 10; i++) {
      setText(app.world, other, i % 2 === 0 ? 'ELSE' : 'else');
      app.frames(1);
    }
    expect(looked).toBe(0);
    over(31, 5);
    expect(looked).toBe(1);
  });

  it('pays no memory for moves over links', () => {
    for (let i = 0; i < 5; i++) note({ selectable: i % 2 === 0 });
    app.frames(2);
    const slope = heapSlope((frame) => {
      app.input.pointer(INPUT_POINTER_MOVE, 1, frame % 200, 5, 0, 0, 0);
      app.step(frame * 16);
    }, 5000);
    expect(slope).toBeLessThanOrEqual(16);
    expect(app.cursor.changes).toBeGreaterThan(100);
  });
});

const CELLS: readonly CursorName[] = ['copy', 'auto', 'zoom-in'];

/** A text at the corner or in a row with those before it, 6 px a letter. */
function note(options: Partial<TextOptions> = {}): Entity {
  return text(app.world, { parent: root, content: NOTE, fontSize: 10, ...options });
}

/** A box of 100 px at the corner. */
function pane(options: BoxOptions): Entity {
  return box(app.world, { parent: root, width: 100, height: 100, ...options });
}

/** Moves the pointer there, and tells what is shown. */
function over(x: number, y: number): CursorName {
  app.input.pointer(INPUT_POINTER_MOVE, 1, x, y, 0, 0, 0);
  app.frames(1);
  return app.cursor.name;
}

function down(x: number, y: number): void {
  app.input.pointer(INPUT_POINTER_DOWN, 1, x, y, 0, 0, 0);
  app.frames(1);
}

function up(x: number, y: number): void {
  app.input.pointer(INPUT_POINTER_UP, 1, x, y, 0, 0, 0);
  app.frames(1);
}
