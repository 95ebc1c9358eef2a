import { describe, expect, it } from 'vitest';
import {
  CONTENT,
  columns,
  createFrameRunner,
  createWorld,
  despawn,
  type Frame,
  type FrameRunner,
  hasDirt,
  LAYOUT,
  PAINT,
  PLACE,
  PROJECTION,
  type Row,
  resolve,
  type System,
  type SystemFailure,
  setResource,
  spawn,
  touch,
  treeOf,
  type World,
  watchDirt,
} from '../../../../src/ecs';
import {
  acquireLayer,
  Box,
  BoxKind,
  createLayerTable,
  Failures,
  LayerOf,
  LayerTable,
  LayoutStyle,
  Radius,
  Text,
  Viewport,
  type ViewSize,
} from '../../../../src/ecs/stores';
import { createLayoutSystem, type LayoutSystem } from '../../../../src/systems/layout';
import { boundless, LEVELS, limited } from '../../../layout/deep-kinds';
import {
  buildTree,
  measureWords,
  readBoxes,
  type StyleSpec,
  type TreeSpec,
  writeStyle,
} from '../../../layout/layout-tree';

const frame = {} as Frame;

describe('roots', () => {
  it('fill the surface when their size is auto', () => {
    const { boxes } = laidOut(node({}));
    expect(boxes()).toEqual([[0, 0, 300, 200]]);
  });

  it('keep a given size, insets and margins', () => {
    const { boxes } = laidOut(node({ width: '50%', height: 40, left: 10, marginTop: 5 }));
    expect(boxes()).toEqual([[10, 5, 150, 40]]);
  });

  it('do not move each other', () => {
    const { world, system, boxes } = laidOut(node({ height: 50 }));
    const [other] = buildTree(world, node({ height: 30 }));
    system.update(frame);
    expect(boxes()).toEqual([[0, 0, 300, 50]]);
    expect(readBoxes(world, [other!])).toEqual([[0, 0, 300, 30]]);
  });

  it('follow the surface when its version changes', () => {
    const { view, system, boxes } = laidOut(node({}, node({ width: '50%' })));
    Object.assign(view, { width: 500, height: 100, version: 2 });
    system.update(frame);
    expect(boxes()).toEqual([
      [0, 0, 500, 100],
      [0, 0, 250, 100],
    ]);
  });
});

describe('items', () => {
  it('stand between paddings and borders with gaps and margins', () => {
    const { boxes } = laidOut(
      node(
        { paddingLeft: 10, paddingTop: 4, borderWidth: 1, columnGap: 6 },
        node({ width: 20, height: 5, marginRight: 3 }),
        node({ flexGrow: 1, alignSelf: 'flex-end' }),
      ),
    );
    expect(boxes().slice(1)).toEqual([
      [11, 5, 20, 5],
      [40, 199, 259, 0],
    ]);
  });

  it.each<[NonNullable<StyleSpec['justifyContent']>, number[]]>([
    ['flex-start', [0, 20]],
    ['flex-end', [260, 280]],
    ['center', [130, 150]],
    ['space-between', [0, 280]],
    ['space-around', [65, 215]],
    ['space-evenly', [260 / 3, 20 + 520 / 3]],
  ])('are justified by %s', (justifyContent, expected) => {
    const { boxes } = laidOut(node({ justifyContent }, node({ width: 20 }), node({ width: 20 })));
    expect(
      boxes()
        .slice(1)
        .map(([x]) => x),
    ).toEqual(expected.map(Math.fround));
  });

  it('run backwards in reversed directions', () => {
    const { boxes } = laidOut(
      node(
        { flexDirection: 'column-reverse' },
        node({ height: 20, marginBottom: 5 }),
        node({ height: 30 }),
      ),
    );
    expect(boxes().slice(1)).toEqual([
      [0, 175, 300, 20],
      [0, 145, 300, 30],
    ]);
  });

  it('do not shrink below their content unless they clip', () => {
    const wide = node({}, node({ width: 400, flexShrink: 0 }));
    expect(laidOut(node({}, wide)).boxes()[1]![2]).toBe(400);
    expect(laidOut(node({}, { ...wide, style: { overflow: 'hidden' } })).boxes()[1]![2]).toBe(300);
  });

  it('take percentages of heights only where the parent’s is definite', () => {
    const half = node({ height: '50%' }, node({ height: 30 }));
    expect(laidOut(node({}, node({ alignSelf: 'flex-start' }, half))).boxes()[2]![3]).toBe(30);
    expect(laidOut(node({}, node({ height: 80 }, half))).boxes()[2]![3]).toBe(40);
    expect(laidOut(node({}, node({}, half))).boxes()[2]![3]).toBe(100);
  });
});

describe('text', () => {
  it('is as wide as it measures, rounded up to 1/64 px', () => {
    const { boxes } = laidOut(node({ alignItems: 'flex-start' }, text(10.01, 16)));
    expect(boxes()[1]).toEqual([0, 0, 10.015625, 16]);
  });

  it('fits its box exactly in a row that shrinks to it, whatever the sum of the widths is', () => {
    for (let i = 0; i < 200; i++) {
      const widths = [0.1 + i * 1.37, 33.333 + i / 7, 1000.7 - i];
      const row = node(
        { position: 'absolute', paddingLeft: 0.1, columnGap: 0.3 },
        ...widths.map((width) => text(width, 16)),
      );
      const { boxes } = laidOut(node({}, row));
      boxes()
        .slice(2)
        .forEach(([, , width], at) => {
          expect(width).toBeGreaterThanOrEqual(Math.fround(widths[at]!));
        });
    }
  });

  it('shrinks to nothing where its box is too small', () => {
    const { boxes } = laidOut(
      node({ width: 50 }, text(100, 16), node({ width: 30, flexShrink: 0 })),
    );
    expect(boxes()[1]![2]).toBe(20);
  });

  it('stays as high as it is where its column is too low, unless it clips', () => {
    const column = (label: TreeSpec) => node({ flexDirection: 'column', height: 50 }, label, label);
    const heightOf = (tree: TreeSpec) => laidOut(node({}, tree)).boxes()[2]![3];
    expect(heightOf(column(text(10, 40)))).toBe(40);
    expect(heightOf(column({ ...text(10, 40), style: { overflow: 'hidden' } }))).toBe(25);
    expect(heightOf(column({ ...text(10, 40), style: { minHeight: 30 } }))).toBe(30);
    expect(heightOf(column({ ...text(10, 40), style: { height: 30 } }))).toBe(30);
  });

  it('of a fixed size in a column keeps it open while it may be higher than that', () => {
    const { world, system, rows, boxes } = laidOut(
      node(
        { flexDirection: 'column', height: 50 },
        { ...text(10, 20), style: { width: 30, height: 40 } },
        node({ height: 40 }),
      ),
    );
    expect(boxes()[1]![3]).toBe(25);
    columns(world, Text).height[rows[1]!] = 35;
    touch(world, rows[1]!, CONTENT);
    system.update(frame);
    expect(boxes()[1]![3]).toBe(35);
  });
});

describe('content that wraps', () => {
  it('is as high as it has to be in a width that comes back, though it has changed in between', () => {
    const widths = [20, 20, 20, 20];
    const leaf: TreeSpec = { style: {}, measure: measureWords(widths), children: [] };
    const { world, system, rows, set, boxes } = laidOut(
      node(
        { width: 80 },
        node({ flexDirection: 'column', flexGrow: 1, alignSelf: 'flex-start' }, leaf),
      ),
    );
    const heightAt = (width: number): number => {
      set(0, 'width', width);
      system.update(frame);
      return boxes()[1]![3]!;
    };
    expect([heightAt(80), heightAt(40), heightAt(80), heightAt(40)]).toEqual([10, 20, 10, 20]);
    widths.push(20);
    touch(world, rows[2]!, CONTENT);
    expect([heightAt(80), heightAt(40), heightAt(80)]).toEqual([20, 30, 20]);
  });

  it('is not asked how wide it is where that is of no interest', () => {
    const rooms: number[] = [];
    const leaf: TreeSpec = {
      style: {},
      measure: (width, out) => {
        rooms.push(width);
        measureWords([20, 30])(width, out);
      },
      children: [],
    };
    laidOut(node({ width: 80, flexDirection: 'column' }, node({ paddingLeft: 5 }, leaf)));
    expect(rooms).not.toContain(0);
  });
});

describe('absolute elements', () => {
  it('take their size from both insets, or one inset and their content, or the static position', () => {
    const { boxes } = laidOut(
      node(
        { borderWidth: 2, paddingLeft: 10, justifyContent: 'center', alignItems: 'flex-end' },
        node({ position: 'absolute', left: 10, right: '10%', top: 5, bottom: 6 }),
        node({ position: 'absolute', right: 1, top: 0 }, text(20, 8)),
        node({ position: 'absolute', width: 40, height: 10 }),
      ),
    );
    expect(boxes()[1]).toEqual([12, 7, 300 - 4 - 10 - 29.6, 200 - 4 - 11].map(Math.fround));
    expect(boxes()[2]).toEqual([277, 2, 20, 8]);
    expect(boxes()[4]).toEqual([135, 188, 40, 10]);
  });
});

describe('an absolute element that changes its style', () => {
  it('is placed again without its parent', () => {
    const { system, set, boxes } = laidOut(
      node({}, node({ position: 'absolute', top: 0, width: 50 }, node({ height: 10 })), node({})),
    );
    set(1, 'top', 30);
    system.update(frame);
    expect(boxes()[2]).toEqual([0, 30, 0, 10]);
    expect(system.counters).toMatchObject({ measured: 1, arranged: 1, written: 2 });
  });

  it('is placed once, after the absolute element around it', () => {
    const inner = node({ position: 'absolute', width: '50%', height: 10 }, node({ width: '50%' }));
    const { system, set, boxes } = laidOut(
      node({}, node({ position: 'absolute', width: 100, height: 100 }, inner)),
    );
    set(2, 'top', 5);
    set(1, 'width', 200);
    system.update(frame);
    expect(boxes().slice(2)).toEqual([
      [0, 5, 100, 10],
      [0, 5, 50, 10],
    ]);
    expect(system.counters).toMatchObject({ measured: 2, arranged: 2, written: 3 });
  });
});

describe('layers', () => {
  it('have the element at (0, 0) and its place as their origin; below, positions are the layer’s', () => {
    const { world, system, rows, layers, boxes } = scene(
      node({ paddingLeft: 30, paddingTop: 20 }, node({ paddingLeft: 7 }, node({ width: 5 }))),
    );
    const layer = giveLayer(world, layers, rows[1]!, true);
    columns(world, Radius).topLeft[rows[1]!] = 9;
    system.update(frame);
    expect(boxes()).toEqual([
      [0, 0, 300, 200],
      [0, 0, 12, 180],
      [7, 0, 5, 180],
    ]);
    expect([layers.originX[layer], layers.originY[layer]]).toEqual([30, 20]);
    expect([layers.clipLeft[layer], layers.clipRight[layer], layers.clipBottom[layer]]).toEqual([
      0, 12, 180,
    ]);
    expect([...layers.clipRadii.subarray(layer * 4, layer * 4 + 4)]).toEqual([9, 0, 0, 0]);
  });

  it('are marked only when origin or clip changed, and nothing below is written when one moves', () => {
    const { world, system, rows, layers, set } = scene(
      node({}, node({ width: 10 }), node({ width: 50 }, node({ width: 5 }))),
    );
    const layer = giveLayer(world, layers, rows[2]!, true);
    system.update(frame);
    layers.dirty.fill(0);
    touch(world, rows[0]!, LAYOUT);
    system.update(frame);
    expect(layers.dirty[layer]).toBe(0);
    set(1, 'width', 20);
    const touched = watchTouched(world);
    system.update(frame);
    expect(layers.dirty[layer]).toBe(1);
    expect(layers.originX[layer]).toBe(20);
    expect(touched()).toEqual([[rows[1], PROJECTION | PAINT]]);
  });

  it('move positions below when an element gets or loses one', () => {
    const { world, system, rows, layers, boxes } = laidOut(
      node({ paddingLeft: 30 }, node({ width: 50 }, node({ width: 5 }))),
    );
    expect(boxes()[2]![0]).toBe(30);
    giveLayer(world, layers, rows[1]!, false);
    touch(world, rows[1]!, LAYOUT);
    system.update(frame);
    expect(boxes()[2]![0]).toBe(0);
    columns(world, LayerOf).own[rows[1]!] = 0;
    touch(world, rows[1]!, LAYOUT);
    system.update(frame);
    expect(boxes()[2]![0]).toBe(30);
  });
});

describe('dirt', () => {
  it('is answered by touching exactly the rows whose box changed', () => {
    const { world, system, rows, set } = laidOut(
      node({}, node({ width: 10 }, node({ height: 3 })), node({ width: 10 }, node({ height: 3 }))),
    );
    const touched = watchTouched(world);
    set(1, 'width', 15);
    system.update(frame);
    expect(touched()).toEqual([
      [rows[1], PROJECTION | PAINT],
      [rows[3], PROJECTION | PLACE],
      [rows[4], PROJECTION | PLACE],
    ]);
  });

  it('says that a box is another one as soon as its size is, wherever it stands', () => {
    const { world, system, rows, set } = laidOut(
      node(
        { flexDirection: 'column' },
        node({ height: 10 }),
        node({ height: 10 }),
        node({ height: 10 }),
      ),
    );
    const touched = watchTouched(world);
    set(1, 'height', 15);
    set(2, 'height', 25);
    system.update(frame);
    expect(touched()).toEqual([
      [rows[1], PROJECTION | PAINT],
      [rows[2], PROJECTION | PAINT],
      [rows[3], PROJECTION | PLACE],
    ]);
  });

  it('of text that measures the same stops at the text', () => {
    const { world, system, rows } = laidOut(node({}, text(30, 16)));
    touch(world, rows[1]!, CONTENT);
    system.update(frame);
    expect(system.counters).toEqual({
      entered: 0,
      measured: 0,
      asked: 0,
      solved: 0,
      absolute: 0,
      arranged: 0,
      written: 0,
    });
  });

  it('of text whose width and height are given stops at the text', () => {
    const fixed: TreeSpec = { ...text(30, 16), style: { width: 60, height: 20 } };
    const { world, system, rows } = laidOut(node({}, node({}, fixed)));
    columns(world, Text).width[rows[2]!] = 44;
    touch(world, rows[2]!, CONTENT);
    system.update(frame);
    expect(system.counters.written).toBe(0);
    expect(system.counters.measured).toBe(1);
  });

  it('stops at an element whose content came out the same size', () => {
    const { system, set, boxes } = laidOut(
      node({}, node({}, node({ width: 20 }), node({ width: 30, flexShrink: 0 }))),
    );
    set(2, 'width', 30);
    set(3, 'width', 20);
    system.update(frame);
    expect(system.counters).toMatchObject({ measured: 3, arranged: 1 });
    expect(boxes()[3]).toEqual([30, 0, 20, 200]);
  });

  it('below a boundary costs the same in a small and in a big tree', () => {
    const counts = [10, 1000].map((count) => {
      const list = node(
        { height: 100, width: 100, overflow: 'hidden' },
        node({}, text(10, 16)),
        node({ width: 5 }),
      );
      const { world, system, rows } = laidOut(
        node(
          { flexDirection: 'column' },
          list,
          ...Array.from({ length: count }, () => node({}, text(5, 5))),
        ),
      );
      columns(world, Text).width[rows[3]!] = 20;
      touch(world, rows[3]!, CONTENT);
      system.update(frame);
      return { ...system.counters };
    });
    expect(counts[0]).toMatchObject({ measured: 3, arranged: 2, written: 3 });
    expect(counts[1]).toEqual(counts[0]);
  });

  it('moves a clean subtree without arranging it again', () => {
    const { system, set, boxes } = laidOut(
      node({}, node({ width: 10 }), node({ width: 40 }, node({ width: 20 }, node({ width: 5 })))),
    );
    set(1, 'width', 25);
    system.update(frame);
    expect(
      boxes()
        .slice(2)
        .map(([x]) => x),
    ).toEqual([25, 25, 25]);
    expect(system.counters.arranged).toBe(1);
  });

  it('climbs through a fixed size that its content keeps from shrinking', () => {
    const { world, system, rows, boxes } = laidOut(
      node(
        { width: 100 },
        node({ width: 80, height: 20 }, node({ flexShrink: 0 }, text(10, 16))),
        node({ width: 80, flexShrink: 1 }),
      ),
    );
    expect(boxes()[1]![2]).toBe(50);
    columns(world, Text).width[rows[3]!] = 70;
    touch(world, rows[3]!, CONTENT);
    system.update(frame);
    expect(boxes()[1]![2]).toBe(70);
    expect(boxes()[4]).toEqual([70, 0, 30, 200]);
  });

  it('reaches percentages when a height becomes definite without changing', () => {
    const { system, set, boxes } = laidOut(
      node(
        { alignItems: 'flex-start' },
        node({}, node({ height: 200 }), node({ height: '50%' }, node({ height: 10 }))),
      ),
    );
    expect(boxes()[1]![3]).toBe(200);
    expect(boxes()[3]![3]).toBe(10);
    set(0, 'alignItems', 'stretch');
    system.update(frame);
    expect(boxes()[1]![3]).toBe(200);
    expect(boxes()[3]![3]).toBe(100);
  });

  it('in an absolute element is not forgotten when the element moves in the same pass', () => {
    const { world, view, system, rows, boxes } = laidOut(
      node(
        { justifyContent: 'flex-end' },
        node({ width: 50 }, node({ position: 'absolute', left: 0, top: 0 }, text(20, 16))),
      ),
    );
    expect(boxes()[2]).toEqual([250, 0, 20, 16]);
    columns(world, Text).width[rows[3]!] = 30;
    touch(world, rows[3]!, CONTENT);
    Object.assign(view, { width: 400, version: 2 });
    system.update(frame);
    expect(boxes()[2]).toEqual([350, 0, 30, 16]);
    expect(boxes()[3]).toEqual([350, 0, 30, 16]);
  });

  it('of a despawned element closes its gap', () => {
    const { world, system, rows } = laidOut(node({}, node({ width: 10 }), node({ width: 20 })));
    despawn(world, rows[1]!);
    system.update(frame);
    expect(readBoxes(world, [rows[2]!])).toEqual([[0, 0, 20, 200]]);
  });
});

describe('a row of a virtual list', () => {
  const row: StyleSpec = { position: 'absolute', width: '100%', top: 0 };

  it('finds its own height and never dirties the list', () => {
    const list = node(
      { overflow: 'hidden' },
      node(row, node({}, text(20, 16))),
      node(row, text(10, 16)),
    );
    const { world, system, rows, boxes } = scene(node({}, list, node({})));
    for (const at of [2, 5]) columns(world, LayoutStyle).boundary[rows[at]!] = 1;
    system.update(frame);
    expect(boxes()[2]).toEqual([0, 0, 0, 16]);
    columns(world, Text).height[rows[4]!] = 40;
    touch(world, rows[4]!, CONTENT);
    system.update(frame);
    expect(boxes()[2]![3]).toBe(40);
    expect(system.counters).toMatchObject({ measured: 3, arranged: 2, written: 3 });
  });

  it('fills its parent when its width is auto', () => {
    const { world, system, rows, boxes } = scene(
      node({}, node({ width: 120 }, node({ position: 'absolute', top: 0 }, text(20, 16)))),
    );
    columns(world, LayoutStyle).boundary[rows[2]!] = 1;
    system.update(frame);
    expect(boxes()[2]).toEqual([0, 0, 120, 16]);
  });
});

describe('display: none', () => {
  it('zeroes the boxes of the subtree and gives its place away; shown again it is as before', () => {
    const { system, set, boxes } = laidOut(
      node({}, node({ width: 10 }, node({ width: 5, position: 'absolute' })), node({ width: 20 })),
    );
    const before = boxes();
    set(1, 'display', 'none');
    system.update(frame);
    expect(boxes().slice(1)).toEqual([
      [0, 0, 0, 0],
      [0, 0, 0, 0],
      [0, 0, 20, 200],
    ]);
    set(1, 'display', 'flex');
    system.update(frame);
    expect(boxes()).toEqual(before);
  });

  it('hides and shows a root', () => {
    const { system, set, boxes } = laidOut(node({}, node({ width: 20 })));
    set(0, 'display', 'none');
    system.update(frame);
    expect(boxes()).toEqual([
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ]);
    set(0, 'display', 'flex');
    system.update(frame);
    expect(boxes()[1]).toEqual([0, 0, 20, 200]);
  });
});

describe('a value that is not finite', () => {
  it.each<[string, unknown, string]>([
    ['width', Number.NaN, 'LayoutStyle.width'],
    ['flexGrow', Number.POSITIVE_INFINITY, 'LayoutStyle.grow'],
    ['borderWidth', Number.NEGATIVE_INFINITY, 'Border.left'],
    ['borderBottomWidth', Number.NaN, 'Border.bottom'],
    ['paddingLeft', Number.NaN, 'LayoutStyle.paddingLeft'],
  ])('is named with its element, which gets size 0 (%s: %s)', (name, value, column) => {
    const { world, system, rows, set, boxes } = laidOut(
      node({}, node({ width: 10 }, node({ width: 5 })), node({ width: 20 })),
    );
    set(1, name, value);
    expect(() => system.update(frame)).toThrow(
      new RegExp(
        `^${column.replace('.', '\\.')} of element \\d+ \\(row ${rows[1]}\\) is ${value}; `,
      ),
    );
    expect(boxes().slice(1)).toEqual([
      [0, 0, 0, 0],
      [0, 0, 0, 0],
      [0, 0, 20, 200],
    ]);
    touch(world, rows[1]!, LAYOUT);
    expect(() => system.update(frame)).not.toThrow();
    set(1, name, 0);
    set(1, 'width', 10);
    system.update(frame);
    expect(boxes()[2]).toEqual([0, 0, 5, 200]);
  });

  it('in measured text is reported too, and forgiven when the text is', () => {
    const { world, system, rows, boxes } = laidOut(node({}, text(10, 16)));
    columns(world, Text).width[rows[1]!] = Number.NaN;
    touch(world, rows[1]!, CONTENT);
    expect(() => system.update(frame)).toThrow('Text.width');
    expect(boxes()[1]).toEqual([0, 0, 0, 0]);
    columns(world, Text).width[rows[1]!] = 12;
    touch(world, rows[1]!, CONTENT);
    system.update(frame);
    expect(boxes()[1]).toEqual([0, 0, 12, 200]);
  });

  it('is thrown where nobody takes reports, after all have their boxes', () => {
    const { world, system, rows } = scene(node({}, node({ width: 10 }), node({ width: 20 })));
    const failures: SystemFailure[] = [];
    const runner = runnerOf(world, system, (failure) => failures.push(failure));
    for (let i = 0; i < 10; i++) {
      writeStyle(world, rows[1]!, 'width', Number.NaN);
      touch(world, rows[1]!, LAYOUT);
      runner.step(i);
    }
    expect(failures).toHaveLength(1);
    expect(failures[0]!.row).toBe(rows[1]);
    expect(runner.isOff('layout/flex')).toBe(false);
    expect(readBoxes(world, [rows[2]!])).toEqual([[0, 0, 20, 200]]);
  });

  it('is reported once for each element, never thrown, however many turn bad and how often', () => {
    const spec = node({}, ...Array.from({ length: 40 }, () => node({ width: 5, flexShrink: 0 })));
    const { world, system, rows, boxes } = scene(spec);
    const reports: [string, string, number][] = [];
    setResource(world, Failures, {
      report: (error, name, row) => reports.push([String(error), name, row]),
    });
    const runner = runnerOf(world, system, ({ error }) => {
      throw error;
    });
    runner.step(0);
    const before = boxes();
    for (let i = 0; i < 10; i++) {
      // The bad ones of the frames before are dirty too.
      for (let at = 1; at <= (i + 1) * 3; at++) {
        writeStyle(world, rows[at]!, 'width', Number.NaN);
        touch(world, rows[at]!, LAYOUT);
      }
      runner.step(i + 1);
      expect(reports.map(([, , row]) => row)).toEqual(rows.slice(1, (i + 1) * 3 + 1));
    }
    for (const [error, name, row] of reports) {
      expect(error).toMatch(`(row ${row}) is NaN`);
      expect(name).toBe('layout/flex');
    }
    expect(boxes().slice(1, 31)).toEqual(Array.from({ length: 30 }, () => [0, 0, 0, 0]));
    expect(boxes().slice(31)).toEqual(before.slice(1, 11));
    for (const row of rows.slice(1, 31)) {
      writeStyle(world, row, 'width', 5);
      touch(world, row, LAYOUT);
    }
    runner.step(20);
    expect(boxes()).toEqual(before);
    writeStyle(world, rows[1]!, 'width', Number.NaN);
    touch(world, rows[1]!, LAYOUT);
    runner.step(21);
    expect(reports).toHaveLength(31);
  });

  it('may be mended, or make the world grow, where it is reported', () => {
    const { world, system, rows, set, boxes } = laidOut(
      node({}, node({ width: 5 }), node({ width: 6 }), node({ width: 7 })),
    );
    const reported: number[] = [];
    setResource(world, Failures, {
      report(_, __, row) {
        reported.push(row);
        for (let i = 0; i < 40; i++) spawn(world, BoxKind);
        for (const at of [1, 2]) set(at, 'width', 9);
      },
    });
    set(1, 'width', Number.NaN);
    set(2, 'width', Number.POSITIVE_INFINITY);
    system.update(frame);
    expect(reported).toEqual([rows[1], rows[2]]);
    expect(boxes().slice(1)).toEqual([
      [0, 0, 0, 0],
      [0, 0, 0, 0],
      [0, 0, 7, 200],
    ]);
    system.update(frame);
    expect(reported).toHaveLength(2);
    expect(boxes().slice(1)).toEqual([
      [0, 0, 9, 200],
      [9, 0, 9, 200],
      [18, 0, 7, 200],
    ]);
  });

  it('in the surface counts as 0', () => {
    const { view, system, boxes } = laidOut(node({}));
    Object.assign(view, { width: Number.NaN, version: 2 });
    system.update(frame);
    expect(boxes()).toEqual([[0, 0, 0, 200]]);
  });
});

describe('passes', () => {
  it('write nothing when nothing changed', () => {
    const { world, system } = laidOut(node({}, node({ width: 10 }), text(20, 16)));
    system.update(frame);
    expect(system.counters).toEqual({
      entered: 0,
      measured: 0,
      asked: 0,
      solved: 0,
      absolute: 0,
      arranged: 0,
      written: 0,
    });
    expect(hasDirt(world)).toBe(false);
  });

  it('of the settle phase share what the layout phase knows', () => {
    const { world, system, rows, boxes } = laidOut(node({}, node({ width: 10 })));
    const settle = createLayoutSystem({ world, phase: 'settle' });
    expect([settle.name, settle.phase]).toEqual(['layout/settle', 'settle']);
    settle.update(frame);
    expect(settle.counters).toEqual({
      entered: 0,
      measured: 0,
      asked: 0,
      solved: 0,
      absolute: 0,
      arranged: 0,
      written: 0,
    });
    writeStyle(world, rows[1]!, 'width', 30);
    touch(world, rows[1]!, LAYOUT);
    settle.update(frame);
    expect(boxes()[1]![2]).toBe(30);
    system.update(frame);
    expect(system.counters.measured).toBe(0);
    settle.dispose();
    writeStyle(world, rows[1]!, 'width', 40);
    touch(world, rows[1]!, LAYOUT);
    system.update(frame);
    expect(boxes()[1]![2]).toBe(40);
    system.dispose();
    touch(world, rows[1]!, LAYOUT);
    expect(hasDirt(world)).toBe(false);
  });

  it('lay out what an earlier phase of the frame spawned', () => {
    const { world, system, rows } = scene(node({}));
    let made = 0 as Row;
    const runner = createFrameRunner({
      world,
      phases: ['update', 'layout'],
      clock: { now: () => 0 },
      onFailure: ({ error }) => {
        throw error;
      },
    });
    runner.add(system);
    runner.add({
      name: 'spawner',
      phase: 'update',
      reads: [],
      writes: [],
      update() {
        made = resolve(world, spawn(world, BoxKind, rows[0]!));
        writeStyle(world, made, 'width', 33);
      },
      dispose() {},
    });
    runner.step(0);
    expect(readBoxes(world, [made])).toEqual([[0, 0, 33, 200]]);
  });

  it('start over after one that was cut short', () => {
    const { world, system, rows, layers, set, boxes } = laidOut(
      node({}, node({ width: 10 }), node({ width: 5 })),
    );
    giveLayer(world, layers, rows[1]!, false);
    const { originX } = layers;
    layers.originX = undefined as never;
    set(1, 'width', 50);
    expect(() => system.update(frame)).toThrow(TypeError);
    layers.originX = originX;
    system.update(frame);
    expect(boxes().slice(1)).toEqual([
      [0, 0, 50, 200],
      [50, 0, 5, 200],
    ]);
  });

  it.each(boundless)('lay out 5,000 levels of %j in each other', (style) => {
    const { world, system, row } = nested(style, 5_000);
    system.update(frame);
    expect(columns(world, Box).x[row]).toBeCloseTo(50, 0);
    writeStyle(world, row, 'width', 7);
    touch(world, row, LAYOUT);
    system.update(frame);
    expect(columns(world, Box).width[row]).toBe(7);
  });

  it.each(limited)('lay out 500 levels of %j, and say what to do about 5,000', (style) => {
    const few = nested(style, LEVELS);
    few.system.update(frame);
    expect(columns(few.world, Box).x[few.row]).toBeCloseTo(5, 0);
    const many = nested(style, 5_000);
    const says = new RegExp(
      `element \\d+ \\(row ${many.row}\\) is 4999 levels deep; nest elements no more than 500`,
    );
    expect(() => many.system.update(frame)).toThrow(says);
    // As the app is told, and nothing of it is lost: what is mended is laid out.
    const { parent } = treeOf(many.world);
    let row = many.row;
    for (let i = 0; i < 5_000 - LEVELS; i++) row = parent[row]! as Row;
    writeStyle(many.world, row, 'display', 'none');
    touch(many.world, row, LAYOUT);
    many.system.update(frame);
    expect(columns(many.world, Box).x[parent[row]!]).toBeCloseTo(5, 0);
  });

  it('survive 10,000 levels of which some are entries', () => {
    const { world, system } = scene(node({}));
    let parent: Row | undefined;
    for (let i = 0; i < 10_000; i++) {
      parent = resolve(world, spawn(world, BoxKind, parent));
      writeStyle(world, parent, 'paddingLeft', 0.01);
      if (i % 3 === 0) writeStyle(world, parent, 'position', 'absolute');
    }
    system.update(frame);
    expect(columns(world, Box).height[parent!]).toBe(0);
    expect(columns(world, Box).x[parent!]).toBeCloseTo(100, 0);
  });
});

type Scene = {
  world: World;
  system: LayoutSystem;
  layers: LayerTable;
  view: ViewSize;
  rows: Row[];
  boxes(): number[][];
  set(at: number, name: string, value: unknown): void;
};

/** Elements of a style in each other, and the last of them. */
function nested(style: StyleSpec, levels: number) {
  const { world, system } = scene(node({}));
  let row: Row | undefined;
  for (let i = 0; i < levels; i++) {
    row = resolve(world, spawn(world, BoxKind, row));
    for (const [name, value] of Object.entries({ paddingLeft: 0.01, ...style })) {
      writeStyle(world, row, name, value);
    }
  }
  return { world, system, row: row! };
}

function node(style: StyleSpec, ...children: TreeSpec[]): TreeSpec {
  return { style, children };
}

function text(width: number, height: number): TreeSpec {
  return { style: {}, text: [width, height], children: [] };
}

/** A surface of 300 x 200 with a tree; `rows` are its elements, depth first. */
function scene(spec: TreeSpec): Scene {
  const world = createWorld({ capacity: 16 });
  const layers = createLayerTable(4);
  const view = { width: 300, height: 200, dpr: 1, glyphScale: 1, background: 0, version: 1 };
  setResource(world, Viewport, view);
  setResource(world, LayerTable, layers);
  const system = createLayoutSystem({ world });
  const rows = buildTree(world, spec);
  return {
    world,
    system,
    layers,
    view,
    rows,
    boxes: () => readBoxes(world, rows),
    set(at, name, value) {
      writeStyle(world, rows[at]!, name, value);
      touch(world, rows[at]!, LAYOUT);
    },
  };
}

function laidOut(spec: TreeSpec): Scene {
  const made = scene(spec);
  made.system.update(frame);
  return made;
}

function runnerOf(
  world: World,
  system: System,
  onFailure: (failure: SystemFailure) => void,
): FrameRunner {
  const runner = createFrameRunner({
    world,
    phases: [system.phase],
    clock: { now: () => 0 },
    onFailure,
  });
  runner.add(system);
  return runner;
}

function giveLayer(world: World, layers: LayerTable, row: number, clips: boolean): number {
  const layer = acquireLayer(layers, row);
  layers.clips[layer] = clips ? 1 : 0;
  columns(world, LayerOf).own[row] = layer;
  return layer;
}

/** Rows touched from now on, and how: what has moved, or is to be drawn anew. */
function watchTouched(world: World): () => number[][] {
  const list = watchDirt(world, PROJECTION | PAINT | PLACE);
  list.take();
  const from = list.taken;
  return () => {
    const rows = [...list.rows.subarray(from, list.length)].sort((a, b) => a - b);
    return rows.map((row) => [row, list.bits[row]!]);
  };
}
