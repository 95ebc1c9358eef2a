import { createWorld, type Frame, setResource } from '../../src/ecs';
import { Viewport } from '../../src/ecs/stores';
import { createLayoutSystem } from '../../src/systems/layout';
import { buildTree, readBoxes, type TreeSpec } from './layout-tree';

/** Chromium keeps lengths in 1/64 px and cuts the rest at every step. */
export const TOLERANCE = 0.1;
/** A box in Chromium, which has none for what is not displayed. */
export type Expected = readonly number[] | null | undefined;

const SURFACE = { width: 800, height: 600 };

/** The first box that differs by more than 0.1 px, or undefined. */
export function compare(spec: TreeSpec): string | undefined {
  return firstDifference(layoutHere(spec), layoutInBrowser(spec), TOLERANCE);
}

/** The first of `actual` that is further than `tolerance` CSS pixels from what is expected, or undefined. */
export function firstDifference(
  actual: number[][],
  expected: readonly Expected[],
  tolerance: number,
): string | undefined {
  for (let i = 0; i < actual.length; i++) {
    const box = expected[i];
    if (!box) continue;
    const off = box.some((value, side) => !(Math.abs(value - actual[i]![side]!) <= tolerance));
    if (off) return `element ${i} is ${actual[i]} here and ${box} in Chromium`;
  }
  return undefined;
}

/** Boxes of a tree as this library lays it out, depth first. */
export function layoutHere(spec: TreeSpec): number[][] {
  const world = createWorld({ capacity: 64 });
  setResource(world, Viewport, { ...SURFACE, dpr: 1, glyphScale: 1, background: 0, version: 1 });
  const system = createLayoutSystem({ world });
  const rows = buildTree(world, spec);
  system.update({} as Frame);
  return readBoxes(world, rows);
}

/** Boxes of a tree as the browser lays it out; what it gives none is undefined. */
export function layoutInBrowser(spec: TreeSpec): (number[] | undefined)[] {
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

/** What has no meaning for an element without children. */
const ofContainers = /^(flexDirection|flexWrap|justifyContent|align(Content|Items))$/;

/** The browser's own `vw` and `vh` are of its window. */
function ofSurface(value: string): string {
  const found = /^([\d.]+)v([wh])$/.exec(value);
  if (!found) return value;
  return `${(Number(found[1]) / 100) * (found[2] === 'w' ? SURFACE.width : SURFACE.height)}px`;
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
  if (spec.words) made.style.display = 'block';
  for (const [name, value] of Object.entries(spec.style)) {
    const unitless = ['flexGrow', 'flexShrink', 'order', 'aspectRatio'].includes(name);
    if (Array.isArray(value)) {
      made.style[name as 'width'] = value.map((row) => `"${row}"`).join(' ');
      continue;
    }
    if ((spec.text || spec.words) && ofContainers.test(name)) continue;
    made.style[name as 'width'] =
      typeof value === 'number' && !unitless ? `${value}px` : ofSurface(String(value));
  }
  if (spec.text) {
    // One line that an ellipsis can shorten: as wide as it likes, but no automatic minimum of its width.
    if ((spec.style.minWidth ?? 'auto') === 'auto') made.style.minWidth = '0';
    const line = document.createElement('div');
    Object.assign(line.style, {
      flex: 'none',
      width: `${spec.text[0]}px`,
      height: `${spec.text[1]}px`,
    });
    made.append(line);
  }
  if (spec.words) {
    made.style.fontSize = '0';
    for (const word of spec.words) {
      const box = document.createElement('span');
      Object.assign(box.style, { display: 'inline-block', width: `${word}px`, height: '10px' });
      made.append(box);
    }
  }
  for (const child of spec.children) made.append(element(child, into));
  return made;
}
