import { afterEach, beforeEach, expect, it } from 'vitest';
import { columns, type Entity, ROW_MASK } from '../../../../src/ecs';
import { ButtonLabel, INPUT_POINTER_MOVE, Text } from '../../../../src/ecs/stores';
import { createHeadlessApp, type HeadlessApp } from '../../../../src/testing/headless-app';
import {
  box,
  button,
  darkTheme,
  defineStyle,
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

it('goes by breakpoints, shows nothing on a box, and refuses what is no colour', () => {
  const wide = defineStyle({ color: RED, breakpoints: [{ from: 300, style: { color: GREEN } }] });
  const label = text(app.world, { parent, content: 'a', styles: [wide] });
  box(app.world, { parent, styles: [wide] });
  app.frames(1);
  expect(colorOf(label)).toBe(parseColor(GREEN));
  expect(() => defineStyle({ hover: { color: 'no colour' } })).toThrow(/no colour/);
});
