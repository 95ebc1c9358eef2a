import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DirtList, type Entity, PAINT, ROW_MASK, watchDirt } from '../../../src/ecs';
import { createHeadlessApp, type HeadlessApp } from '../../../src/testing/headless-app';
import { box, type Style, setStyle, type TextOptions, text, textRects } from '../../../src/ui';

let app: HeadlessApp;
let painted: DirtList;

beforeEach(() => {
  app = createHeadlessApp({ width: 800, height: 600 });
  painted = watchDirt(app.world, PAINT);
});

afterEach(() => {
  painted.dispose();
  app.dispose();
});

describe.each([
  ['a text', {}],
  ['a text with lines', { whiteSpace: 'normal' }],
  ['a text out of flow', { position: 'absolute' }],
] as [string, TextOptions][])('the letters of %s', (_, options) => {
  it.each([
    ['in pixels', { paddingLeft: 12, paddingTop: '7px' }, [12, 7]],
    ['by the width of the container', { paddingLeft: '10%', paddingTop: '5%' }, [40, 20]],
    ['by the surface', { paddingLeft: '2vw', paddingTop: '2vh' }, [16, 12]],
    ['inside a border', { paddingLeft: '10%', paddingTop: 5, borderWidth: 3 }, [43, 8]],
  ] as [string, Omit<Style, 'direction'>, number[]][])(
    'stand inside padding %s',
    (_, padding, place) => {
      const label = labelIn({ width: 400 }, { ...options, ...padding });
      app.frames(2);
      expect(startOf(label)).toEqual(place);
    },
  );

  it('stay within the padding at the right', () => {
    const look = { ...options, width: 100, textAlign: 'right', paddingRight: '10%' } as const;
    const label = labelIn({ width: 400 }, look);
    app.frames(2);
    expect(endOf(label)).toBeCloseTo(60, 4);
  });

  it('follow the width of the container, and are drawn again, though the box stays', () => {
    const page = box(app.world, {});
    const outer = box(app.world, { parent: page, width: 400 });
    const look = { ...options, width: 200, height: 100, paddingLeft: '10%' } as const;
    const label = text(app.world, { parent: outer, content: 'words', fontSize: 10, ...look });
    app.frames(2);
    painted.take();
    setStyle(app.world, outer, { width: 300 });
    app.frames(1);
    expect(startOf(label)[0]).toBe(30);
    expect(isPainted(label)).toBe(true);
  });

  it('follow padding that is set anew, and are drawn again, though the box stays', () => {
    const label = labelIn({ width: 400 }, { ...options, width: 200, height: 100 });
    app.frames(2);
    painted.take();
    setStyle(app.world, label, { paddingLeft: 9 });
    app.frames(1);
    expect(startOf(label)[0]).toBe(9);
    expect(isPainted(label)).toBe(true);
    painted.take();
    setStyle(app.world, label, { paddingLeft: '10%' });
    app.frames(1);
    expect(startOf(label)[0]).toBe(40);
    expect(isPainted(label)).toBe(true);
  });
});

describe('padding of a text', () => {
  it('in a grid is a share of the columns it stands in', () => {
    const grid = { display: 'grid', gridTemplateColumns: '100px 300px', width: 400 } as const;
    const label = labelIn(grid, { gridColumn: 2, paddingLeft: '10%' });
    app.frames(2);
    expect(startOf(label)[0]).toBe(30);
  });

  it('is none again when it is set to 0', () => {
    const label = labelIn({ width: 400 }, { paddingLeft: '10%' });
    app.frames(2);
    setStyle(app.world, label, { paddingLeft: 0 });
    app.frames(1);
    expect(startOf(label)[0]).toBe(0);
  });
});

function labelIn(container: Style, look: TextOptions): Entity {
  const page = box(app.world, {});
  const outer = box(app.world, { parent: page, alignItems: 'start', ...container });
  return text(app.world, { parent: outer, content: 'words', fontSize: 10, ...look });
}

/** Where its first letter begins, from its box. */
function startOf(label: Entity): number[] {
  const [first] = textRects(app.world, label, 0, 1);
  return [Math.round(first!.x * 1e3) / 1e3, Math.round(first!.y * 1e3) / 1e3];
}

function endOf(label: Entity): number {
  const [last] = textRects(app.world, label, 4, 5);
  return last!.x + last!.width;
}

function isPainted(label: Entity): boolean {
  return [...painted.rows.subarray(painted.taken, painted.length)].includes(label & ROW_MASK);
}
