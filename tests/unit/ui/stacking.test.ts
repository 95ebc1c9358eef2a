// Needs a process of its own in the long tests, which measure garbage: that of frames in which colours change is measured by default.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { columns, type Entity, resolve, resource } from '../../../src/ecs';
import { HitTester, PaintOrders, paintOrderOf, Stacking } from '../../../src/ecs/stores';
import { createHeadlessApp, type HeadlessApp } from '../../../src/testing/headless-app';
import { box, defineStyle, setStyle, virtualList } from '../../../src/ui';
import { heapSlope } from '../../heap-slope';

let app: HeadlessApp;

beforeEach(() => {
  app = createHeadlessApp({ width: 400, height: 300 });
});

afterEach(() => app.dispose());

const PLACE = { position: 'absolute', left: 10, top: 10, width: 50, height: 50 } as const;

function hit(x: number, y: number): number {
  return resource(app.world, HitTester).hit(x, y);
}

function rowOf(entity: Entity): number {
  return resolve(app.world, entity);
}

describe('zIndex', () => {
  it('raises, lowers and gives its place back', () => {
    const page = box(app.world, { width: 400, height: 300 });
    const [first, second] = [1, 2].map(() =>
      box(app.world, { parent: page, ...PLACE, fill: '#f00' }),
    );
    app.frames(2);
    expect(hit(20, 20)).toBe(rowOf(second!));
    setStyle(app.world, first!, { zIndex: 1 });
    app.frames(1);
    expect(hit(20, 20)).toBe(rowOf(first!));
    setStyle(app.world, second!, { zIndex: 2 });
    app.frames(1);
    expect(hit(20, 20)).toBe(rowOf(second!));
    setStyle(app.world, second!, { zIndex: -1 });
    app.frames(1);
    expect(hit(20, 20)).toBe(rowOf(first!));
    setStyle(app.world, first!, { zIndex: 'auto' });
    setStyle(app.world, second!, { zIndex: 'auto' });
    app.frames(1);
    expect(hit(20, 20)).toBe(rowOf(second!));
    expect(columns(app.world, Stacking).kind[rowOf(second!)]).toBe(0);
  });

  it('is refused if it is no whole number', () => {
    for (const zIndex of [1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, '3']) {
      expect(() => box(app.world, { zIndex: zIndex as number })).toThrow(
        /zIndex is .*'auto' or a whole number/,
      );
    }
    expect(() => box(app.world, { topLayer: 'modal' as 'toast' })).toThrow(/topLayer/);
    expect(resource(app.world, PaintOrders).used).toBe(false);
  });

  it('draws again what was hidden and what hid it, and no more', () => {
    const page = box(app.world, { width: 400, height: 300 });
    const first = box(app.world, { parent: page, ...PLACE, fill: '#f00', zIndex: 0 });
    box(app.world, { parent: page, ...PLACE, left: 40, fill: '#00f', zIndex: 0 });
    app.frames(3);
    setStyle(app.world, first, { zIndex: 1 });
    app.frames(1);
    expect([...app.renderer.stats().damage.subarray(0, 4)]).toEqual([10, 10, 60, 60]);
    app.frames(1);
    expect(app.renderer.stats().draws).toBe(0);
  });

  it('counts in a class and its variants', () => {
    const raised = defineStyle({ zIndex: 5, disabled: { zIndex: -5 } });
    const page = box(app.world, { width: 400, height: 300 });
    const first = box(app.world, { parent: page, ...PLACE, styles: [raised] });
    box(app.world, { parent: page, ...PLACE });
    app.frames(2);
    expect(hit(20, 20)).toBe(rowOf(first));
  });

  it.runIf(process.env.RAFTER_LONG)('makes no garbage in frames in which no order changes', () => {
    const page = box(app.world, { width: 400, height: 300 });
    const first = box(app.world, { parent: page, ...PLACE, zIndex: 1, fill: '#f00' });
    box(app.world, { parent: page, ...PLACE, fill: '#f00' });
    const fills = [{ fill: '#ff0000' }, { fill: '#00ff00' }];
    let now = 1000;
    const slope = heapSlope((frame) => {
      setStyle(app.world, first, fills[frame & 1]!);
      now += 16;
      app.step(now);
    }, 2_000);
    expect(slope).toBeLessThanOrEqual(16);
  });
});

describe('topLayer', () => {
  it('lies over every level, toasts over tooltips over popovers', () => {
    const page = box(app.world, { width: 400, height: 300 });
    const kinds = ['toast', 'popover', 'tooltip'] as const;
    const made = kinds.map((topLayer) => box(app.world, { parent: page, ...PLACE, topLayer }));
    box(app.world, { parent: page, ...PLACE, zIndex: 1000 });
    app.frames(2);
    expect(hit(20, 20)).toBe(rowOf(made[0]!));
    setStyle(app.world, made[0]!, { topLayer: 'none' });
    app.frames(1);
    expect(hit(20, 20)).toBe(rowOf(made[2]!));
    setStyle(app.world, made[1]!, { topLayer: 'toast' });
    app.frames(1);
    expect(hit(20, 20)).toBe(rowOf(made[1]!));
  });

  it('keeps the level for when it ends', () => {
    const page = box(app.world, { width: 400, height: 300 });
    const first = box(app.world, { parent: page, ...PLACE, zIndex: 3, topLayer: 'toast' });
    const second = box(app.world, { parent: page, ...PLACE, zIndex: 2 });
    app.frames(2);
    setStyle(app.world, first, { topLayer: 'none' });
    app.frames(1);
    expect(hit(20, 20)).toBe(rowOf(first));
    setStyle(app.world, first, { zIndex: 1 });
    app.frames(1);
    expect(hit(20, 20)).toBe(rowOf(second));
  });

  it('leaves a level of 0 the context that it is', () => {
    const page = box(app.world, { width: 400, height: 300 });
    const first = box(app.world, { parent: page, ...PLACE, zIndex: 0, topLayer: 'popover' });
    const inner = box(app.world, { parent: first, width: 50, height: 50, zIndex: 9 });
    const second = box(app.world, { parent: page, ...PLACE, zIndex: 1 });
    app.frames(2);
    expect(hit(20, 20)).toBe(rowOf(inner));
    setStyle(app.world, first, { topLayer: 'none' });
    app.frames(1);
    expect(hit(20, 20)).toBe(rowOf(second));
  });

  it('goes with the element it is in when that is hidden, though nothing clips it', () => {
    const page = box(app.world, { width: 400, height: 300 });
    const outer = box(app.world, { parent: page, ...PLACE });
    const tip = box(app.world, {
      parent: outer,
      position: 'absolute',
      left: 100,
      width: 20,
      height: 20,
      fill: '#f00',
      topLayer: 'tooltip',
    });
    app.frames(2);
    expect(hit(120, 20)).toBe(rowOf(tip));
    setStyle(app.world, outer, { visible: false });
    app.frames(1);
    expect(hit(120, 20)).not.toBe(rowOf(tip));
    const { order, length } = paintOrderOf(app.world);
    expect(order.subarray(0, length)).toContain(rowOf(tip));
  });

  it('goes with the row of a list that is out of use', () => {
    let tips: Entity[] = [];
    const list = virtualList(app.world, {
      width: 400,
      height: 300,
      count: 10,
      estimatedSize: 30,
      fixedSize: true,
      template: (row) => {
        const tip = box(app.world, {
          parent: row,
          position: 'absolute',
          left: 100,
          width: 20,
          height: 20,
          fill: '#f00',
          topLayer: 'tooltip',
        });
        tips = [...tips, tip];
        return [tip] as const;
      },
      bind: () => {},
    });
    app.frames(3);
    expect(tips.map(rowOf)).toContain(hit(110, 5));
    list.setCount(0);
    app.frames(3);
    expect(tips.map(rowOf)).not.toContain(hit(110, 5));
  });
});
