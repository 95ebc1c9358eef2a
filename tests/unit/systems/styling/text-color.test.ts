import { afterEach, beforeEach, expect, it } from 'vitest';
import { columns, despawn, type Entity, PAINT, ROW_MASK, watchDirt } from '../../../../src/ecs';
import { ButtonLabel, INPUT_POINTER_MOVE, type StyleClass, Text } from '../../../../src/ecs/stores';
import { createHeadlessApp, type HeadlessApp } from '../../../../src/testing/headless-app';
import {
  box,
  button,
  darkTheme,
  defineStyle,
  lightTheme,
  parseColor,
  setDisabled,
  setStyles,
  setTextColor,
  text,
} from '../../../../src/ui';

const RED = '#ff0000';
const GREEN = '#00ff00';
const BLUE = '#0000ff';
const style = defineStyle({ color: RED, hover: { color: GREEN }, disabled: { color: BLUE } });

let app: HeadlessApp;
let parent: Entity;

beforeEach(() => {
  app = createHeadlessApp({ width: 400, height: 400, developer: true });
  parent = box(app.world, { flexDirection: 'column', alignItems: 'flex-start' });
});
afterEach(() => app.dispose());

function colorOf(element: Entity): number {
  const label = columns(app.world, ButtonLabel).entity[element & ROW_MASK]!;
  return columns(app.world, Text).color[(label === 0 ? element : label) & ROW_MASK]!;
}

function point(x: number, y: number): void {
  app.input.pointer(INPUT_POINTER_MOVE, 1, x, y, -1, 0, 0);
  app.frames(2);
}

it('gives a text and the label of a button the colour of their class, while hovered another', () => {
  const options = { parent, width: 80, height: 40, flexShrink: 0, styles: [style] };
  const label = text(app.world, { ...options, content: 'a' });
  const more = button(app.world, { ...options, label: 'b' });
  app.frames(2);
  for (const [element, y] of [
    [label, 20],
    [more, 60],
  ] as const) {
    expect(colorOf(element)).toBe(parseColor(RED));
    point(10, y);
    expect(colorOf(element)).toBe(parseColor(GREEN));
    point(300, 300);
    expect(colorOf(element)).toBe(parseColor(RED));
    setStyles(app.world, element, []);
    expect(colorOf(element)).toBe(parseColor(darkTheme.text));
  }
});

it('leaves a colour that was given to the element itself', () => {
  const given = text(app.world, { parent, content: 'a', color: BLUE, styles: [style] });
  const later = text(app.world, { parent, content: 'a', styles: [style] });
  const more = button(app.world, { parent, label: 'b', color: BLUE, styles: [style] });
  setTextColor(app.world, later, BLUE);
  setStyles(app.world, later, []);
  point(5, 5);
  for (const element of [given, later, more]) expect(colorOf(element)).toBe(parseColor(BLUE));
});

it('follows a button that is disabled and enabled', () => {
  const hovers = defineStyle({ hover: { color: GREEN } });
  const plain = button(app.world, { parent, label: 'a', styles: [hovers] });
  const styled = button(app.world, { parent, label: 'b', styles: [style] });
  for (const element of [plain, styled]) setDisabled(app.world, element, true);
  app.frames(2);
  expect(colorOf(plain)).toBe(parseColor(darkTheme.muted));
  expect(colorOf(styled)).toBe(parseColor(BLUE));
  for (const element of [plain, styled]) setDisabled(app.world, element, false);
  app.frames(2);
  expect(colorOf(plain)).toBe(parseColor(darkTheme.text));
  expect(colorOf(styled)).toBe(parseColor(RED));
});

it('keeps the colour of a class through setDisabled where it is the one the button has by itself', () => {
  const enabled = defineStyle({ color: darkTheme.text });
  const disabled = defineStyle({ color: darkTheme.muted });
  const likeEnabled = button(app.world, { parent, label: 'a', styles: [enabled] });
  const likeDisabled = button(app.world, {
    parent,
    label: 'b',
    disabled: true,
    styles: [disabled],
  });
  setDisabled(app.world, likeEnabled, true);
  setDisabled(app.world, likeDisabled, false);
  app.frames(2);
  expect(colorOf(likeEnabled)).toBe(parseColor(darkTheme.text));
  expect(colorOf(likeDisabled)).toBe(parseColor(darkTheme.muted));
  for (const element of [likeEnabled, likeDisabled]) setStyles(app.world, element, []);
  expect(colorOf(likeEnabled)).toBe(parseColor(darkTheme.muted));
  expect(colorOf(likeDisabled)).toBe(parseColor(darkTheme.text));
  setDisabled(app.world, likeEnabled, false);
  expect(colorOf(likeEnabled)).toBe(parseColor(darkTheme.text));
});

it.each([[style], []])(
  'leaves a colour that was given to the label, as setDisabled does',
  (...styles) => {
    const more = button(app.world, { parent, label: 'a', styles });
    const { entity } = columns(app.world, ButtonLabel);
    // Which it has already.
    setTextColor(app.world, entity[more & ROW_MASK] as Entity, darkTheme.text);
    if (styles.length > 0) setTextColor(app.world, entity[more & ROW_MASK] as Entity, '#123456');
    const given = colorOf(more);
    for (const disabled of [true, false]) {
      setDisabled(app.world, more, disabled);
      point(5, 5);
      expect(colorOf(more)).toBe(given);
      point(300, 300);
      expect(colorOf(more)).toBe(given);
    }
    setStyles(app.world, more, []);
    expect(colorOf(more)).toBe(given);
  },
);

it('is gone with a class that is taken away while hovered, and back where another one says it', () => {
  const other = defineStyle({ color: BLUE });
  const options = { parent, width: 80, height: 40, styles: [style] };
  const label = text(app.world, { ...options, content: 'a' });
  const more = button(app.world, { ...options, label: 'b' });
  app.frames(2);
  for (const [element, y] of [
    [label, 20],
    [more, 60],
  ] as const) {
    point(10, y);
    expect(colorOf(element)).toBe(parseColor(GREEN));
    setStyles(app.world, element, [other]);
    expect(colorOf(element)).toBe(parseColor(BLUE));
    setStyles(app.world, element, []);
    point(10, y + 1);
    expect(colorOf(element)).toBe(parseColor(darkTheme.text));
    setStyles(app.world, element, [style]);
    expect(colorOf(element)).toBe(parseColor(GREEN));
    setStyles(app.world, element, []);
    point(300, 300);
    expect(colorOf(element)).toBe(parseColor(darkTheme.text));
  }
});

it('stays through another theme, whose colour a text has that is given back', () => {
  const label = text(app.world, { parent, content: 'a', styles: [style] });
  const more = button(app.world, { parent, label: 'b', styles: [style] });
  const plain = text(app.world, { parent, content: 'c' });
  app.setTheme(lightTheme);
  app.frames(2);
  for (const element of [label, more]) expect(colorOf(element)).toBe(parseColor(RED));
  // What was made keeps the colours it was made with.
  expect(colorOf(plain)).toBe(parseColor(darkTheme.text));
  setStyles(app.world, label, []);
  expect(colorOf(label)).toBe(parseColor(lightTheme.text));
  setStyles(app.world, more, []);
  expect(colorOf(more)).toBe(parseColor(darkTheme.text));
});

it('leaves nothing to what comes in the place of an element that was despawned while hovered', () => {
  const options = { parent, width: 80, height: 40, styles: [style] };
  const makers = [
    (styles: StyleClass[]) => text(app.world, { ...options, content: 'a', styles }),
    (styles: StyleClass[]) => button(app.world, { ...options, label: 'b', styles }),
  ];
  for (const make of makers) {
    const gone = make([style]);
    app.frames(2);
    point(10, 20);
    expect(colorOf(gone)).toBe(parseColor(GREEN));
    despawn(app.world, gone);
    const heir = make([]);
    expect(heir & ROW_MASK).toBe(gone & ROW_MASK);
    expect(colorOf(heir)).toBe(parseColor(darkTheme.text));
    app.frames(2);
    expect(colorOf(heir)).toBe(parseColor(darkTheme.text));
    if (make === makers[1]) {
      setDisabled(app.world, heir, true);
      expect(colorOf(heir)).toBe(parseColor(darkTheme.muted));
      setDisabled(app.world, heir, false);
    }
    setStyles(app.world, heir, [style]);
    point(10, 21);
    expect(colorOf(heir)).toBe(parseColor(GREEN));
    despawn(app.world, heir);
    point(300, 300);
  }
  // A label that is gone before its button.
  const more = button(app.world, { ...options, label: 'c' });
  const label = columns(app.world, ButtonLabel).entity[more & ROW_MASK] as Entity;
  despawn(app.world, label);
  const heir = text(app.world, { parent, content: 'd' });
  expect(heir & ROW_MASK).toBe(label & ROW_MASK);
  point(10, 20);
  expect(colorOf(heir)).toBe(parseColor(darkTheme.text));
  setStyles(app.world, more, []);
  expect(colorOf(heir)).toBe(parseColor(darkTheme.text));
});

it('marks what it changes for painting, and nothing where the colour stays', () => {
  const more = button(app.world, { parent, label: 'a', styles: [style] });
  const plain = text(app.world, { parent, content: 'b', color: RED });
  app.frames(2);
  const label = columns(app.world, ButtonLabel).entity[more & ROW_MASK]!;
  const dirt = watchDirt(app.world, PAINT);
  dirt.take();
  setStyles(app.world, more, [style]);
  setTextColor(app.world, plain, RED);
  setStyles(app.world, plain, [style]);
  expect(dirt.length).toBe(dirt.taken);
  setStyles(app.world, more, []);
  expect(dirt.length).toBe(dirt.taken + 1);
  expect(dirt.rows[dirt.taken]).toBe(label & ROW_MASK);
  dirt.take();
  setDisabled(app.world, more, true);
  expect([...dirt.rows.subarray(dirt.taken, dirt.length)]).toContain(label & ROW_MASK);
  dirt.dispose();
});

it('goes by breakpoints, shows nothing on a box, and refuses what is no colour', () => {
  const wide = defineStyle({ color: RED, breakpoints: [{ from: 300, style: { color: GREEN } }] });
  const label = text(app.world, { parent, content: 'a', styles: [wide] });
  box(app.world, { parent, styles: [wide] });
  app.frames(1);
  expect(colorOf(label)).toBe(parseColor(GREEN));
  expect(() => defineStyle({ hover: { color: 'no colour' } })).toThrow(/no colour/);
});
