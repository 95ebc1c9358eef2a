import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  columns,
  type DirtList,
  defineKind,
  despawn,
  type Entity,
  firstChildOf,
  ROW_MASK,
  type Row,
  resource,
  spawn,
  staleHandles,
  ValueError,
  watchDirt,
} from '../../../src/ecs';
import {
  Box,
  INPUT_KEY_DOWN,
  INPUT_POINTER_DOWN,
  INPUT_POINTER_MOVE,
  INPUT_POINTER_UP,
  KEY_TAB,
  numberFormat,
  STATE_DISABLED,
  STATE_FOCUSED,
  STATE_HOVERED,
  STATE_PRESSED,
  State,
  Text,
  TextPort,
} from '../../../src/ecs/stores';
import { createHeadlessApp, type HeadlessApp } from '../../../src/testing/headless-app';
import {
  box,
  button,
  internText,
  on,
  parseColor,
  setDisabled,
  setLabel,
  setNumber,
  setText,
  setTextColor,
  setTextId,
  setTextStyle,
  type TextStyle,
  Theme,
  text,
  textOf,
} from '../../../src/ui';

let app: HeadlessApp;
let root: Entity;
let label: Entity;
let save: Entity;
let dirt: DirtList;

beforeEach(() => {
  app = createHeadlessApp();
  root = box(app.world, { flexDirection: 'column', alignItems: 'flex-start' });
  label = text(app.world, { parent: root, content: 'words' });
  save = button(app.world, { parent: root, label: 'Save' });
  app.frames(1);
  dirt = watchDirt(app.world, 127);
});

afterEach(() => {
  dirt.dispose();
  app.dispose();
});

describe('setters of a text', () => {
  it('refuse a box, a button and a kind of the app’s own, and change nothing', () => {
    const { world } = app;
    const others = [root, save, spawn(world, defineKind('gauge')), spawn(world, {})];
    app.frames(1);
    dirt.take();
    for (const other of others) {
      const setters = [
        () => setText(world, other, 'x'),
        () => setNumber(world, other, 1, numberFormat()),
        () => setTextId(world, other, internText(world, 'x')),
        () => setTextColor(world, other, '#fff'),
        () => setTextStyle(world, other, { fontSize: 20 }),
      ];
      for (const set of setters) expect(set).toThrow(ValueError);
      expect(textOf(world, other)).toBe('');
    }
    expect(() => setText(world, save, 'x')).toThrow(/of kind 'box', not 'text'.*use setLabel/);
    expect(() => setText(world, others[2]!, 'x')).toThrow(/of kind 'gauge'/);
    expect(dirt.length - dirt.taken).toBe(0);
  });

  it('take a text that was made in the same phase', () => {
    let shown = '';
    app.addSystem({
      name: 'app/late',
      phase: 'update',
      reads: [],
      writes: [],
      update() {
        if (shown !== '') return;
        const late = text(app.world, { parent: root });
        setText(app.world, late, 'late');
        shown = textOf(app.world, late);
      },
      dispose() {},
    });
    app.frames(1);
    expect(shown).toBe('late');
  });
});

describe('setTextStyle', () => {
  it('changes what is given and keeps the rest', () => {
    const { world } = app;
    const before = font(label);
    const width = columns(world, Text).width[label & ROW_MASK]!;
    setTextStyle(world, label, { fontSize: 28, textAlign: 'end' });
    expect(font(label)).toEqual({ ...before, size: 28 });
    setTextStyle(world, label, { fontWeight: 700, italic: true, fontFamily: 'serif' });
    setTextStyle(world, label, { color: '#010203' });
    expect(font(label)).toEqual({ family: 'serif', size: 28, weight: 700, italic: true });
    app.frames(1);
    const texts = columns(world, Text);
    const row = label & ROW_MASK;
    expect([texts.color[row], texts.align[row]]).toEqual([0xff030201, 1]);
    expect(texts.width[row]).toBeGreaterThan(width);
    expect(columns(world, Box).height[row]).toBe(texts.height[row]);
    expect(textOf(world, label)).toBe('words');
  });

  it('marks nothing when nothing is different', () => {
    dirt.take();
    setTextStyle(app.world, label, { fontSize: font(label).size, textAlign: 'start' });
    setTextStyle(app.world, label, { color: resource(app.world, Theme).text });
    expect(dirt.length - dirt.taken).toBe(0);
  });

  it.each([
    [{ fontSize: Number.NaN }, /fontSize is NaN/],
    [{ fontWeight: 0 }, /fontWeight is 0/],
    [{ italic: 'yes' }, /italic is yes/],
    [{ fontFamily: ' ' }, /font family/],
    [{ fontFamily: '"' }, /font family '"' is no CSS; quote/],
    [{ fontFamily: 'serif, a; b' }, /font family 'a; b' is no CSS/],
    [{ fontFamily: 'Source Sans 3' }, /no CSS; quote a name with digits/],
    [{ fontFamily: 'x'.repeat(1e6) }, /font family 'x{80}…' has 1000000 units/],
    [{ color: 'reddish' }, /colour 'reddish'/],
    [{ textAlign: 'middle' }, /textAlign is 'middle'/],
    [{ fill: '#fff' }, /'fill' is not known.*setStyle/],
    [{ constructor: 1 }, /'constructor' is not known/],
  ])('refuses %j and writes nothing of it', (bad, message) => {
    const texts = columns(app.world, Text);
    const row = label & ROW_MASK;
    const shown = () => [texts.font[row], texts.color[row], texts.align[row], texts.width[row]];
    const before = shown();
    dirt.take();
    const style = { fontSize: 30, color: '#123456', textAlign: 'end', ...bad } as TextStyle;
    expect(() => setTextStyle(app.world, label, style)).toThrow(message);
    expect(shown()).toEqual(before);
    expect(dirt.length - dirt.taken).toBe(0);
  });
});

describe('setNumber', () => {
  it.each([
    [null, /number of a text is null \(object\); give a number/],
    ['12', /number of a text is 12 \(string\); .*setText/],
    [1n, /is 1 \(bigint\)/],
    [undefined, /is undefined/],
    [Symbol('x'), /is Symbol\(x\)/],
  ])('refuses %s, and writes nothing', (value, message) => {
    const shows = () => setNumber(app.world, label, value as never, numberFormat());
    expect(shows).toThrow(ValueError);
    expect(shows).toThrow(message);
    expect(textOf(app.world, label)).toBe('words');
  });

  it.each([
    [null, /number format is null.*numberFormat/],
    [undefined, /number format is undefined/],
    [{}, /without decimals; make it with numberFormat/],
    [{ ...numberFormat(), shift: 400 }, /shift of a number format is 400; give 0 to 3/],
    [{ ...numberFormat(), groupSize: 0, group: ',' }, /groupSize of a number format is 0/],
    [{ ...numberFormat(), otherGroupSize: Number.NaN }, /otherGroupSize of a number format is NaN/],
    [{ ...numberFormat(), suffix: 5 }, /suffix/],
  ])('refuses the format %j, and writes nothing', (format, message) => {
    const shows = () => setNumber(app.world, label, 1, format as never);
    expect(shows).toThrow(ValueError);
    expect(shows).toThrow(message);
    expect(textOf(app.world, label)).toBe('words');
  });
});

describe('setLabel', () => {
  it('changes what the button says, and refuses what is no button', () => {
    const { world } = app;
    const { width } = columns(world, Box);
    const before = width[save & ROW_MASK]!;
    setLabel(world, save, 'Save everything');
    app.frames(1);
    expect(textOf(world, labelOf(save))).toBe('Save everything');
    expect(width[save & ROW_MASK]).toBeGreaterThan(before);
    expect(() => setLabel(world, root, 'x')).toThrow(/no button.*button\(\)/);
    expect(() => setLabel(world, label, 'x')).toThrow(ValueError);
    expect(() => setLabel(world, save, 7 as never)).toThrow(ValueError);
    expect(textOf(world, labelOf(save))).toBe('Save everything');
  });

  it('finds no label in a box that got the row of a button', () => {
    const { world } = app;
    despawn(world, save);
    expect(() => setLabel(world, save, 'x')).toThrow(/gone/);
    const heirs = [box(world, {}), box(world, {})];
    expect(heirs.map((heir) => heir & ROW_MASK)).toContain(save & ROW_MASK);
    for (const heir of heirs) expect(() => setLabel(world, heir, 'x')).toThrow(/no button/);
  });

  it('counts a stale handle inside a frame and does nothing', () => {
    const { world } = app;
    despawn(world, save);
    app.addSystem({
      name: 'app/stale',
      phase: 'update',
      reads: [],
      writes: [],
      update() {
        setLabel(world, save, 'x');
        setDisabled(world, save, true);
        setTextStyle(world, save, { fontSize: 3 });
      },
      dispose() {},
    });
    app.frames(1);
    expect(staleHandles(world)).toBe(3);
  });
});

describe('setDisabled', () => {
  it('takes focus, hover, press and activation away, and gives them back', () => {
    const { world } = app;
    let activations = 0;
    on(world, save, 'activate', () => activations++);
    app.input.key(INPUT_KEY_DOWN, KEY_TAB, 0, 0);
    pointer(INPUT_POINTER_MOVE);
    app.frames(1);
    pointer(INPUT_POINTER_DOWN);
    app.frames(1);
    expect(bits(save) & (STATE_FOCUSED | STATE_HOVERED | STATE_PRESSED)).toBe(
      STATE_FOCUSED | STATE_HOVERED | STATE_PRESSED,
    );
    setDisabled(world, save, true);
    pointer(INPUT_POINTER_UP);
    app.frames(2);
    expect(bits(save) & (STATE_FOCUSED | STATE_HOVERED | STATE_PRESSED)).toBe(0);
    expect(bits(save) & STATE_DISABLED).toBe(STATE_DISABLED);
    expect(activations).toBe(0);
    setDisabled(world, save, false);
    app.frames(1);
    expect(bits(save) & STATE_HOVERED).toBe(STATE_HOVERED);
    pointer(INPUT_POINTER_DOWN);
    pointer(INPUT_POINTER_UP);
    app.frames(1);
    expect(activations).toBe(1);
    setDisabled(world, save, true);
    app.frames(1);
    expect(bits(save) & STATE_HOVERED).toBe(0);
  });

  it('shows in the label’s colour, unless the label has one of its own', () => {
    const { world } = app;
    const theme = resource(world, Theme);
    expect(labelColor(save)).toBe(parseColor(theme.text));
    setDisabled(world, save, true);
    expect(labelColor(save)).toBe(parseColor(theme.muted));
    setDisabled(world, save, false);
    expect(labelColor(save)).toBe(parseColor(theme.text));
    setTextColor(world, labelOf(save), '#010203');
    setDisabled(world, save, true);
    expect(labelColor(save)).toBe(0xff030201);
    const red = button(world, { label: 'Red', color: '#ff0000', disabled: true });
    setDisabled(world, red, false);
    expect(labelColor(red)).toBe(0xff0000ff);
    const off = button(world, { label: 'Off', disabled: true });
    expect(labelColor(off)).toBe(parseColor(theme.muted));
    setDisabled(world, off, false);
    expect(labelColor(off)).toBe(parseColor(theme.text));
  });

  it('marks nothing when nothing changes, and refuses what it cannot use', () => {
    dirt.take();
    setDisabled(app.world, save, false);
    expect(() => setDisabled(app.world, save, 1 as never)).toThrow(/disabled is 1/);
    expect(() => setDisabled(app.world, root, true)).toThrow(/no button/);
    expect(bits(root) & STATE_DISABLED).toBe(0);
    expect(dirt.length - dirt.taken).toBe(0);
  });
});

function font(entity: Entity) {
  const id = columns(app.world, Text).font[entity & ROW_MASK]!;
  return resource(app.world, TextPort).specOf(id);
}

function bits(entity: Entity): number {
  return columns(app.world, State).bits[entity & ROW_MASK]!;
}

/** The row of the one text in a button. */
function labelOf(entity: Entity): Row {
  return firstChildOf(app.world, entity & ROW_MASK) as Row;
}

function labelColor(entity: Entity): number {
  return columns(app.world, Text).color[labelOf(entity)]!;
}

function pointer(kind: number): void {
  const { x, y } = columns(app.world, Box);
  const row = save & ROW_MASK;
  app.input.pointer(kind, 1, x[row]! + 5, y[row]! + 5, 0, 0, 0);
}
