import { describe, expect, it } from 'vitest';
import { checkBoxes, shareThatDiffers } from '../../../bench/layout/agreement';
import { isAsInBrowser } from '../../../bench/layout/conformance';
import { oneText } from '../../../bench/layout/contenders';
import { createPaths, type Engine, fromRoot, parentsOf } from '../../../bench/layout/laid-out-tree';
import { rafterOptions } from '../../../bench/layout/rafter-style';
import { type RafterTree, rafter } from '../../../bench/layout/rafter-tree';
import { taffy } from '../../../bench/layout/taffy-tree';
import {
  flatten,
  LINE,
  measureWords,
  type NodeSpec,
  type Words,
} from '../../../bench/layout/tree-spec';
import {
  OTHER_WIDTH,
  type Place,
  pageTree,
  paragraphTree,
  textOf,
  WIDTH,
} from '../../../bench/layout/trees';
import { yoga } from '../../../bench/layout/yoga-tree';

const engines: [name: string, engine: Engine][] = [
  ['Rafter', rafter],
  ['Yoga', yoga],
  ['Taffy', taffy],
];
const places: Place[] = ['boxed', 'tag', 'heading'];

describe('the measure function', () => {
  it('gives the widest word, all in one line, or what wraps the room it has', () => {
    const words = { count: 5, width: 30 };
    expect(sizeOf(words, 0)).toEqual({ width: 30, height: 5 * LINE });
    expect(sizeOf(words, Number.POSITIVE_INFINITY)).toEqual({ width: 150, height: LINE });
    expect(sizeOf(words, 150)).toEqual({ width: 150, height: LINE });
    expect(sizeOf(words, 100)).toEqual({ width: 100, height: 2 * LINE });
  });

  it('breaks words of their own widths where the next does not fit, with a space between', () => {
    const words = { count: 3, width: 0, pieces: [50, 30, 110] };
    expect(sizeOf(words, 90)).toEqual({ width: 110, height: 20 });
    expect(sizeOf(words, 80)).toEqual({ width: 110, height: 30 });
    expect(sizeOf(words, Number.POSITIVE_INFINITY)).toEqual({ width: 210, height: 10 });
  });
});

describe('the page of the layout benches', () => {
  it.each([1_000, 10_000])('of %i elements has one more and is the same every time', (elements) => {
    expect(flatten(pageTree(elements)).length).toBe(elements + 1);
    expect(pageTree(elements)).toEqual(pageTree(elements));
  });

  it('has texts, wrapping, percentages and limits in more than every second node', () => {
    const nodes = flatten(pageTree(1_000));
    const texts = nodes.filter(({ words }) => words !== undefined);
    const others = nodes.filter(({ words, style }) => words === undefined && isDemanding(style));
    expect(texts.length / nodes.length).toBeGreaterThan(0.4);
    expect(others.length / nodes.length).toBeGreaterThan(0.2);
  });

  it.each(places)('counts each text at the place %s once before the first comes again', (place) => {
    const texts = flatten(pageTree(1_000)).filter(({ words }) => words !== undefined);
    const found = new Set<number>();
    for (let n = 0; !found.has(textOf(1_000, place, n)); n++) found.add(textOf(1_000, place, n));
    expect(found.size).toBe(place === 'tag' ? 120 : 20);
    expect(textOf(1_000, place, found.size)).toBe(textOf(1_000, place, 0));
    for (const text of found) {
      const { style } = texts[text]!;
      expect(style.paddingLeft === 6).toBe(place === 'tag');
      expect(style.flexGrow === 1).toBe(place === 'heading');
    }
  });
});

describe('the engines of the layout benches', () => {
  const specs: [name: string, spec: NodeSpec][] = [
    ['the page', pageTree(1_000)],
    ['the paragraphs', paragraphTree(100)],
  ];

  it.each(specs)(
    'give %s the same boxes, also at another width and after texts changed',
    (_, spec) => {
      const [ours, ...others] = engines.map(([, engine]) => engine(spec).build());
      const changes: ((tree: RafterTree) => void)[] = [
        () => {},
        (tree) => tree.setWidth(OTHER_WIDTH),
        (tree) => tree.setWords(7, { count: 90, width: 33 }),
        (tree) => {
          tree.dirtyAll();
          tree.setWidth(WIDTH);
        },
      ];
      let before: Float64Array | undefined;
      for (const change of changes) {
        for (const tree of [ours!, ...others]) {
          change(tree as RafterTree);
          tree.layout();
        }
        const boxes = ours!.boxes();
        expect(boxes).not.toEqual(before);
        for (const other of others) expect(shareThatDiffers(other.boxes(), boxes)).toBe(0);
        before = boxes;
      }
      for (const tree of [ours!, ...others]) tree.dispose();
    },
  );

  it.each(engines)(
    '%s builds a second tree like the first, which it has disposed of',
    (_, engine) => {
      const builder = engine(pageTree(100));
      const first = builder.build();
      first.layout();
      const boxes = first.boxes();
      first.dispose();
      const second = builder.build();
      second.layout();
      expect(second.boxes()).toEqual(boxes);
      second.dispose();
    },
  );

  it.each(engines)('%s reads every box back', (_, engine) => {
    const tree = engine({
      style: { width: 100, height: 50 },
      children: [{ style: { width: 7, height: 3 }, children: [] }],
    }).build();
    tree.layout();
    expect(tree.readAll()).toBe(100 + 50 + 7 + 3);
    tree.dispose();
  });

  it.each(engines)('%s reads what moved with a text', (_, engine) => {
    const words = { count: 1, width: 20 };
    const leaf = (): NodeSpec => ({ style: {}, words, children: [] });
    const tree = engine({ style: { width: 200, height: 50 }, children: [leaf(), leaf()] }).build();
    tree.layout();
    tree.readAll();
    tree.setWords(0, { count: 1, width: 30 });
    tree.layout();
    // The first became wider, the second moved; who cannot tell reads the root, too.
    const expected = 30 + 50 + (30 + 20 + 50);
    expect([expected, expected + 250]).toContain(tree.readChanged(0));
    tree.dispose();
  });

  it('are refused where a box in a hundred is another', () => {
    const spec = pageTree(100);
    const other = yoga(spec).build();
    expect(() => checkBoxes(other, spec)).not.toThrow();
    other.setWords(0, { count: 300, width: 30 });
    expect(() => checkBoxes(other, spec)).toThrow(/of the boxes differ/);
    other.dispose();
  });

  it.each(places)('change a text at the place %s in every run', async (place) => {
    const context = contextOf(1_000);
    const contender = oneText(rafter, place);
    const state = await contender.setup!(context);
    for (let run = 0; run < 10; run++) {
      const before = contender.counters!(state, context);
      contender.run(state, context);
      const after = contender.counters!(state, context);
      expect(after.measured! - before.measured!).toBeGreaterThanOrEqual(20);
      expect(after.written! - before.written!).toBeGreaterThan(0);
    }
    await contender.teardown!(state, context);
  });
});

describe('comparing boxes', () => {
  it('counts boxes, not sides, and nothing below half a pixel; NaN differs', () => {
    const boxes = Float64Array.of(0, 0, 10, 10, 5, 5, 10, 10);
    expect(
      shareThatDiffers(
        boxes,
        boxes.map((value) => value + 0.4),
      ),
    ).toBe(0);
    expect(shareThatDiffers(boxes, Float64Array.of(0, 0, 10, 10, 6, 6, 10, 10))).toBe(0.5);
    expect(shareThatDiffers(Float64Array.of(Number.NaN, 0, 10, 10, 5, 5, 10, 10), boxes)).toBe(0.5);
    expect(shareThatDiffers(boxes, boxes.slice(0, 4))).toBe(1);
  });

  it('adds up what is relative to parents', () => {
    const spec: NodeSpec = { style: {}, children: [chain(2), chain(1)] };
    const parents = parentsOf(spec);
    expect([...parents]).toEqual([-1, 0, 1, 0]);
    const boxes = Float64Array.of(9, 9, 1, 1, 10, 20, 1, 1, 3, 4, 1, 1, 5, 6, 1, 1);
    expect([...fromRoot(boxes, parents)]).toEqual([
      ...[0, 0, 1, 1],
      ...[10, 20, 1, 1],
      ...[13, 24, 1, 1],
      ...[5, 6, 1, 1],
    ]);
  });

  it('takes the children of all ancestors as the path of a text, and the root', () => {
    const visited: number[] = [];
    const parents = parentsOf({ style: {}, children: [chain(2), chain(1)] });
    createPaths(parents, [2])(0, (node) => visited.push(node));
    expect(visited.sort()).toEqual([0, 1, 2, 3]);
  });
});

describe('the cases of a browser', () => {
  it.each(engines)('are as in the browser for %s where every box that is shown is', (_, engine) => {
    const hidden = { style: { display: 'none' }, rect: [9, 9, 9, 9], children: [] } as const;
    const text = { style: {}, text: 'two words', rect: [0, 0, 90, 20], children: [] } as const;
    const tree = { style: { height: 20 }, rect: [0, 0, 90, 20], children: [hidden, text] } as const;
    expect(isAsInBrowser(engine, tree)).toBe(true);
    expect(isAsInBrowser(engine, { ...tree, rect: [0, 0, 90, 20.2] })).toBe(false);
  });

  it('have scrolling elements that clip', () => {
    expect(rafterOptions({ position: 'static', left: 5, overflow: 'scroll' })).toEqual({
      parent: undefined,
      position: 'static',
      left: 5,
      overflow: 'hidden',
    });
  });
});

function sizeOf(words: Words, room: number) {
  const out = { width: 0, height: 0 };
  measureWords(words, room, out);
  return out;
}

function isDemanding(style: NodeSpec['style']): boolean {
  const values = Object.values(style);
  return (
    style.flexWrap === 'wrap' ||
    style.minWidth !== undefined ||
    style.maxWidth !== undefined ||
    values.some((value) => String(value).endsWith('%'))
  );
}

function chain(length: number): NodeSpec {
  return { style: {}, children: length > 1 ? [chain(length - 1)] : [] };
}

function contextOf(elements: number) {
  return {
    parameters: { elements },
    random: () => 0.5,
    host: 'node',
    now: () => performance.now(),
    keep() {},
  } as const;
}
