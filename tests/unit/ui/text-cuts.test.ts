import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { columns, type Entity, ROW_MASK } from '../../../src/ecs';
import { Box, Text } from '../../../src/ecs/stores';
import { createHeadlessApp, type HeadlessApp } from '../../../src/testing/headless-app';
import { box, setTextStyle, type TextOptions, text } from '../../../src/ui';

const WORDS = 'The compositor counted the letters twice.';

let app: HeadlessApp;

beforeEach(() => {
  app = createHeadlessApp({ width: 480, height: 300 });
});

afterEach(() => app.dispose());

describe('a text in a row of 100 px', () => {
  it.each([
    {},
    { lineHeight: 1.5 },
    { textOverflow: 'ellipsis-middle' },
    { textOverflow: 'clip' },
    { whiteSpace: 'pre' },
    { textAlign: 'justify', letterSpacing: 1 },
  ] as TextOptions[])('is cut to it where it does not wrap: %j', (look) => {
    const { label } = labelIn(100, look);
    expect(widthOf(label)).toBe(100);
  });

  it('is as narrow as its longest word where it wraps', () => {
    const wide = labelIn(100, { whiteSpace: 'normal' });
    const narrow = labelIn(10, { whiteSpace: 'normal' });
    expect(widthOf(wide.label)).toBe(100);
    expect(widthOf(narrow.label)).toBeGreaterThan(20);
    expect(widthOf(narrow.label)).toBeLessThan(columns(app.world, Text).width[narrow.row]! / 3);
  });

  it('starts and stops to wrap, and to be cut, when its style changes', () => {
    const { label, row } = labelIn(10, {});
    const heights = (): number => columns(app.world, Box).height[row]!;
    const line = heights();
    expect(widthOf(label)).toBe(10);
    setTextStyle(app.world, label, { whiteSpace: 'normal' });
    app.frames(2);
    expect(widthOf(label)).toBeGreaterThan(20);
    expect(heights()).toBeGreaterThan(3 * line);
    setTextStyle(app.world, label, { whiteSpace: 'nowrap' });
    app.frames(2);
    expect(widthOf(label)).toBe(10);
    expect(heights()).toBe(line);
  });
});

function labelIn(width: number, look: TextOptions): { label: Entity; row: number } {
  const page = box(app.world, { alignItems: 'start' });
  const window = box(app.world, { parent: page, width, overflow: 'hidden', alignItems: 'start' });
  const label = text(app.world, { parent: window, content: WORDS, ...look });
  app.frames(2);
  return { label, row: label & ROW_MASK };
}

function widthOf(label: Entity): number {
  return columns(app.world, Box).width[label & ROW_MASK]!;
}
