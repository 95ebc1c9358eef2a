import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { columns, despawn, type Entity, PAINT, ROW_MASK, touch } from '../../../src/ecs';
import { ButtonLabel, Fill, Text } from '../../../src/ecs/stores';
import { createHeadlessApp, type HeadlessApp } from '../../../src/testing/headless-app';
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
} from '../../../src/ui';
import { shownRecords, watchRecords } from '../systems/text/marks';

const RED = '#ff0000';

let app: HeadlessApp;
let parent: Entity;

beforeEach(() => {
  app = createHeadlessApp({ width: 400, height: 400, developer: true });
  watchRecords(app);
  parent = box(app.world, { flexDirection: 'column', alignItems: 'flex-start' });
});
afterEach(() => app.dispose());

function colorOf(element: Entity): number {
  const label = columns(app.world, ButtonLabel).entity[element & ROW_MASK]!;
  return columns(app.world, Text).color[(label === 0 ? element : label) & ROW_MASK]!;
}

function fillOf(element: Entity): number {
  return columns(app.world, Fill).color[element & ROW_MASK]!;
}

describe('another theme', () => {
  it('colours texts that were given no colour', () => {
    const plain = text(app.world, { parent, content: 'a' });
    const given = text(app.world, { parent, content: 'b', color: RED });
    const same = text(app.world, { parent, content: 'c', color: darkTheme.text });
    const later = text(app.world, { parent, content: 'd' });
    const written = text(app.world, { parent, content: 'e' });
    setTextColor(app.world, later, RED);
    columns(app.world, Text).color[written & ROW_MASK] = parseColor(RED);
    touch(app.world, written & ROW_MASK, PAINT);
    despawn(app.world, text(app.world, { parent, content: 'f' }));
    app.setTheme(lightTheme);
    expect(colorOf(plain)).toBe(parseColor(lightTheme.text));
    for (const element of [given, later, written]) expect(colorOf(element)).toBe(parseColor(RED));
    expect(colorOf(same)).toBe(parseColor(darkTheme.text));
    app.setTheme(darkTheme);
    expect(colorOf(plain)).toBe(parseColor(darkTheme.text));
  });

  it('leaves colours of classes, and comes where these go', () => {
    const red = defineStyle({ color: RED });
    const dark = defineStyle({ color: darkTheme.text });
    const styled = [red, dark].map((style) => text(app.world, { parent, styles: [style] }));
    const labels = [red, dark].map((style) =>
      button(app.world, { parent, label: 'a', styles: [style] }),
    );
    app.setTheme(lightTheme);
    for (const [first, second] of [styled, labels]) {
      expect(colorOf(first!)).toBe(parseColor(RED));
      expect(colorOf(second!)).toBe(parseColor(darkTheme.text));
    }
    for (const element of [...styled, ...labels]) {
      setStyles(app.world, element, []);
      expect(colorOf(element)).toBe(parseColor(lightTheme.text));
    }
    app.setTheme(darkTheme);
    for (const element of [...styled, ...labels]) {
      expect(colorOf(element)).toBe(parseColor(darkTheme.text));
    }
  });

  it('colours buttons, and those that are disabled', () => {
    const padded = defineStyle({ paddingLeft: 20, fill: RED });
    const plain = button(app.world, { parent, label: 'a' });
    const disabled = button(app.world, { parent, label: 'b', disabled: true });
    const given = button(app.world, { parent, label: 'c', color: darkTheme.text });
    const filled = button(app.world, { parent, label: 'd', fill: RED });
    const styled = button(app.world, { parent, label: 'e', styles: [padded] });
    for (const theme of [lightTheme, darkTheme, lightTheme]) {
      app.setTheme(theme);
      expect(colorOf(plain)).toBe(parseColor(theme.text));
      expect(colorOf(disabled)).toBe(parseColor(theme.muted));
      expect(colorOf(given)).toBe(parseColor(darkTheme.text));
      expect([plain, disabled, given].map(fillOf)).toEqual(
        Array(3).fill(parseColor(theme.surface)),
      );
      expect([filled, styled].map(fillOf)).toEqual(Array(2).fill(parseColor(RED)));
    }
    setDisabled(app.world, plain, true);
    setDisabled(app.world, disabled, false);
    expect(colorOf(plain)).toBe(parseColor(lightTheme.muted));
    expect(colorOf(disabled)).toBe(parseColor(lightTheme.text));
    setStyles(app.world, styled, []);
    expect(fillOf(styled)).toBe(parseColor(lightTheme.surface));
  });

  it('is drawn, and colours links', () => {
    const link = 'https://example.com';
    text(app.world, {
      parent,
      content: [
        { text: 'a', link },
        { text: 'b', underline: true },
        { text: 'c', link, color: darkTheme.accent },
        { text: 'd', underline: true, color: RED },
      ],
    });
    app.frames(2);
    app.setTheme(lightTheme);
    app.frames(1);
    expect(shownRecords(app).solids.map(({ color }) => color)).toEqual(
      [lightTheme.accent, lightTheme.text, darkTheme.accent, RED].map(parseColor),
    );
  });

  it('may be the old one, changed in place', () => {
    const theme = { ...darkTheme };
    app.setTheme(theme);
    const plain = text(app.world, { parent, content: 'a' });
    const go = button(app.world, { parent, label: 'a' });
    Object.assign(theme, lightTheme);
    app.setTheme(theme);
    expect([plain, go].map(colorOf)).toEqual(Array(2).fill(parseColor(lightTheme.text)));
    expect(fillOf(go)).toBe(parseColor(lightTheme.surface));
  });

  it('changes nothing where a colour cannot be read', () => {
    const plain = text(app.world, { parent, content: 'a' });
    expect(() => app.setTheme({ ...lightTheme, muted: 'nonsense' })).toThrow("'nonsense'");
    expect(colorOf(plain)).toBe(parseColor(darkTheme.text));
    app.setTheme(lightTheme);
    expect(colorOf(plain)).toBe(parseColor(lightTheme.text));
  });
});
