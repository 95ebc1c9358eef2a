import { describe, expect, it } from 'vitest';
import {
  CONTENT,
  columns,
  createWorld,
  type Frame,
  LAYOUT,
  setResource,
  touch,
  type World,
} from '../../../../src/ecs';
import { LayoutStyle, Viewport } from '../../../../src/ecs/stores';
import { createLayoutSystem, type LayoutSystem } from '../../../../src/systems/layout';
import {
  buildTree,
  flatten,
  readBoxes,
  type StyleSpec,
  type TreeSpec,
} from '../../../layout/layout-tree';
import { randomTree } from '../../../layout/random-tree';

const TREES = process.env.RAFTER_LONG === '1' ? 20_000 : 120;
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
