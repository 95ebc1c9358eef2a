import { describe, expect, it } from 'vitest';
import {
  columns,
  createWorld,
  type Frame,
  LAYOUT,
  setResource,
  touch,
  ValueError,
} from '../../../../../src/ecs';
import { LayoutStyle, Viewport } from '../../../../../src/ecs/stores';
import { createLayoutSystem } from '../../../../../src/systems/layout';
import type { Style } from '../../../../../src/ui/style';
import { applyStyle } from '../../../../../src/ui/style';
import {
  buildTree,
  readBoxes,
  type StyleSpec,
  type TreeSpec,
} from '../../../../layout/layout-tree';

const frame = {} as Frame;

describe('tracks', () => {
  it.each<[string, number[]]>([
    ['50px 10% 1fr', [50, 30, 220]],
    ['1fr 2fr', [100, 200]],
    // Factors that add up to less than 1 leave room.
    ['0.25fr 0.5fr', [75, 150]],
    ['minmax(50px, 1fr) 4fr', [60, 240]],
    ['minmax(100px, 1fr) 4fr', [100, 200]],
    ['repeat(2, 20px 30px) auto', [20, 30, 20, 30, 200]],
    ['repeat(auto-fill, minmax(80px, 1fr))', [100, 100, 100]],
    ['repeat(auto-fit, minmax(80px, 90px)) 60px', [90, 90, 60]],
    ['auto auto', [150, 150]],
    ['minmax(20px, 40px) 1fr', [40, 260]],
    ['fit-content(50px) 1fr', [0, 300]],
    ['10vw 20VH 1fr', [30, 40, 230]],
    ['minmax(10vw, 40vh) minmax(50vw, 1fr)', [80, 220]],
    ['repeat(auto-fill, minmax(25vw, 1fr))', [75, 75, 75, 75]],
    ['repeat(auto-fit, minmax(10vh, 40vh))', [80, 80, 80]],
  ])('of %s share 300 px', (gridTemplateColumns, expected) => {
    const items = expected.map(() => node({}));
    const { boxes } = laidOut(node({ display: 'grid', gridTemplateColumns }, ...items));
    expect(widths(boxes()).slice(1)).toEqual(expected);
  });

  it('by content go by the items in them', () => {
    const words = (...given: number[]): TreeSpec => ({ style: {}, words: given, children: [] });
    const { boxes } = laidOut(
      node(
        {
          display: 'grid',
          gridTemplateColumns: 'min-content max-content fit-content(40px) auto',
          justifyContent: 'start',
        },
        words(30, 20),
        words(30, 20),
        words(30, 20),
        words(30, 20),
      ),
    );
    expect(boxes().slice(1)).toEqual([
      [0, 0, 30, 200],
      [30, 0, 50, 200],
      [80, 0, 40, 200],
      [120, 0, 50, 200],
    ]);
  });

  it('of the surface follow it', () => {
    const { world, system, rows, boxes } = laidOut(
      node(
        { display: 'grid', gridTemplateColumns: 'fit-content(10vw)', gridAutoColumns: '20vh' },
        { style: {}, words: [20, 20, 20], children: [] },
        node({ gridColumn: '2' }),
      ),
    );
    expect(widths(boxes()).slice(1)).toEqual([30, 40]);
    const view = { width: 500, height: 100, dpr: 1, glyphScale: 1, background: 0, version: 2 };
    setResource(world, Viewport, view);
    system.update(frame);
    expect(widths(readBoxes(world, rows)).slice(1)).toEqual([50, 20]);
  });

  it('make room for items that span them, shared equally', () => {
    const { boxes } = laidOut(
      node(
        { display: 'grid', gridTemplateColumns: 'auto 20px auto 1fr', columnGap: 10 },
        node({ gridColumn: 'span 3', width: 100 }),
        node({ gridColumn: '4' }),
      ),
    );
    expect(boxes()[2]).toEqual([110, 0, 190, 200]);
  });

  it('that repeat to fit take no room while they are empty', () => {
    const { boxes } = laidOut(
      node(
        {
          display: 'grid',
          gridTemplateColumns: 'repeat(auto-fit, 40px)',
          columnGap: 10,
          justifyContent: 'end',
        },
        node({ gridColumn: '1' }),
        node({ gridColumn: '5' }),
      ),
    );
    expect(boxes().slice(1)).toEqual([
      [210, 0, 40, 200],
      [260, 0, 40, 200],
    ]);
  });

  it('go from right to left where the writing does', () => {
    const { boxes } = laidOut(
      node(
        { display: 'grid', direction: 'rtl', gridTemplateColumns: '50px 100px' },
        node({}),
        node({ justifySelf: 'end', width: 30 }),
      ),
    );
    expect(boxes().slice(1)).toEqual([
      [250, 0, 50, 200],
      [150, 0, 30, 200],
    ]);
  });

  it('in rows of percentages count as auto first, then by the height that came of it', () => {
    const { boxes } = laidOut(
      node(
        { alignItems: 'flex-start' },
        node({ display: 'grid', gridTemplateRows: '50% 20px' }, node({ height: 30 }), node({})),
      ),
    );
    expect(boxes().slice(1)).toEqual([
      [0, 0, 0, 50],
      [0, 0, 0, 30],
      [0, 25, 0, 20],
    ]);
  });
});

describe('items', () => {
  it('stand in their areas as they are told', () => {
    const { boxes } = laidOut(
      node(
        {
          display: 'grid',
          gridTemplateColumns: '100px 200px',
          gridTemplateAreas: ['head head', 'side main'],
          gridTemplateRows: '40px 1fr',
        },
        node({ gridArea: 'main', justifySelf: 'center', alignSelf: 'end', width: 50, height: 20 }),
        node({ gridArea: 'head' }),
        node({ gridArea: 'side', marginLeft: 'auto', width: 30 }),
      ),
    );
    expect(boxes().slice(1)).toEqual([
      [175, 180, 50, 20],
      [0, 0, 300, 40],
      [70, 40, 30, 160],
    ]);
  });

  it('share the baselines of their rows', () => {
    const words = (paddingTop: number): TreeSpec => ({
      style: { paddingTop },
      words: [10],
      children: [],
    });
    const { boxes } = laidOut(
      node(
        { display: 'grid', alignItems: 'baseline', gridAutoFlow: 'column' },
        words(0),
        words(12),
      ),
    );
    expect(
      boxes()
        .map(([, y]) => y)
        .slice(1),
    ).toEqual([12, 0]);
  });

  it('that are absolute go by the padding box', () => {
    const { boxes } = laidOut(
      node(
        { display: 'grid', paddingLeft: 10, paddingTop: 10, justifyItems: 'end' },
        node({ position: 'absolute', width: 20, height: 20 }),
        node({ position: 'absolute', right: 0, bottom: 0, width: '50%', height: 20 }),
      ),
    );
    expect(boxes().slice(1)).toEqual([
      [280, 0, 20, 20],
      [150, 180, 150, 20],
    ]);
  });

  it('of fixed size move what is in them when padding that is a percentage changes with the area', () => {
    const { world, rows, system, boxes } = laidOut(
      node(
        { display: 'grid' },
        node({ width: 100, height: 50, paddingLeft: '10%' }, node({ width: 10 })),
      ),
    );
    expect(boxes()[2]![0]).toBe(30);
    applyStyle(world, rows[0]!, { width: 200 });
    touch(world, rows[0]!, LAYOUT);
    system.update(frame);
    expect(boxes().slice(1)).toEqual([
      [0, 0, 100, 50],
      [20, 0, 10, 50],
    ]);
  });
});

describe('absolute elements', () => {
  const grid: StyleSpec = {
    display: 'grid',
    gridTemplateColumns: '50px 100px 60px',
    gridTemplateRows: '40px 60px',
    columnGap: 10,
    paddingLeft: 20,
    paddingTop: 5,
    borderWidth: 2,
  };

  it.each<[StyleSpec, number[]]>([
    [{ gridColumn: '2 / 3', gridRow: '2 / span 1' }, [82, 47, 100, 60]],
    // An edge that is auto is that of the padding box.
    [{ gridColumn: '2 / auto', gridRow: 'auto / 2' }, [82, 2, 216, 45]],
    [{ gridColumn: 'auto / -1' }, [2, 2, 250, 196]],
    [{ gridColumn: 'span 2' }, [2, 2, 296, 196]],
    [{ gridColumn: '1 / span 2', gridRow: '-2 / -1' }, [22, 47, 160, 60]],
    // Lines that no item makes are not there.
    [{ gridColumn: '2 / 9', gridRow: '7' }, [82, 2, 216, 196]],
    [{ gridColumn: '4', gridRow: '1' }, [252, 7, 46, 191]],
  ])('with %j fill that area between their insets', (place, expected) => {
    const insets = { left: 0, top: 0, right: 0, bottom: 0 };
    const { boxes } = laidOut(node(grid, node({ position: 'absolute', ...insets, ...place })));
    expect(boxes()[1]).toEqual(expected);
  });

  it('stand in their areas from right to left too, and percentages are of these', () => {
    const { boxes } = laidOut(
      node(
        { ...grid, direction: 'rtl' },
        node({ position: 'absolute', gridColumn: '2 / 3', width: '50%', height: 10 }),
        node({
          position: 'absolute',
          gridColumn: '2 / 3',
          left: '10%',
          width: 10,
          bottom: 0,
          height: 9,
        }),
      ),
    );
    expect(boxes().slice(1)).toEqual([
      [188, 2, 50, 10],
      [148, 189, 10, 9],
    ]);
  });

  it('follow the tracks when only items change, and keep their areas when only they change', () => {
    const { world, rows, system, boxes } = laidOut(
      node(
        { display: 'grid', gridTemplateColumns: 'auto 1fr' },
        node({ width: 70 }),
        node({ position: 'absolute', gridColumn: '2' }, node({ width: 20, height: 10 })),
      ),
    );
    expect(boxes()[2]).toEqual([70, 0, 20, 10]);
    for (const [row, width, expected] of [
      [rows[1]!, 90, [90, 0, 20, 10]],
      [rows[3]!, 35, [90, 0, 35, 10]],
    ] as const) {
      applyStyle(world, row, { width });
      touch(world, row, LAYOUT);
      system.update(frame);
      expect(boxes()[2]).toEqual(expected);
    }
    applyStyle(world, rows[2]!, { gridColumn: 1 });
    touch(world, rows[2]!, LAYOUT);
    system.update(frame);
    expect(boxes()[2]).toEqual([0, 0, 35, 10]);
  });

  it.each<[NonNullable<Style['justifySelf']>, 'ltr' | 'rtl', number]>([
    ['left', 'ltr', 20],
    ['right', 'ltr', 210],
    ['left', 'rtl', 20],
    ['right', 'rtl', 210],
    ['start', 'rtl', 210],
    ['self-end', 'rtl', 20],
    ['center', 'rtl', 115],
    ['safe right', 'ltr', 210],
  ])('of justifySelf %s between insets %s stand at %d px', (justifySelf, direction, expected) => {
    for (const display of ['grid', 'flex'] as const) {
      const { boxes } = laidOut(
        node(
          { display, direction },
          node({ position: 'absolute', justifySelf, left: 20, right: 40, width: 50 }),
        ),
      );
      expect(boxes()[1]![0]).toBe(expected);
    }
  });
});

describe('sizes that go by each other', () => {
  it('take a track only so far as its largest size is not fixed', () => {
    // The first column is no larger than its smallest content, whatever an item over both would like.
    const { boxes } = laidOut(
      node(
        { alignItems: 'flex-start' },
        node(
          { display: 'grid', gridTemplateColumns: 'minmax(auto, min-content) auto' },
          node({ gridColumn: 'span 2', height: 10, minWidth: 60 }, node({ width: 90 })),
          node({ width: 37, height: 10 }),
        ),
      ),
    );
    expect(boxes()[1]![2]).toBe(90);
    expect(boxes()[4]).toEqual([0, 10, 37, 10]);
  });

  it('count the rows that fit where the height is known, and so the columns', () => {
    const { boxes } = laidOut(
      node(
        {},
        node(
          { display: 'grid', gridTemplateRows: 'repeat(auto-fill, 40px)', gridAutoFlow: 'column' },
          node({ width: 50 }),
          node({ width: 30 }),
        ),
      ),
    );
    expect(boxes().slice(1)).toEqual([
      [0, 0, 50, 200],
      [0, 0, 50, 40],
      [0, 40, 30, 40],
    ]);
  });

  it('guess the height of rows by the most that they may be', () => {
    const { boxes } = laidOut(
      node(
        {},
        node(
          { display: 'grid', gridAutoRows: 'minmax(min-content, 27px)' },
          { style: { aspectRatio: 1 }, words: [29, 41, 40, 16], children: [] },
        ),
      ),
    );
    expect(boxes().slice(1)).toEqual([
      [0, 0, 41, 200],
      [0, 0, 41, 41],
    ]);
  });

  it('ask columns that wrap anew when their largest height becomes known', () => {
    const { boxes } = laidOut(
      node(
        { display: 'grid' },
        node(
          { flexDirection: 'column', flexWrap: 'wrap', alignSelf: 'center', maxHeight: '60%' },
          node({ height: 80 }),
          node({ height: 70 }),
        ),
      ),
    );
    expect(boxes()[1]).toEqual([0, 60, 300, 80]);
  });

  it('leave of the largest size of a row what lowers an item to its baseline', () => {
    const words: TreeSpec = { style: {}, words: [10], children: [] };
    const { boxes } = laidOut(
      node(
        { display: 'grid', gridTemplateRows: 'minmax(auto, 60px) 1fr', alignItems: 'baseline' },
        node({ gridArea: '1 / 2 / span 2 / span 2', height: 84 }),
        words,
        words,
      ),
    );
    expect(boxes()[2]![1]).toBe(74);
    expect(boxes()[3]![1]).toBe(74);
  });

  it('count tracks between two limits, a percentage being of the smaller', () => {
    const { boxes } = laidOut(
      node(
        {},
        node({
          display: 'grid',
          gridTemplateColumns: '10% repeat(auto-fill, 40px)',
          minWidth: 70,
          maxWidth: 126,
        }),
      ),
    );
    expect(boxes()[1]![2]).toBe(80);
  });
});

describe('grid styles', () => {
  it.each<[keyof Style, unknown, RegExp]>([
    [
      'gridTemplateColumns',
      '1fr 2xr',
      /gridTemplateColumns is '1fr 2xr'; give a track size instead of '2xr'/,
    ],
    ['gridTemplateColumns', '', /give a list of track sizes/],
    ['gridTemplateRows', 'minmax(1fr, 2fr)', /minmax\(\) whose least is no fr/],
    ['gridTemplateRows', 'minmax(10px)', /'\x2c' instead of '\)'/],
    ['gridTemplateRows', 'repeat(0, 10px)', /repeat\(n, \.\.\.\) with n from 1 on/],
    ['gridTemplateColumns', 'repeat(auto-fill, auto)', /only tracks with a length or a percentage/],
    ['gridTemplateColumns', 'repeat(auto-fill, 9px) 1fr', /only tracks with a length/],
    ['gridTemplateColumns', 'repeat(9999, 1px)', /1000 tracks at most/],
    ['gridTemplateColumns', '-5px', /instead of '-5px'/],
    ['gridTemplateColumns', 5, /gridTemplateColumns is 5; give a string like/],
    ['gridAutoRows', 'repeat(2, 1fr)', /gridAutoRows is 'repeat\(2, 1fr\)'/],
    ['gridAutoFlow', 'diagonal', /one of row, column/],
    ['gridTemplateAreas', ['a a', 'b'], /rows of equally many cells, where row 2 has 1/],
    ['gridTemplateAreas', ['a b', 'b a'], /a rectangle of cells for 'a'/],
    ['gridTemplateAreas', ['a 1'], /a name or '\.' instead of '1'/],
    ['gridColumn', '0', /gridColumn is '0'; give a line number/],
    ['gridColumn', 'span -1', /'span n'/],
    ['gridColumn', '1 / 2 / 3', /2 sides at most/],
    ['gridRowStart', '5000', /numbers from 1 to 1000/],
    ['gridArea', null, /gridArea is null/],
  ])('refuses %s: %j and says what to give', (name, value, message) => {
    const { world, rows } = laidOut(node({}));
    const set = () => applyStyle(world, rows[0]!, { [name]: value } as Style);
    expect(set).toThrow(ValueError);
    expect(set).toThrow(message);
    expect(columns(world, LayoutStyle).grid[rows[0]!]).toBe(0);
  });

  it('are kept once for all elements that have the same', () => {
    const style = {
      display: 'grid',
      gridTemplateColumns: '1fr 1fr',
      gridAutoFlow: 'dense',
    } as const;
    const { world, rows } = laidOut(
      node(style, node(style, node({ gridColumn: 1 }), node({ gridColumn: 1 }))),
    );
    const { grid, gridPlace } = columns(world, LayoutStyle);
    expect(grid[rows[0]!]).toBe(grid[rows[1]!]);
    expect(grid[rows[0]!]).not.toBe(0);
    expect(gridPlace[rows[2]!]).toBe(gridPlace[rows[3]!]);
  });

  it('let the side written last win', () => {
    const { world, rows, system, boxes } = laidOut(
      node(
        { display: 'grid', gridTemplateColumns: '10px 10px 10px' },
        node({ gridColumnStart: 3 }),
      ),
    );
    applyStyle(world, rows[1]!, { gridColumn: 2 });
    system.update(frame);
    expect(boxes()[1]![0]).toBe(10);
    applyStyle(world, rows[1]!, { gridColumnStart: 1 });
    system.update(frame);
    expect(boxes()[1]![0]).toBe(0);
  });
});

function node(style: StyleSpec, ...children: TreeSpec[]): TreeSpec {
  return { style, children };
}

function laidOut(spec: TreeSpec) {
  const world = createWorld({ capacity: 64 });
  const view = { width: 300, height: 200, dpr: 1, glyphScale: 1, background: 0, version: 1 };
  setResource(world, Viewport, view);
  const system = createLayoutSystem({ world });
  const rows = buildTree(world, spec);
  system.update(frame);
  return { world, system, rows, boxes: () => readBoxes(world, rows) };
}

function widths(boxes: number[][]): number[] {
  return boxes.map(([, , width]) => width!);
}
