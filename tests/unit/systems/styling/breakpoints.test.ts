import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { columns, type Entity, move, ROW_MASK } from '../../../../src/ecs';
import {
  Box,
  DIRECTION_COLUMN,
  DIRECTION_ROW,
  Fill,
  LayoutStyle,
  STATE_HOVERED,
  State,
  type StyleClass,
} from '../../../../src/ecs/stores';
import { createHeadlessApp, type HeadlessApp } from '../../../../src/testing/headless-app';
import { box, defineStyle, parseColor, setStyle, setStyles } from '../../../../src/ui';

let app: HeadlessApp;
let errors: unknown[];

beforeEach(() => {
  app = createHeadlessApp({ width: 800, height: 600, developer: true });
  errors = [];
  app.on('error', ({ error }) => errors.push(error));
});

afterEach(() => {
  app.dispose();
  expect(errors).toEqual([]);
});

describe('a breakpoint of the surface', () => {
  it('holds from its least width to just below its greatest', () => {
    const style = defineStyle({
      fill: '#000001',
      breakpoints: [
        { below: 600, style: { fill: '#000002' } },
        { from: 1000, style: { fill: '#000003' } },
        { from: 1200, below: 1400, style: { fill: '#000004' } },
      ],
    });
    const element = box(app.world, { styles: [style] });
    const shown = [800, 600, 599.5, 0, 999, 1000, 1199, 1200, 1399, 1400].map((width) => {
      app.resize(width, 600);
      app.frames(1);
      return columns(app.world, Fill).color[rowOf(element)]!;
    });
    const wanted = [1, 1, 2, 2, 1, 3, 3, 4, 4, 3].map((n) => parseColor(`#00000${n}`));
    expect(shown).toEqual(wanted);
  });

  it('is known when the element is made, and loses to states', () => {
    const style = defineStyle({
      hover: { fill: '#000002' },
      breakpoints: [{ from: 700, style: { fill: '#000001' } }],
    });
    const element = box(app.world, { styles: [style] });
    expect(columns(app.world, Fill).color[rowOf(element)]).toBe(parseColor('#000001'));
    columns(app.world, State).bits[rowOf(element)] = STATE_HOVERED;
    app.resize(500, 600);
    app.frames(1);
    app.resize(900, 600);
    app.frames(1);
    expect(columns(app.world, Fill).color[rowOf(element)]).toBe(parseColor('#000002'));
    columns(app.world, State).bits[rowOf(element)] = 0;
    app.frames(1);
    expect(columns(app.world, Fill).color[rowOf(element)]).toBe(parseColor('#000001'));
  });
});

it('follows a surface that another width passed over between two frames', () => {
  const style = defineStyle({ breakpoints: [{ below: 600, style: { fill: '#000001' } }] });
  app.resize(500, 600);
  app.frames(1);
  app.resize(800, 600);
  const element = box(app.world, { styles: [style] });
  app.resize(500, 600);
  app.frames(1);
  expect(columns(app.world, Fill).color[rowOf(element)]).toBe(parseColor('#000001'));
});

describe('a breakpoint of the container', () => {
  const narrow = defineStyle({
    breakpoints: [{ below: 500, of: 'container', style: { flexDirection: 'column' } }],
  });

  it('shows in the frame in which the container gets its width', () => {
    const parent = box(app.world, { width: 400, height: 300 });
    const pane = box(app.world, { parent });
    const element = box(app.world, { parent: pane, flexGrow: 1, styles: [narrow] });
    const [first, second] = [10, 20].map((width) =>
      box(app.world, { parent: element, width, height: 10 }),
    );
    setStyle(app.world, pane, { flexGrow: 1 });
    app.frames(1);
    expect(directionOf(element)).toBe(DIRECTION_COLUMN);
    expect([boxOf(first!).y, boxOf(second!).y]).toEqual([0, 10]);
    setStyle(app.world, parent, { width: 700 });
    app.frames(1);
    expect(directionOf(element)).toBe(DIRECTION_ROW);
    expect([boxOf(second!).x, boxOf(second!).y]).toEqual([10, 0]);
  });

  it('goes through containers in containers within a frame', () => {
    const outer = box(app.world, { width: 600 });
    const inner = box(app.world, {
      parent: outer,
      styles: [
        defineStyle({
          width: 600,
          breakpoints: [{ below: 500, of: 'container', style: { width: 450 } }],
        }),
      ],
    });
    const element = box(app.world, { parent: inner, styles: [narrow] });
    app.frames(2);
    expect(directionOf(element)).toBe(DIRECTION_ROW);
    setStyle(app.world, outer, { width: 400 });
    setStyle(app.world, inner, { flexShrink: 0 });
    app.frames(1);
    expect(boxOf(inner).width).toBe(450);
    expect(directionOf(element)).toBe(DIRECTION_COLUMN);
  });

  it('goes by the surface for roots, and through elements that have no box', () => {
    const root = box(app.world, { styles: [narrow] });
    const elements = [400, 700].map((width) => {
      const parent = box(app.world, { width });
      const none = box(app.world, { parent, display: 'contents' });
      return box(app.world, { parent: none, styles: [narrow] });
    });
    app.frames(1);
    expect(elements.map(directionOf)).toEqual([DIRECTION_COLUMN, DIRECTION_ROW]);
    expect(directionOf(root)).toBe(DIRECTION_ROW);
    app.resize(450, 600);
    app.frames(1);
    expect(directionOf(root)).toBe(DIRECTION_COLUMN);
  });

  it('goes by another container after a move', () => {
    const [small, large] = [400, 700].map((width) => box(app.world, { width }));
    const element = box(app.world, { parent: small!, styles: [narrow] });
    app.frames(1);
    move(app.world, element, large!);
    app.frames(1);
    expect(directionOf(element)).toBe(DIRECTION_ROW);
  });

  it('comes to rest where its own change is what changes the container', () => {
    const style = defineStyle({
      width: 550,
      flexShrink: 0,
      breakpoints: [{ from: 500, of: 'container', style: { width: 300 } }],
    });
    const parent = box(app.world, { alignItems: 'flex-start' });
    const container = box(app.world, { parent });
    const element = box(app.world, { parent: container, styles: [style] });
    app.start();
    app.frames(20);
    expect(app.asleep).toBe(true);
    const rested = boxOf(container).width;
    expect([300, 550]).toContain(rested);
    // Another width, another try.
    setStyle(app.world, container, { width: 520 });
    app.frames(10);
    expect(boxOf(element).width).toBe(300);
    setStyle(app.world, container, { width: 400 });
    app.frames(10);
    expect(boxOf(element).width).toBe(550);
  });

  it('keeps up with a container that passes a breakpoint in every frame', () => {
    const marks = [100, 200, 300, 400, 500, 600];
    const style = defineStyle({
      breakpoints: marks.map((from) => ({ from, of: 'container', style: { order: from } })),
    });
    const { pane, element } = insidePane(style);
    for (let width = 150; width <= 650; width += 100) {
      setStyle(app.world, pane, { width });
      app.frames(1);
      expect(orderOf(element)).toBe(width - 50);
    }
  });

  it.each([63, 64, 65, 66, 67, 68])(
    'shows its look at rest after %i frames that never rested',
    (times) => {
      const style = defineStyle({
        breakpoints: [1, 2, 3, 4, 5, 6].map((n) => ({
          from: n * 100,
          of: 'container',
          style: { order: n },
        })),
      });
      const { pane, element } = insidePane(style);
      app.start();
      for (let i = 0; i < times; i++) {
        setStyle(app.world, pane, { width: 150 + (i % 6) * 100 });
        app.frames(1);
      }
      app.frames(6);
      expect(orderOf(element)).toBe(1 + ((times - 1) % 6));
      expect(app.asleep).toBe(true);
      // And goes on from there.
      for (let width = 650; width >= 150; width -= 100) {
        setStyle(app.world, pane, { width });
        app.frames(1);
        expect(orderOf(element)).toBe((width - 50) / 100);
      }
    },
  );

  it.each([5, 6, 7, 99, 100])('ends right after a container went to and fro %i times', (times) => {
    const { pane, element } = insidePane(narrow);
    app.start();
    for (let i = 0; i < times; i++) {
      setStyle(app.world, pane, { width: i % 2 === 0 ? 450 : 550 });
      app.frames(1);
    }
    app.frames(3);
    expect(directionOf(element)).toBe(times % 2 === 0 ? DIRECTION_ROW : DIRECTION_COLUMN);
    expect(app.asleep).toBe(true);
  });

  it('follows containers in containers that change in every frame', () => {
    const half = defineStyle({
      width: 300,
      flexShrink: 0,
      breakpoints: [{ below: 500, of: 'container', style: { width: 200 } }],
    });
    const tight = defineStyle({
      width: 150,
      breakpoints: [{ below: 250, of: 'container', style: { width: 100 } }],
    });
    const last = defineStyle({
      breakpoints: [{ below: 120, of: 'container', style: { flexDirection: 'column' } }],
    });
    const { pane, element } = insidePane(half);
    const inner = box(app.world, { parent: element, flexShrink: 0, styles: [tight] });
    const innermost = box(app.world, { parent: inner, styles: [last] });
    app.start();
    for (let i = 0; i < 31; i++) {
      setStyle(app.world, pane, { width: i % 2 === 0 ? 450 : 550 });
      app.frames(1);
      expect(boxOf(inner).width).toBe(i % 2 === 0 ? 100 : 150);
    }
    app.frames(6);
    expect(directionOf(innermost)).toBe(DIRECTION_COLUMN);
    expect(app.asleep).toBe(true);
  });

  it('comes to rest where one inside follows an element that changes its own container', () => {
    const style = defineStyle({
      width: 550,
      flexShrink: 0,
      breakpoints: [{ from: 500, of: 'container', style: { width: 300 } }],
    });
    const opposite = defineStyle({
      flexShrink: 0,
      width: 300,
      breakpoints: [{ from: 500, of: 'container', style: { width: 550 } }],
    });
    const parent = box(app.world, { alignItems: 'flex-start' });
    const outer = box(app.world, { parent, flexDirection: 'column', alignItems: 'flex-start' });
    const inner = box(app.world, { parent: outer, styles: [style] });
    box(app.world, { parent: inner, styles: [opposite] });
    app.start();
    app.frames(60);
    expect(app.asleep).toBe(true);
  });

  it('may be taken away and given again', () => {
    const parent = box(app.world, { width: 400 });
    const element = box(app.world, { parent });
    app.frames(1);
    for (const _ of [0, 1]) {
      setStyles(app.world, element, [narrow]);
      expect(directionOf(element)).toBe(DIRECTION_COLUMN);
      setStyles(app.world, element, []);
      expect(directionOf(element)).toBe(DIRECTION_ROW);
    }
  });
});

it('refuses more breakpoints than an element may have, and changes nothing', () => {
  const many = Array.from({ length: 13 }, (_, i) => ({ from: i, style: { fill: '#fff' } }));
  const styles = [defineStyle({ breakpoints: many }), defineStyle({ breakpoints: many })];
  const element = box(app.world);
  expect(() => setStyles(app.world, element, styles)).toThrow(/26 breakpoints together/);
  expect(columns(app.world, Fill).color[rowOf(element)]).toBe(0);
});

/** An element in a pane whose width is its own. */
function insidePane(style: StyleClass): { pane: Entity; element: Entity } {
  const pane = box(app.world, { parent: box(app.world), width: 550, flexShrink: 0 });
  return { pane, element: box(app.world, { parent: pane, styles: [style] }) };
}

function orderOf(element: Entity): number {
  return columns(app.world, LayoutStyle).order[rowOf(element)]!;
}

function rowOf(element: Entity): number {
  return element & ROW_MASK;
}

function directionOf(element: Entity): number {
  return columns(app.world, LayoutStyle).direction[rowOf(element)]!;
}

function boxOf(element: Entity): { x: number; y: number; width: number } {
  const { x, y, width } = columns(app.world, Box);
  const row = rowOf(element);
  return { x: x[row]!, y: y[row]!, width: width[row]! };
}
