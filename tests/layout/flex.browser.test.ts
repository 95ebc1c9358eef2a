import { afterEach, describe, expect, it } from 'vitest';
import { createWorld, type Frame, setResource } from '../../src/ecs';
import { Viewport } from '../../src/ecs/stores';
import { createLayoutSystem } from '../../src/systems/layout';
import { buildTree, flatten, readBoxes, type TreeSpec } from './layout-tree';
import { randomTree } from './random-tree';
import { shrinkTree } from './shrink-tree';

const TREES = Number(import.meta.env?.RAFTER_LONG) === 1 ? 20_000 : 500;
// Chromium keeps lengths in 1/64 px and cuts the rest at every step.
const TOLERANCE = 0.1;
const SURFACE = { width: 800, height: 600 };

afterEach(() => document.body.replaceChildren());

describe('flex layout beside the browser’s own', () => {
  it(`gives ${TREES} random trees the boxes that Chromium gives them`, () => {
    const failures: string[] = [];
    for (let seed = 1; seed <= TREES; seed++) {
      const found = compare(randomTree(seed));
      if (!found) continue;
      const smallest = shrinkTree(randomTree(seed), (spec) => compare(spec) !== undefined);
      failures.push(`seed ${seed}: ${compare(smallest)} in ${JSON.stringify(smallest)}`);
      if (failures.length === 30) break;
    }
    expect(failures).toEqual([]);
  });
});

/** The first box that differs, or undefined. */
function compare(spec: TreeSpec): string | undefined {
  const expected = layoutInBrowser(spec);
  const actual = layoutHere(spec);
  const nodes = flatten(spec);
  for (let i = 0; i < nodes.length; i++) {
    // Chromium has no box for what is not displayed.
    if (expected[i] === undefined) continue;
    const off = expected[i]!.some(
      (value, side) => !(Math.abs(value - actual[i]![side]!) <= TOLERANCE),
    );
    if (off) return `element ${i} is ${actual[i]} here and ${expected[i]} in Chromium`;
  }
  return undefined;
}

function layoutHere(spec: TreeSpec): number[][] {
  const world = createWorld({ capacity: 64 });
  setResource(world, Viewport, { ...SURFACE, dpr: 1, glyphScale: 1, background: 0, version: 1 });
  const system = createLayoutSystem({ world });
  const rows = buildTree(world, spec);
  system.update({} as Frame);
  return readBoxes(world, rows);
}

function layoutInBrowser(spec: TreeSpec): (number[] | undefined)[] {
  const surface = document.createElement('div');
  Object.assign(surface.style, {
    position: 'absolute',
    left: '0',
    top: '0',
    width: `${SURFACE.width}px`,
    height: `${SURFACE.height}px`,
  });
  const elements: HTMLElement[] = [];
  const root = element(spec, elements);
  // A root is an absolute child of the surface with insets of 0.
  Object.assign(root.style, { position: 'absolute', left: '0', top: '0', right: '0', bottom: '0' });
  surface.append(root);
  document.body.replaceChildren(surface);
  return elements.map((each) => {
    if (each.getClientRects().length === 0) return undefined;
    const { x, y, width, height } = each.getBoundingClientRect();
    return [x, y, width, height];
  });
}

function element(spec: TreeSpec, into: HTMLElement[]): HTMLElement {
  const made = document.createElement('div');
  into.push(made);
  Object.assign(made.style, {
    display: 'flex',
    position: 'relative',
    boxSizing: 'border-box',
    borderStyle: 'solid',
    borderWidth: '0',
  });
  for (const [name, value] of Object.entries(spec.style)) {
    const unitless = name === 'flexGrow' || name === 'flexShrink';
    made.style[name as 'width'] =
      typeof value === 'number' && !unitless ? `${value}px` : String(value);
  }
  if (spec.text) {
    // One line that an ellipsis can shorten: as wide as it likes, but no automatic minimum.
    made.style.overflow = 'hidden';
    const line = document.createElement('div');
    Object.assign(line.style, {
      flex: 'none',
      width: `${spec.text[0]}px`,
      height: `${spec.text[1]}px`,
    });
    made.append(line);
  }
  for (const child of spec.children) made.append(element(child, into));
  return made;
}
