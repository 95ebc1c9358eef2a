import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  columns,
  type DirtList,
  type Entity,
  LAYOUT,
  PAINT,
  ROW_MASK,
  watchDirt,
} from '../../../src/ecs';
import { Box } from '../../../src/ecs/stores';
import { createHeadlessApp, type HeadlessApp } from '../../../src/testing/headless-app';
import { box, defineStyle, type Style, setStyle, setStyles } from '../../../src/ui';

let app: HeadlessApp;
let element: Entity;
let dirt: DirtList;

beforeEach(() => {
  app = createHeadlessApp();
  element = box(app.world, {});
  dirt = watchDirt(app.world, 127);
  app.start();
  sleep();
});

afterEach(() => {
  dirt.dispose();
  app.dispose();
});

/** Runs frames until nothing needs another. */
function sleep(): void {
  for (let i = 0; i < 10 && !app.asleep; i++) {
    app.clock.frame();
    dirt.take();
  }
  expect(app.asleep).toBe(true);
}

function dirtOf(style: Style): number {
  setStyle(app.world, element, style);
  return dirt.bits[element & ROW_MASK]!;
}

describe('setStyle with what is there already', () => {
  it.each<Style>([
    { width: 12 },
    { width: 0.1 },
    { width: '12.3%' },
    { width: '5vw', height: '7px', maxWidth: 'none' },
    { minWidth: 'min-content' },
    { padding: 3 },
    { margin: 'auto', gap: '4%' },
    { flexGrow: 0.3, flexShrink: 0 },
    { borderTopWidth: 1.1 },
    { position: 'absolute', alignSelf: 'safe center' },
    { fill: '#abcdef', borderTopColor: 0xff112233 },
  ])('lets the app sleep on: %o', (style) => {
    expect(dirtOf(style)).not.toBe(0);
    sleep();
    expect(dirtOf(style)).toBe(0);
    expect(app.asleep).toBe(true);
  });

  it('lets the app sleep on where it says what every element has', () => {
    expect(dirtOf({ width: 'auto', padding: 0, flexShrink: 1, display: 'flex' })).toBe(0);
    expect(app.asleep).toBe(true);
  });

  it('takes another unit of the same amount for a change', () => {
    dirtOf({ width: 12 });
    sleep();
    expect(dirtOf({ width: '12%' })).toBe(LAYOUT);
    sleep();
    expect(dirtOf({ width: 12 })).toBe(LAYOUT);
    sleep();
    dirtOf({ width: 0 });
    sleep();
    expect(dirtOf({ width: 'auto' })).toBe(LAYOUT);
    sleep();
    expect(dirtOf({ width: 'max-content' })).toBe(LAYOUT);
  });

  it('tells what has changed beside what has not', () => {
    dirtOf({ width: 12, fill: '#abcdef', paddingTop: 4 });
    sleep();
    expect(dirtOf({ width: 12, fill: '#abcdee' })).toBe(PAINT);
    sleep();
    // Three sides of four.
    expect(dirtOf({ padding: 4 })).toBe(LAYOUT | PAINT);
    expect(app.asleep).toBe(false);
    sleep();
    expect(dirtOf({ fill: '#abcdee', width: 13 })).toBe(LAYOUT);
  });

  it('makes it the element’s own, which a class does not change any more', () => {
    setStyle(app.world, element, { height: 'auto' });
    expect(app.asleep).toBe(true);
    setStyles(app.world, element, [defineStyle({ height: 30, width: 20 })]);
    sleep();
    const { height, width } = columns(app.world, Box);
    const row = element & ROW_MASK;
    // All of the surface, as a root is.
    expect([width[row], height[row]]).toEqual([20, 600]);
  });
});
