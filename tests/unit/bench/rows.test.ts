import { describe, expect, it } from 'vitest';
import {
  BADGE_COLORS,
  BAR_COLORS,
  badgeColorOf,
  barColorOf,
  createFling,
  delayOf,
  distanceOf,
  FLING_STEP,
  ROUTES,
  ROW_HEIGHT,
  routeOf,
  VIEW_HEIGHT,
} from '../../../bench/pages/rows';

describe('the benched scene', () => {
  it('stays within its ranges and uses every colour, far out too', () => {
    const bars = new Set<number>();
    const badges = new Set<number>();
    for (const start of [0, 999_000, 9_999_000]) {
      for (let index = start; index < start + 1000; index++) {
        expect(ROUTES[routeOf(index)]).toMatch(/^[A-Z]{3} - [A-Z]{3}$/);
        expect(distanceOf(index)).toBeGreaterThanOrEqual(60);
        expect(distanceOf(index)).toBeLessThan(2660);
        expect(delayOf(index)).toBeGreaterThanOrEqual(-20);
        expect(delayOf(index)).toBeLessThan(220);
        bars.add(barColorOf(index));
        badges.add(badgeColorOf(index));
      }
    }
    expect([...bars].sort()).toEqual([...BAR_COLORS].sort());
    expect([...badges].sort()).toEqual([...BADGE_COLORS].sort());
  });

  it('is the same at every run', () => {
    expect([0, 1, 2, 3].map(distanceOf)).toEqual([0, 1, 2, 3].map(distanceOf));
    expect([routeOf(12_345), distanceOf(12_345), delayOf(12_345)]).toMatchInlineSnapshot(`
      [
        342,
        138,
        81,
      ]
    `);
  });
});

describe('the fling', () => {
  it('moves by whole steps and turns inside both ends', () => {
    const rows = 200;
    const end = rows * ROW_HEIGHT - VIEW_HEIGHT;
    const fling = createFling(rows);
    let turns = 0;
    for (let frame = 0; frame < 500; frame++) {
      const { offset, step } = fling;
      fling.advance();
      expect(Math.abs(fling.offset - offset)).toBe(FLING_STEP);
      expect(fling.offset).toBeGreaterThanOrEqual(0);
      expect(fling.offset).toBeLessThanOrEqual(end);
      if (fling.step !== step) turns++;
    }
    expect(turns).toBeGreaterThanOrEqual(5);
  });

  it('stays put in a list shorter than a step', () => {
    const fling = createFling(26);
    for (let frame = 0; frame < 5; frame++) {
      fling.advance();
      expect(fling.offset).toBeGreaterThanOrEqual(0);
      expect(fling.offset).toBeLessThanOrEqual(26 * ROW_HEIGHT - VIEW_HEIGHT);
    }
  });
});
