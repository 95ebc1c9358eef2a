import { describe, expect, it } from 'vitest';
import {
  CONTENT,
  columns,
  createWorld,
  type Frame,
  LAYOUT,
  PROJECTION,
  type Row,
  resolve,
  setResource,
  spawn,
  touch,
  type World,
  watchDirt,
} from '../../../../src/ecs';
import {
  LayoutStyle,
  TEXT_WRAPS,
  Text,
  TextKind,
  TextPort,
  Viewport,
} from '../../../../src/ecs/stores';
import { createLayoutSystem, type LayoutSystem } from '../../../../src/systems/layout';
import { applyStyle, type Style } from '../../../../src/ui/style';
import {
  buildTree,
  flatten,
  readBoxes,
  type StyleSpec,
  type TreeSpec,
} from '../../../layout/layout-tree';
import { randomTree } from '../../../layout/random-tree';

const TREES = process.env.RAFTER_LONG === '1' ? 20_000 : 50;
const WIDTHS = [400, 250, 400, 333];
const frame = {} as Frame;

/** What no straight container or item of one has. */
const strange = /^(aspectRatio|order|direction|display|position|left|top|right|bottom)$/;
const edges = /^(margin|padding|.*Gap)/;

describe('straight containers', () => {
  it('give the boxes that others give, to the last bit', () => {
    for (let seed = 1; seed <= TREES; seed++) {
      // Every third as it comes.
      const spec = seed % 3 === 0 ? randomTree(seed) : tamed(randomTree(seed));
      const plain = open(spec);
      const crossed = open(withStrangers(spec));
      for (const [pass, width] of WIDTHS.entries()) {
        for (const each of [plain, crossed]) each.layout(width, pass);
        expect(crossed.boxes(), `seed ${seed}, pass ${pass}`).toEqual(plain.boxes());
      }
      plain.system.dispose();
      crossed.system.dispose();
    }
  });

  it('are sized anew where they are not placed as wide as they were asked', () => {
    const grown: TreeSpec = { style: { flexGrow: 1 }, words: [10], children: [] };
    const wide: TreeSpec = { style: { width: 200, height: 10 }, children: [] };
    // As high as its content at first, and then as wide as the line.
    const asked: TreeSpec = { style: {}, children: [grown] };
    const column: TreeSpec = {
      style: { flexDirection: 'column', flexWrap: 'wrap', alignContent: 'start' },
      children: [asked, wide],
    };
    const tree = open({ style: { alignItems: 'start' }, children: [column] });
    tree.layout(400, 0);
    expect(tree.boxes()[3]).toEqual([0, 0, 200, 10]);
  });

  it('have percentages to go by from when their height is given, and no more from when it is not', () => {
    const half: TreeSpec = {
      style: { height: '50%' },
      children: [{ style: { height: 40 }, children: [] }],
    };
    const item: TreeSpec = { style: { flexShrink: 0 }, children: [half] };
    const column: TreeSpec = { style: { flexDirection: 'column' }, children: [item] };
    const tree = open({ style: { alignItems: 'start' }, children: [column] });
    const heights = ['auto', 40, 'auto'].map((height) => {
      applyStyle(tree.world, tree.rows[1]!, { height } as Style);
      tree.layout(400, 0);
      return tree.boxes()[3]![3];
    });
    expect(heights).toEqual([40, 20, 40]);
  });

  it('have what moved told although the pass ends early', () => {
    const tree = open({
      style: {},
      children: [{ style: { width: 10, height: 10 }, children: [] }],
    });
    tree.layout(400, 0);
    const moved = watchDirt(tree.world, PROJECTION);
    moved.take();
    setResource(tree.world, TextPort, {
      wrap() {
        throw new Error('no lines');
      },
    } as unknown as TextPort);
    const { flags } = columns(tree.world, Text);
    const text = resolve(tree.world, spawn(tree.world, TextKind, tree.rows[0] as Row));
    flags[text] = TEXT_WRAPS;
    columns(tree.world, Text).width[text] = 20;
    columns(tree.world, Text).height[text] = 10;
    applyStyle(tree.world, text, { order: -1, width: 50, height: 10 });
    moved.take();
    expect(() => tree.layout(400, 0)).toThrow('no lines');
    expect([...moved.rows.subarray(moved.taken, moved.length)]).toContain(tree.rows[1]);
    moved.dispose();
  });

  it('find a baseline that nobody asked for when the height was remembered', () => {
    const asked: number[] = [];
    const leaf: TreeSpec = {
      style: { flexGrow: 1 },
      measure: (width, out) => {
        asked.push(width);
        out.width = Math.min(width, 1000);
        out.height = 10;
        out.baseline = width > 300 ? 4 : 8;
      },
      children: [],
    };
    const beside: TreeSpec = { style: { width: 10, height: 20, flexShrink: 0 }, children: [] };
    const tree = open({ style: { alignItems: 'start' }, children: [leaf, beside] });
    for (const width of [400, 200, 400]) tree.layout(width, 0);
    const before = asked.filter((width) => width === 390).length;
    expect(before).toBe(1);
    columns(tree.world, LayoutStyle).alignItems[tree.rows[0]!] = 9;
    touch(tree.world, tree.rows[0]!, LAYOUT);
    tree.layout(400, 0);
    expect(tree.boxes()[1]).toEqual([0, 16, 390, 10]);
  });
});

type Opened = {
  world: World;
  system: LayoutSystem;
  rows: readonly number[];
  layout(width: number, pass: number): void;
  boxes(): number[][];
};

/** Boxes are of the elements that are not strangers. */
function open(spec: TreeSpec): Opened {
  const world = createWorld({ capacity: 256 });
  const view = { width: 0, height: 300, dpr: 1, glyphScale: 1, background: 0, version: 0 };
  setResource(world, Viewport, view);
  const rows = buildTree(world, spec);
  const specs = flatten(spec);
  const system = createLayoutSystem({ world });
  return {
    world,
    system,
    rows,
    layout(width, pass) {
      view.width = width;
      view.version++;
      // Others are dirty in each pass, of both trees the same.
      let count = 0;
      for (const [at, row] of rows.entries()) {
        if (specs[at] === stranger) continue;
        if (++count % 5 === pass) touch(world, row, specs[at]!.words ? CONTENT : LAYOUT);
      }
      system.update(frame);
    },
    boxes: () =>
      readBoxes(
        world,
        rows.filter((_, at) => specs[at] !== stranger),
      ),
  };
}

const stranger: TreeSpec = {
  style: { position: 'absolute', width: 0, height: 0 },
  children: [],
};

/** With an absolute child in each container, which is no item and so changes nothing but that the container is not straight. */
function withStrangers(spec: TreeSpec): TreeSpec {
  if (spec.text || spec.words || spec.measure) return spec;
  return { ...spec, children: [...spec.children.map(withStrangers), stranger] };
}

/** Without what keeps a container from being straight. */
function tamed(spec: TreeSpec): TreeSpec {
  const style: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(spec.style)) {
    const known = typeof value === 'string' ? value.replace('-reverse', '') : value;
    const isWord =
      typeof known === 'string' && /^(.*-content|stretch|content|baseline)$/.test(known);
    const isSize = /^(width|height|min|max|flexBasis)/.test(name);
    if (strange.test(name) || (edges.test(name) && typeof known === 'string')) continue;
    if ((isSize && isWord) || known === 'baseline') continue;
    style[name] = known;
  }
  return { ...spec, style: style as StyleSpec, children: spec.children.map(tamed) };
}
