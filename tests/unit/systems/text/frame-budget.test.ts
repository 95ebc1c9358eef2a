import { describe, expect, it } from 'vitest';
import { createFrameBudget } from '../../../../src/systems/text/frame-budget';
import {
  createDeterministicMeasurer,
  createDeterministicRasteriser,
} from '../../../../src/testing/deterministic-text';
import { createFixture } from './fixture';

const CJK = 0x4e00;
const BUDGET_MS = 6;

describe('the budget of a frame', () => {
  it('is spent on glyphs where nothing was measured', () => {
    const { drawnIn } = createSlow();
    drawnIn(() => {});
    expect(drawnIn(() => {})).toBe(BUDGET_MS);
  });

  it('is what measuring and laying out left of it, in that frame alone', () => {
    const { drawnIn, measure } = createSlow();
    drawnIn(() => {});
    expect(drawnIn(() => measure(1))).toBe(BUDGET_MS - 2);
    expect(drawnIn(() => {})).toBe(BUDGET_MS);
  });

  it('counts the looks for ligatures', () => {
    const { drawnIn, ligate } = createSlow();
    drawnIn(() => {});
    // 3 ms, and one for the width of the ligature: more than half of the budget.
    expect(drawnIn(() => ligate())).toBe(0);
  });

  it('is nothing where measuring took more than half of it, and a quarter at least in the next frame', () => {
    const { drawnIn, measure } = createSlow();
    drawnIn(() => {});
    // Glyphs come, while new text is measured in every frame.
    for (let frame = 0; frame < 3; frame++) {
      expect(drawnIn(() => measure(50))).toBe(0);
      expect(drawnIn(() => measure(50))).toBe(2);
    }
    expect(drawnIn(() => measure(50))).toBe(0);
    expect(drawnIn(() => {})).toBe(BUDGET_MS);
  });

  it('is a third of it at most where letters wait to be measured, also after a frame that drew nothing', () => {
    const { drawnIn, measure, refuse } = createSlow();
    drawnIn(() => {});
    expect(drawnIn(refuse)).toBe(BUDGET_MS / 3);
    const busy = () => {
      measure(50);
      refuse();
    };
    expect(drawnIn(busy)).toBe(0);
    expect(drawnIn(() => {})).toBe(BUDGET_MS / 3);
    expect(drawnIn(() => {})).toBe(BUDGET_MS);
  });

  it('has a third for writing texts that show nothing yet, from the first on, where more than a few glyphs wait', () => {
    const clock = { time: 100, now: () => clock.time };
    const measurer = createDeterministicMeasurer();
    const budget = createFrameBudget({ measurer, clock, budget: { rasterBudget: BUDGET_MS } });
    for (let frame = 0; frame < 2; frame++) {
      expect(budget.isWritten(65)).toBe(false);
      clock.time += BUDGET_MS / 3;
      expect(budget.isWritten(65)).toBe(false);
      clock.time += 0.1;
      expect(budget.isWritten(65)).toBe(true);
      expect(budget.isWritten(64)).toBe(false);
      budget.endFrame();
    }
  });

  it('is all there is where few glyphs wait, so that a short text comes whole', () => {
    const { drawnIn, measure } = createSlow(64);
    expect(drawnIn(() => measure(50))).toBeGreaterThanOrEqual(BUDGET_MS);
    expect(drawnIn(() => measure(50))).toBe(BUDGET_MS);
  });

  it('is more in slow frames, a third of what these take beside it up to 24 ms, while glyphs are left over', () => {
    const { drawnIn, wait } = createSlow(400);
    drawnIn(() => {});
    // One long frame may be chance.
    expect(drawnIn(() => wait(60))).toBe(BUDGET_MS);
    expect(drawnIn(() => wait(60))).toBe(BUDGET_MS);
    expect(drawnIn(() => wait(45))).toBe(20);
    expect(drawnIn(() => wait(200))).toBe(15);
    expect(drawnIn(() => wait(200))).toBe(15);
    expect(drawnIn(() => wait(10))).toBe(24);
    expect(drawnIn(() => wait(60))).toBe(BUDGET_MS);
  });

  it('is the knob in frames of 33 ms, which might be 17', () => {
    const { drawnIn, wait } = createSlow(400);
    drawnIn(() => {});
    for (let frame = 0; frame < 9; frame++) expect(drawnIn(() => wait(27))).toBe(BUDGET_MS);
  });

  it('is the knob after a rest', () => {
    const { drawnIn, wait, add } = createSlow(0);
    for (let frame = 0; frame < 9; frame++) {
      // All that waits fits.
      drawnIn(() => {
        wait(500);
        add(5);
      });
    }
    add(200);
    expect(drawnIn(() => wait(500))).toBe(BUDGET_MS);
  });
});

/** A host that takes a millisecond for each length and glyph, and three for a look for a ligature. */
function createSlow(waiting = 200) {
  const measurer = createDeterministicMeasurer();
  const rasteriser = createDeterministicRasteriser();
  const tick = { now: 0 };
  const { port, element, cache, system } = createFixture({
    measurer: {
      ...measurer,
      measure(font, text) {
        tick.now++;
        return measurer.measure(font, text);
      },
      ligates() {
        tick.now += 3;
        return true;
      },
    },
    rasteriser: {
      ...rasteriser,
      read(visit) {
        rasteriser.read((bitmap, index) => {
          tick.now++;
          visit(bitmap, index);
        });
      },
    },
    clock: { now: () => tick.now },
  });
  const row = element();
  let next = 0x400;
  let last = CJK;
  const add = (count: number) => {
    for (let i = 0; i < count; i++) cache.slot(0, last++, 0, 1);
  };
  add(waiting);
  return {
    /** Has so many glyphs more wait. */
    add,
    /** Does something else. */
    wait(ms: number) {
      tick.now += ms;
    },
    /** Sets text of so many letters never measured. */
    measure(count: number) {
      // Apart, so that there is no pair to measure.
      for (let i = 0; i < count; i++) port.setText(row, String.fromCharCode(next++));
    },
    /** Has the letters of a row wait. */
    refuse() {
      const columns = cache as typeof cache & { placer: () => boolean };
      columns.placer = () => false;
      cache.place(row, false);
    },
    ligate() {
      port.setText(row, 'f');
      system.flushUploads();
      port.setText(row, 'fi');
    },
    /** Milliseconds that drawing took in a frame, after something else was done in it. */
    drawnIn(act: () => void): number {
      act();
      const begin = tick.now;
      cache.rasterise();
      system.flushUploads();
      return tick.now - begin;
    },
  };
}
