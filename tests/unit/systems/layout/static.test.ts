import { describe, expect, it } from 'vitest';
import { heapSlope } from '../../../../src/benchmark/heap-slope';
import {
  columns,
  createWorld,
  despawn,
  entityOf,
  type Frame,
  LAYOUT,
  setResource,
  touch,
} from '../../../../src/ecs';
import { LayoutStyle, Viewport } from '../../../../src/ecs/stores';
import { createLayoutSystem } from '../../../../src/systems/layout';
import {
  buildTree,
  readBoxes,
  type StyleSpec,
  type TreeSpec,
  writeStyle,
} from '../../../layout/layout-tree';

const STATIC = { position: 'static' } as const;
const corner = { position: 'absolute', right: 0, bottom: 0, width: 10, height: 10 } as const;

describe('a static element', () => {
  it('is not moved by its insets', () => {
    const { boxes, set } = laidOut(node({}, node({ ...STATIC, left: 7, top: 5, width: 20 })));
    expect(boxes()[1]!.slice(0, 2)).toEqual([0, 0]);
    set(1, { position: 'relative' });
    expect(boxes()[1]!.slice(0, 2)).toEqual([7, 5]);
    set(1, STATIC);
    expect(boxes()[1]!.slice(0, 2)).toEqual([0, 0]);
  });

  it('leaves absolute elements to the nearest one around that is not: to its padding box', () => {
    const { boxes } = laidOut(
      node(
        {},
        node(
          { width: 200, height: 100, borderWidth: [1, 2, 3, 4], paddingLeft: 20 },
          node({ ...STATIC, width: 50 }, node({ ...STATIC, marginLeft: 9 }, node(corner))),
        ),
      ),
    );
    expect(boxes()[4]).toEqual([200 - 2 - 10, 100 - 3 - 10, 10, 10]);
  });

  it('that is a root leaves them to the surface', () => {
    const { boxes } = laidOut(node({ ...STATIC, width: 100, height: 50 }, node(corner)));
    expect(boxes()[1]).toEqual([290, 190, 10, 10]);
  });

  it('is where they stand without insets, with a share of what is around', () => {
    const { boxes } = laidOut(
      node(
        {},
        node({ width: 40, height: 10 }),
        node(
          { ...STATIC, width: 60, height: 30, justifyContent: 'end', alignItems: 'center' },
          node({ position: 'absolute', width: '10%', height: 20 }),
        ),
      ),
    );
    expect(boxes()[3]).toEqual([100 - 30, 5, 30, 20]);
  });
});

describe('an absolute element in a static one', () => {
  const around = (): TreeSpec =>
    node(
      {},
      node({ width: 30, height: 10 }),
      node(
        { width: 150, height: 100 },
        node({ width: 20, height: 10 }),
        node({ ...STATIC, width: 50, height: 50 }, node(corner, node({ width: 5 }))),
      ),
    );

  it.each<[string, at: number, StyleSpec, box: number[]]>([
    ['what it goes by grows', 2, { width: 160 }, [180, 90, 10, 10]],
    ['what it goes by moves', 1, { width: 50 }, [190, 90, 10, 10]],
    ['what it goes by gets a border', 2, { borderRightWidth: 5 }, [165, 90, 10, 10]],
    ['what is between moves', 3, { width: 25 }, [170, 90, 10, 10]],
    ['what it is in is what it goes by', 4, { position: 'relative' }, [90, 40, 10, 10]],
    ['what it went by is static too', 2, STATIC, [290, 190, 10, 10]],
    ['it is in flow', 5, { position: 'relative' }, [50, 0, 10, 10]],
    ['it is static', 5, STATIC, [50, 0, 10, 10]],
    ['it is not displayed', 5, { display: 'none' }, [0, 0, 0, 0]],
    ['what it is in is not displayed', 4, { display: 'none' }, [0, 0, 0, 0]],
    ['it has another inset', 5, { right: 4 }, [166, 90, 10, 10]],
  ])('has its place when %s', (_, at, style, box) => {
    const { boxes, set } = laidOut(around());
    expect(boxes()[5]).toEqual([170, 90, 10, 10]);
    set(at, style);
    expect(boxes()[5]).toEqual(box);
    const visible = box[2] !== 0;
    expect(boxes()[6]).toEqual(visible ? [box[0], box[1], 5, 10] : [0, 0, 0, 0]);
  });

  it.each<[string, at: number, StyleSpec, absolute: number]>([
    // The root is one too, as far as it is reached; what only moves is not sized.
    ['something else grows', 1, { height: 20 }, 1],
    ['what it goes by moves', 1, { width: 50 }, 1],
    ['what it goes by grows', 2, { width: 160 }, 2],
    ['something beside what it is in grows', 3, { width: 25 }, 1],
    ['what it is in gets a margin', 4, { marginLeft: 3 }, 1],
    ['it gets another size', 5, { width: 12 }, 1],
    ['something in it grows', 6, { width: 6 }, 1],
  ])('is sized and placed no more than once when %s', (_, at, style, absolute) => {
    const { system, set } = laidOut(around());
    set(at, style);
    expect(system.counters.absolute).toBe(absolute);
  });

  it('costs nothing while what it goes by stays, however many there are', () => {
    const waiting = (): TreeSpec => node(STATIC, node(corner));
    const { system, set } = laidOut(
      node(
        { alignItems: 'start' },
        node({ width: 50, height: 20, flexShrink: 0 }, node({ width: 5 })),
        node({ width: 50, height: 20 }, ...Array.from({ length: 8 }, waiting)),
      ),
    );
    set(2, { width: 6 });
    expect(system.counters).toMatchObject({ absolute: 0, arranged: 1, written: 1 });
    // One of them.
    set(5, { right: 2 });
    expect(system.counters).toMatchObject({ absolute: 1, written: 1 });
  });

  it('that is a grid places what is between its lines when that alone has changed', () => {
    const inArea = node({ position: 'absolute', gridColumn: '1', right: 0, width: 7, height: 5 });
    const grid = node({ ...corner, width: 60, height: 40, display: 'grid' }, inArea);
    const { boxes, set } = laidOut(node({}, node(STATIC, grid)));
    expect(boxes()[3]!.slice(2)).toEqual([7, 5]);
    set(3, { width: 9 });
    expect(boxes()[3]!.slice(2)).toEqual([9, 5]);
  });

  it('comes back as it was', () => {
    const { boxes, set } = laidOut(around());
    const before = boxes();
    set(4, { display: 'none' });
    set(4, { display: 'flex' });
    expect(boxes()).toEqual(before);
    set(5, { position: 'relative' });
    set(5, { position: 'absolute' });
    expect(boxes()).toEqual(before);
  });

  it('may go by one that is in a static element itself', () => {
    const { boxes, set } = laidOut(
      node(
        {},
        node(STATIC, node({ ...corner, width: 100, height: 60 }, node(STATIC, node(corner)))),
      ),
    );
    expect(boxes()[4]).toEqual([290, 190, 10, 10]);
    set(2, { right: 50 });
    expect(boxes()[4]).toEqual([240, 190, 10, 10]);
  });

  it('comes after one that it goes by, whichever was taken first', () => {
    const { boxes, set } = laidOut(
      node(
        {},
        node(
          { width: 150, height: 100 },
          node({ ...corner, width: 60, height: 40 }, node(STATIC, node(corner))),
        ),
      ),
    );
    expect(boxes()[4]).toEqual([140, 90, 10, 10]);
    set(1, STATIC);
    expect(boxes()[4]).toEqual([290, 190, 10, 10]);
    set(0, { width: 250 });
    expect(boxes()[4]).toEqual([240, 190, 10, 10]);
  });

  it('stands by the padding that what it is in was placed with, whatever was asked since', () => {
    const { boxes, set } = laidOut(
      node(
        { width: 300, alignItems: 'start' },
        node(
          { width: 100, alignItems: 'start' },
          node(
            { ...STATIC, paddingLeft: '20%', flexShrink: 0 },
            { style: {}, text: [100, 10], children: [] },
            node({ position: 'absolute', width: 5, height: 5 }),
          ),
        ),
        node({ width: 100, height: 10 }),
      ),
    );
    expect(boxes()[4]).toEqual([20, 0, 5, 5]);
    // The first now shrinks as far as its content lets it, which is asked about for the first time.
    set(5, { width: 290 });
    expect(boxes()[4]).toEqual([20, 0, 5, 5]);
  });

  it('is forgotten with its row, and leaves no garbage', () => {
    const { world, system, rows } = laidOut(around());
    const { width } = columns(world, LayoutStyle);
    const frame = {} as Frame;
    let turn = 0;
    const slope = heapSlope(() => {
      width[rows[2]!] = 100.5 + (turn++ & 7);
      touch(world, rows[2]!, LAYOUT);
      system.update(frame);
    }, 2_000);
    expect(slope).toBeLessThanOrEqual(16);
    despawn(world, entityOf(world, rows[5]!));
    system.update({} as Frame);
    system.update({} as Frame);
    expect(system.counters.written).toBe(0);
  });
});

function node(style: StyleSpec, ...children: TreeSpec[]): TreeSpec {
  return { style, children };
}

function laidOut(spec: TreeSpec) {
  const world = createWorld({ capacity: 32 });
  const view = { width: 300, height: 200, dpr: 1, glyphScale: 1, background: 0, version: 1 };
  setResource(world, Viewport, view);
  const system = createLayoutSystem({ world });
  const rows = buildTree(world, spec);
  system.update({} as Frame);
  return {
    world,
    system,
    rows,
    boxes: () => readBoxes(world, rows),
    set(at: number, style: StyleSpec) {
      for (const name in style) {
        writeStyle(world, rows[at]!, name, style[name as keyof StyleSpec]);
      }
      touch(world, rows[at]!, LAYOUT);
      system.update({} as Frame);
    },
  };
}
