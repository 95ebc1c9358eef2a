import { describe, expect, it } from 'vitest';
import { createSizeIndex } from '../../../../src/structures';
import { FROM, LaneLayout, TO, TOP } from '../../../../src/systems/virtualization/lane-layout';

const UNITS = 64;

describe('rows laid into lanes', () => {
  it('keep their lanes between one in sight in a long lane and one in a short lane, though they were not measured', () => {
    const { base, layout } = createLayout();
    // In sight of lane 1 are rows far before those in sight of lane 0: a row between was shown in neither.
    for (let row = 93; row < 100; row++) base.setUnits(row, 60 * UNITS);
    for (let row = 81; row < 86; row++) base.setUnits(row, 60 * UNITS);
    const before = distance(layout, 81, 99);
    layout.remember(false);
    layout.repin(81);
    layout.lay(81, 99);
    const between = Array.from({ length: 12 }, (_, i) => layout.laneOf(81 + i));
    expect(between).toEqual(new Array(12).fill(1));
    expect(distance(layout, 81, 99)).toBe(before);
  });

  it('may get other lanes behind the last one that was measured', () => {
    const { base, layout } = createLayout();
    for (let row = 81; row < 86; row++) base.setUnits(row, 60 * UNITS);
    layout.remember(false);
    layout.repin(81);
    layout.lay(81, 92);
    const behind = Array.from({ length: 7 }, (_, i) => layout.laneOf(86 + i));
    expect(behind).toContain(0);
  });
  it('keep their lanes when what is after them becomes the row that all is laid from, though they are not remembered', () => {
    const base = createSizeIndex({ count: 400, size: 60 });
    for (let row = 0; row < 400; row++)
      base.setUnits(row, (24 + ((Math.imul(row, 2_654_435_761) >>> 8) % 120)) * UNITS);
    const layout = new LaneLayout(base, 0);
    layout.setLanes(3);
    const lanes = () => Array.from({ length: 60 }, (_, i) => layout.laneOf(200 + i));
    layout.pin = 200;
    layout.lay(200, 259);
    const before = lanes();
    for (const pin of [240, 220, 259]) {
      layout.repin(pin);
      layout.lay(200, 259);
      expect(lanes(), `from ${pin}`).toEqual(before);
    }
    // Rows that have other indices now have other lanes.
    layout.forget();
    layout.lay(200, 259);
    expect(lanes()).not.toEqual(before);
  });
});

/** 100 rows of 60 px in two lanes, of which the last 7 lie in lane 0, and lane 1 ends 600 px below them. */
function createLayout() {
  const base = createSizeIndex({ count: 100, size: 60 });
  const layout = new LaneLayout(base, 0);
  layout.setLanes(2);
  layout.pin = 99;
  layout.edge.set([-300 * 2 * UNITS, 300 * 2 * UNITS]);
  for (let row = 93; row < 100; row++) layout.memory.set(row, 0, layout.edge);
  const top = layout.edge[0]!;
  layout.span[TOP] = top;
  layout.span[FROM] = top - 64 * 2 * UNITS;
  layout.span[TO] = top + 264 * 2 * UNITS;
  layout.lay(99, 99);
  return { base, layout };
}

/** From where one row starts to where another does, CSS pixels. */
function distance(layout: LaneLayout, from: number, to: number): number {
  const at = new Float64Array(2);
  layout.startInto(at, 0, from);
  layout.startInto(at, 1, to);
  return (at[1]! - at[0]!) / (2 * UNITS);
}
