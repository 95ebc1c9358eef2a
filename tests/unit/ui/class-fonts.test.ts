import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { columns, despawn, type Entity, ROW_MASK, resource } from '../../../src/ecs';
import { internals } from '../../../src/ecs/internals';
import { Box, ButtonLabel, Text, TextPort } from '../../../src/ecs/stores';
import { createHeadlessApp, type HeadlessApp } from '../../../src/testing/headless-app';
import {
  box,
  button,
  defineStyle,
  setDisabled,
  setStyles,
  setTextStyle,
  text,
} from '../../../src/ui';
import { darkTheme } from '../../../src/ui/theme';

let app: HeadlessApp;

beforeEach(() => {
  app = createHeadlessApp();
});

afterEach(() => app.dispose());

function fontOf(element: Entity) {
  const row = element & ROW_MASK;
  const label = columns(app.world, ButtonLabel).entity[row]!;
  const target = label === 0 ? row : label & ROW_MASK;
  return resource(app.world, TextPort).specOf(columns(app.world, Text).font[target]!);
}

const plain = {
  family: darkTheme.fontFamily,
  size: darkTheme.fontSize,
  weight: 400,
  italic: false,
};

describe('fonts of style classes', () => {
  const large = defineStyle({ fontSize: 30, fontWeight: 700 });

  it('leave texts of parts as they are, height included', () => {
    const label = text(app.world, { content: ['Ferry ', { text: '12', fontWeight: 700 }] });
    app.frames(1);
    const { height } = columns(app.world, Box);
    const before = height[label & ROW_MASK];
    setStyles(app.world, label, [large]);
    app.frames(1);
    expect([fontOf(label), height[label & ROW_MASK]]).toEqual([plain, before]);
  });

  it('are those of a text, which takes more room', () => {
    const page = box(app.world, { alignItems: 'start' });
    const words = text(app.world, { parent: page, content: 'Departures', styles: [large] });
    const other = text(app.world, { parent: page, content: 'Departures' });
    app.frames(1);
    expect(fontOf(words)).toEqual({ ...plain, size: 30, weight: 700 });
    const { width, height } = columns(app.world, Box);
    expect(width[words & ROW_MASK]).toBeGreaterThan(width[other & ROW_MASK]! * 1.5);
    expect(height[words & ROW_MASK]).toBeGreaterThan(height[other & ROW_MASK]!);
  });

  it('go back to what the text has by itself', () => {
    const words = text(app.world, { content: 'Departures', italic: true, styles: [large] });
    const slanted = defineStyle({ fontFamily: 'serif', fontWeight: 200, italic: false });
    setStyles(app.world, words, [slanted]);
    // It was given its slant itself.
    expect(fontOf(words)).toEqual({ family: 'serif', size: plain.size, weight: 200, italic: true });
    setStyles(app.world, words, []);
    expect(fontOf(words)).toEqual({ ...plain, italic: true });
  });

  it('follow states and breakpoints', () => {
    const style = defineStyle({
      fontSize: 18,
      disabled: { fontSize: 12, italic: true },
      breakpoints: [{ below: 500, style: { fontWeight: 300 } }],
    });
    const go = button(app.world, { label: 'Go', styles: [style] });
    app.frames(1);
    expect(fontOf(go)).toEqual({ ...plain, size: 18, weight: 500 });
    setDisabled(app.world, go, true);
    app.frames(1);
    expect(fontOf(go)).toEqual({ ...plain, size: 12, weight: 500, italic: true });
    app.resize(400, 300);
    app.frames(1);
    expect(fontOf(go)).toMatchObject({ size: 12, weight: 300 });
    setDisabled(app.world, go, false);
    app.resize(600, 300);
    app.frames(1);
    expect(fontOf(go)).toEqual({ ...plain, size: 18, weight: 500 });
  });

  it.each<[string, () => Entity]>([
    ['a text by option', () => text(app.world, { fontSize: 9, styles: [large] })],
    ['a button by option', () => button(app.world, { label: 'a', fontSize: 9, styles: [large] })],
    [
      'a text later',
      () => {
        const words = text(app.world, { content: 'a', styles: [large] });
        setTextStyle(app.world, words, { fontSize: 9 });
        return words;
      },
    ],
    [
      'a label later',
      () => {
        const go = button(app.world, { label: 'a', styles: [large] });
        const label = columns(app.world, ButtonLabel).entity[go & ROW_MASK] as Entity;
        setTextStyle(app.world, label, { fontSize: 9 });
        return go;
      },
    ],
  ])('give way to what was given to %s', (_, make) => {
    const element = make();
    expect(fontOf(element)).toMatchObject({ size: 9, weight: 700 });
    setStyles(app.world, element, [defineStyle({ fontSize: 40, fontWeight: 200 })]);
    expect(fontOf(element)).toMatchObject({ size: 9, weight: 200 });
    setStyles(app.world, element, []);
    expect(fontOf(element).size).toBe(9);
  });

  it('are not those of an element that had the row before', () => {
    const first = text(app.world, { content: 'a', fontFamily: 'serif', styles: [large] });
    despawn(app.world, first);
    const second = text(app.world, { content: 'a', styles: [large] });
    expect(second & ROW_MASK).toBe(first & ROW_MASK);
    setStyles(app.world, second, []);
    expect(fontOf(second)).toEqual(plain);
  });

  it('leave nothing behind of elements that are gone', () => {
    const words = Array.from({ length: 20 }, () =>
      text(app.world, { content: 'a', styles: [large] }),
    );
    const kept = [...internals(app.world).resources].find(
      ([token]) => (token as { name: string }).name === 'PlainFonts',
    )![1] as Map<number, unknown>;
    expect(kept.size).toBe(20);
    for (const word of words.slice(5)) despawn(app.world, word);
    expect([...kept.keys()]).toEqual(words.slice(0, 5).map((word) => word & ROW_MASK));
  });

  it('show nothing on other elements', () => {
    const page = box(app.world, { styles: [large] });
    app.frames(1);
    expect(columns(app.world, Text).font[page & ROW_MASK]).toBe(0);
  });

  it.each<[object, string]>([
    [{ fontSize: 0 }, 'fontSize is 0; give a number from 0.015625 to 100000'],
    [{ hover: { fontWeight: '700' } }, 'fontWeight is 700; give a number from 1 to 1000'],
    [{ italic: 1 }, 'italic is 1; give true or false'],
    [{ fontFamily: '' }, "font family is ''; name one"],
    [{ fontFamily: 3 }, "font family is '3'; name one"],
  ])('are checked when the class is defined: %o', (style, message) => {
    expect(() => defineStyle(style)).toThrow(message);
  });
});
