import { describe, expect, it } from 'vitest';
import {
  columns,
  createWorld,
  type Frame,
  LAYOUT,
  type Row,
  resource,
  setResource,
  touch,
} from '../../../../src/ecs';
import { type Edges, EdgesOf, Text, TextPort, Viewport } from '../../../../src/ecs/stores';
import { createLayoutSystem } from '../../../../src/systems/layout';
import {
  buildTree,
  flatten,
  readBoxes,
  type StyleSpec,
  type TreeSpec,
  writeStyle,
} from '../../../layout/layout-tree';
import { createWrappingTexts } from '../../../layout/wrapping-texts';

describe('an element that stays where it is while others ask about it', () => {
  it('keeps the percentages of its padding that it was placed with', () => {
    const { set, edges } = laidOut(
      node(
        { width: 300, alignItems: 'start' },
        node({ width: 100, alignItems: 'start' }, text({ paddingLeft: '20%', flexShrink: 0 }, 100)),
        node({ width: 100, height: 10 }),
      ),
    );
    expect(edges(2).left).toBe(20);
    // The first now shrinks as far as its content lets it, which is asked about for the first time.
    set(3, 'width', 290);
    expect(edges(2).left).toBe(20);
  });

  it('places its own items between the padding that it was placed with', () => {
    const { set, boxes } = laidOut(
      node(
        { width: 300, alignItems: 'start' },
        node(
          { width: 100, alignItems: 'start' },
          node(
            { paddingLeft: '10%', flexShrink: 0 },
            node({ width: 100, height: 10, flexShrink: 0 }),
            node({ width: 5, height: 5, flexShrink: 0 }),
          ),
        ),
        node({ width: 150, height: 10 }),
      ),
    );
    set(5, 'width', 250);
    set(4, 'alignSelf', 'end');
    expect(boxes().slice(2, 5)).toEqual([
      [0, 0, 115, 10],
      [10, 0, 100, 10],
      [110, 5, 5, 5],
    ]);
  });

  it('keeps its lines', () => {
    const { set, boxes, width } = laidOut(
      node(
        { flexDirection: 'column', flexWrap: 'wrap', width: 200, height: 300 },
        node({ width: 300, height: 10 }),
        node({ flexDirection: 'column' }, lines([50, 50, 50, 50, 50])),
      ),
    );
    const before = boxes().slice(2);
    expect(width(3)).toBe(300);
    // It fills a line of 300 px; how high it is, is asked for 190 px.
    set(0, 'width', 190);
    expect(boxes().slice(2)).toEqual(before);
    expect(width(3)).toBe(300);
  });
});

describe('a text that wraps', () => {
  it.each<[string, StyleSpec]>([
    ['in flow', {}],
    ['out of flow', { position: 'absolute' }],
  ])(
    'has the lines of its box where nobody asks how high it is: of a fixed size, %s',
    (_, style) => {
      const { width } = laidOut(
        node({}, { ...lines([50, 50, 50]), style: { width: 70, height: 30, ...style } }),
      );
      expect(width(1)).toBe(70);
    },
  );
});

describe('a fixed size', () => {
  it('of `display: contents` keeps nothing inside', () => {
    const { boxes, fill } = laidOut(
      node(
        {},
        node({ display: 'contents', width: 50, height: 50, flexShrink: 0 }, text({}, 10)),
        node({ width: 20 }),
      ),
    );
    fill(2, 30);
    expect(boxes().slice(2)).toEqual([
      [0, 0, 30, 200],
      [30, 0, 20, 200],
    ]);
  });
});

describe('a baseline', () => {
  it('is looked at again where it changes in content that keeps its size', () => {
    const { boxes, set } = laidOut(
      node(
        { alignItems: 'baseline' },
        node({ width: 80, height: 83 }, text({ alignSelf: 'start' }, 20)),
        text({}, 20),
      ),
    );
    expect(boxes()[3]![1]).toBe(0);
    set(2, 'alignSelf', 'end');
    expect(boxes()[3]![1]).toBe(73);
  });

  it('is so below elements that keep theirs', () => {
    const { boxes, set } = laidOut(
      node(
        { alignItems: 'baseline' },
        node(
          { width: 80, height: 83 },
          node({ height: 83 }, node({ width: 30 }, text({ alignSelf: 'start' }, 20))),
        ),
        text({}, 20),
      ),
    );
    set(4, 'alignSelf', 'end');
    expect(boxes()[5]![1]).toBe(73);
  });
});

describe('nesting', () => {
  it.each<[string, StyleSpec]>([
    ['columns that wrap', { flexDirection: 'column', flexWrap: 'wrap', maxHeight: '90%' }],
    ['columns, with a least', { flexDirection: 'column', flexWrap: 'wrap', minHeight: '10%' }],
    ['grids', { display: 'grid', minHeight: '10%' }],
    [
      'grids with columns that fit',
      { display: 'grid', maxWidth: '90%', gridTemplateColumns: 'repeat(auto-fill, 20px)' },
    ],
    ['wrapping rows', { flexWrap: 'wrap', minHeight: '10%' }],
  ])('costs the same at every level, also where limits go by what is around: %s', (_, style) => {
    const solved = (levels: number): number => {
      let spec = text({}, 33.3);
      for (let i = 0; i < levels; i++) spec = node(style, spec, text({}, 5));
      return laidOut(spec).counters.solved;
    };
    expect(solved(12)).toBeLessThanOrEqual(2.5 * solved(6));
  });
});

function node(style: StyleSpec, ...children: TreeSpec[]): TreeSpec {
  return { style, children };
}

function text(style: StyleSpec, width: number): TreeSpec {
  return { style, text: [width, 10], children: [] };
}

/** A text that wraps. */
function lines(words: number[]): TreeSpec {
  return { style: {}, words, children: [] };
}

function laidOut(spec: TreeSpec) {
  const world = createWorld({ capacity: 16 });
  const view = { width: 300, height: 200, dpr: 1, glyphScale: 1, background: 0, version: 1 };
  setResource(world, Viewport, view);
  const texts = createWrappingTexts(world);
  setResource(world, TextPort, texts.port);
  const system = createLayoutSystem({ world });
  const rows = buildTree(world, spec);
  for (const [i, { words }] of flatten(spec).entries()) if (words) texts.show(rows[i]!, words);
  const update = () => system.update({} as Frame);
  update();
  return {
    counters: system.counters,
    boxes: () => readBoxes(world, rows),
    /** The width that a text was wrapped in last. */
    width: (at: number) => texts.widthOf(rows[at]!),
    edges(at: number): Edges {
      const out = {} as Edges;
      resource(world, EdgesOf)!(rows[at]!, out);
      return out;
    },
    set(at: number, name: string, value: unknown) {
      writeStyle(world, rows[at]!, name, value);
      touch(world, rows[at]!, LAYOUT);
      update();
    },
    fill(at: number, width: number) {
      columns(world, Text).width[rows[at] as Row] = width;
      touch(world, rows[at]!, LAYOUT);
      update();
    },
  };
}
