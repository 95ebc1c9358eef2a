import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  columns,
  type DirtList,
  despawn,
  type Entity,
  LAYOUT,
  PAINT,
  PROJECTION,
  ROW_MASK,
  resource,
  watchDirt,
} from '../../../../src/ecs';
import {
  Border,
  Box,
  Fill,
  INPUT_KEY_DOWN,
  INPUT_POINTER_DOWN,
  INPUT_POINTER_MOVE,
  INPUT_POINTER_UP,
  KEY_TAB,
  LayerOf,
  LayerTable,
  LayoutStyle,
  Radius,
  STATE_DISABLED,
  STATE_FOCUSED,
  STATE_HIDDEN,
  STATE_HOVERED,
  STATE_PRESSED,
  State,
  StateColors,
  type StyleClass,
} from '../../../../src/ecs/stores';
import type { LayoutSystem } from '../../../../src/systems/layout';
import { createHeadlessApp, type HeadlessApp } from '../../../../src/testing/headless-app';
import {
  box,
  button,
  defineStyle,
  on,
  parseColor,
  setDisabled,
  setStyle,
  setStyles,
  text,
  virtualList,
} from '../../../../src/ui';

const RED = '#ff0000';
const GREEN = '#00ff00';
const BLUE = '#0000ff';

let app: HeadlessApp;
let errors: unknown[];

beforeEach(() => {
  app = createHeadlessApp({ developer: true });
  errors = [];
  app.on('error', ({ error }) => errors.push(error));
});

afterEach(() => {
  app.dispose();
  expect(errors).toEqual([]);
});

describe('a class', () => {
  it('gives an element what it says, a later class over an earlier one and the own style over all', () => {
    const first = defineStyle({ fill: RED, padding: 4, flexGrow: 1, width: '50%' });
    const second = defineStyle({ fill: GREEN, paddingLeft: 8 });
    const element = box(app.world, { styles: [first, second], flexGrow: 3 });
    expect(fillOf(element)).toBe(parseColor(GREEN));
    expect(layout(element, 'paddingLeft')).toBe(8);
    expect(layout(element, 'paddingRight')).toBe(4);
    expect(layout(element, 'grow')).toBe(3);
    expect([layout(element, 'width'), layout(element, 'widthUnit')]).toEqual([50, 2]);
  });

  it('does not take what the own style said before there were classes, not even an initial value', () => {
    const element = box(app.world, { padding: 0 });
    setStyle(app.world, element, { fill: 'transparent' });
    setStyles(app.world, element, [defineStyle({ padding: 12, fill: RED, borderWidth: 1 })]);
    expect([layout(element, 'paddingTop'), fillOf(element)]).toEqual([0, 0]);
    expect(columns(app.world, Border).bottom[rowOf(element)]).toBe(1);
  });

  it('loses to a style that is set later, for good', () => {
    const style = defineStyle({ fill: RED, hover: { fill: GREEN } });
    const element = box(app.world, { styles: [style] });
    setStyle(app.world, element, { fill: BLUE });
    setState(element, STATE_HOVERED);
    app.frames(1);
    setStyles(app.world, element, []);
    expect(fillOf(element)).toBe(parseColor(BLUE));
  });

  it('gives back initial values when it is taken away', () => {
    const style = defineStyle({
      fill: RED,
      flexShrink: 0,
      overflow: 'hidden',
      opacity: 0.5,
      visible: false,
      gridColumn: '2 / span 3',
      borderRadius: [1, 2, 3, 4],
    });
    const element = box(app.world, { styles: [style] });
    const row = rowOf(element);
    const own = columns(app.world, LayerOf).own[row]!;
    const table = resource(app.world, LayerTable);
    expect([table.clips[own], table.opacity[own]]).toEqual([1, 0.5]);
    expect(columns(app.world, State).bits[row]! & STATE_HIDDEN).toBe(STATE_HIDDEN);
    setStyles(app.world, element, []);
    expect([table.clips[own], table.opacity[own], layout(element, 'overflow')]).toEqual([0, 1, 0]);
    expect(columns(app.world, State).bits[row]! & STATE_HIDDEN).toBe(0);
    expect([fillOf(element), layout(element, 'shrink')]).toEqual([0, 1]);
  });

  it('is unmoved by what becomes of the objects it was made from', () => {
    const radii: [number, number, number, number] = [1, 2, 3, 4];
    const definition = { borderRadius: radii, hover: { fill: RED } };
    const style = defineStyle(definition);
    radii[0] = 9;
    definition.hover.fill = GREEN;
    const element = box(app.world, { styles: [style] });
    setState(element, STATE_HOVERED);
    app.frames(1);
    expect(fillOf(element)).toBe(parseColor(RED));
    expect(columns(app.world, Radius).topLeft[rowOf(element)]).toBe(1);
  });

  it('may be used by two worlds', () => {
    const other = createHeadlessApp();
    const style = defineStyle({ fill: RED, hover: { fill: GREEN } });
    const [ours, theirs] = [app, other].map(({ world }) => box(world, { styles: [style] }));
    setState(ours!, STATE_HOVERED);
    app.frames(1);
    other.frames(1);
    expect(fillOf(ours!)).toBe(parseColor(GREEN));
    expect(columns(other.world, Fill).color[rowOf(theirs!)]).toBe(parseColor(RED));
    other.dispose();
  });
});

describe('a variant', () => {
  it('follows the pointer in the frame of its record, and ends with it', () => {
    const style = defineStyle({ width: 40, height: 40, fill: RED, hover: { fill: GREEN } });
    const element = box(app.world, { parent: box(app.world), styles: [style] });
    on(app.world, element, 'activate', () => {});
    app.frames(2);
    move(10, 10);
    app.frames(1);
    expect(fillOf(element)).toBe(parseColor(GREEN));
    move(300, 300);
    app.frames(1);
    expect(fillOf(element)).toBe(parseColor(RED));
  });

  it('wins in the order hover, focus, focusVisible, pressed, disabled', () => {
    const style = defineStyle({
      // Not in that order here: the order of names does not matter.
      disabled: { fill: '#000005' },
      pressed: { fill: '#000004' },
      focusVisible: { fill: '#000003' },
      focus: { fill: '#000002' },
      hover: { fill: '#000001' },
    });
    const element = box(app.world, { styles: [style] });
    const shown = [STATE_HOVERED, STATE_FOCUSED, 256, STATE_PRESSED, STATE_DISABLED].map((bit) => {
      setState(element, columns(app.world, State).bits[rowOf(element)]! | bit);
      app.frames(1);
      return fillOf(element);
    });
    expect(shown).toEqual([1, 2, 3, 4, 5].map((n) => parseColor(`#00000${n}`)));
  });

  it('wins over the plain look of a later class', () => {
    const first = defineStyle({ hover: { fill: RED } });
    const second = defineStyle({ fill: GREEN, hover: { borderWidth: 2 } });
    const element = box(app.world, { styles: [first, second] });
    setState(element, STATE_HOVERED);
    app.frames(1);
    expect(fillOf(element)).toBe(parseColor(RED));
    expect(columns(app.world, Border).bottom[rowOf(element)]).toBe(2);
  });

  it('marks no more than what it changes: a hover that paints never reaches layout', () => {
    const style = defineStyle({
      padding: 12,
      width: '50%',
      fill: RED,
      // Says again what holds already, which changes nothing.
      hover: { fill: GREEN, padding: '12px', width: '50%' },
      pressed: { borderWidth: 3 },
    });
    const element = box(app.world, { parent: box(app.world), styles: [style] });
    const counted = countLayout();
    app.frames(2);
    const dirt = watchDirt(app.world, 127);
    dirt.take();
    counted.work = 0;
    setState(element, STATE_HOVERED);
    app.frames(1);
    expect(taken(dirt)).toEqual([[rowOf(element), PAINT]]);
    expect(counted.work).toBe(0);
    setState(element, STATE_PRESSED);
    app.frames(1);
    // Layout moved what is inside, so the row is marked by it as well.
    expect(taken(dirt)[0]![1]! & LAYOUT).toBe(LAYOUT);
    expect(counted.work).toBeGreaterThan(0);
    dirt.dispose();
  });

  it('makes a layer once and keeps it: the next flips of opacity reach no layout', () => {
    const style = defineStyle({ width: 10, height: 10, hover: { opacity: 0.5 } });
    const element = box(app.world, { parent: box(app.world), styles: [style] });
    app.frames(1);
    const flip = (bits: number): void => {
      setState(element, bits);
      app.frames(1);
    };
    flip(STATE_HOVERED);
    flip(0);
    const dirt = watchDirt(app.world, 127);
    dirt.take();
    flip(STATE_HOVERED);
    const own = columns(app.world, LayerOf).own[rowOf(element)]!;
    expect(resource(app.world, LayerTable).opacity[own]).toBe(0.5);
    flip(0);
    expect(resource(app.world, LayerTable).opacity[own]).toBe(1);
    expect(taken(dirt)).toEqual([[rowOf(element), PROJECTION]]);
    dirt.dispose();
  });

  it('meets a change of classes or style of the same frame', () => {
    const first = defineStyle({ fill: RED, hover: { fill: GREEN, borderWidth: 1 } });
    const second = defineStyle({ hover: { fill: BLUE } });
    const changed = box(app.world, { styles: [first] });
    const styled = box(app.world, { styles: [first] });
    app.addSystem({
      name: 'test',
      phase: 'update',
      reads: [],
      writes: [Fill, LayoutStyle],
      update() {
        if (app.frameCount !== 2) return;
        for (const element of [changed, styled]) setState(element, STATE_HOVERED);
        setStyles(app.world, changed, [second]);
        setStyle(app.world, styled, { fill: '#123456' });
      },
      dispose() {},
    });
    app.frames(3);
    expect(fillOf(changed)).toBe(parseColor(BLUE));
    expect(columns(app.world, Border).bottom[rowOf(changed)]).toBe(0);
    expect(fillOf(styled)).toBe(parseColor('#123456'));
    expect(columns(app.world, Border).bottom[rowOf(styled)]).toBe(1);
  });

  it('survives despawning of its element in any phase, and its row begins anew', () => {
    const style = defineStyle({ fill: RED, hover: { fill: GREEN } });
    const element = box(app.world, { styles: [style] });
    app.frames(1);
    const remove = app.addSystem({
      name: 'test',
      phase: 'update',
      reads: [],
      writes: [],
      update() {
        setState(element, STATE_HOVERED);
        despawn(app.world, element);
      },
      dispose() {},
    });
    app.frames(1);
    remove();
    const recycled = box(app.world);
    expect(rowOf(recycled)).toBe(rowOf(element));
    setState(recycled, STATE_HOVERED);
    app.frames(1);
    expect(fillOf(recycled)).toBe(0);
    setStyles(app.world, recycled, [style]);
    expect(fillOf(recycled)).toBe(parseColor(GREEN));
  });

  it('goes on for all others when some lose their classes', () => {
    const style = defineStyle({ fill: RED, hover: { fill: GREEN } });
    const elements = Array.from({ length: 40 }, () => box(app.world, { styles: [style] }));
    app.frames(1);
    elements.forEach((element, i) => {
      if (i % 3 === 0) setStyles(app.world, element, []);
      if (i % 5 === 0) despawn(app.world, element);
    });
    const left = elements.filter((_, i) => i % 3 !== 0 && i % 5 !== 0);
    for (const element of left) setState(element, STATE_HOVERED);
    app.frames(1);
    expect(new Set(left.map(fillOf))).toEqual(new Set([parseColor(GREEN)]));
  });

  it('that cannot be written is told once, and the others are', () => {
    const style = defineStyle({ hover: { fill: RED } });
    // Stands for a table that is full.
    const broken = {
      ...style,
      states: style.states.map((writes) =>
        writes.map(({ leaf, value }) => ({
          leaf: {
            ...leaf,
            write() {
              throw new Error('full');
            },
          },
          value,
        })),
      ),
    } as StyleClass;
    const bad = box(app.world, { styles: [broken] });
    const good = box(app.world, { styles: [style] });
    for (const element of [bad, good]) setState(element, STATE_HOVERED);
    app.frames(1);
    expect(fillOf(good)).toBe(parseColor(RED));
    app.frames(4);
    expect(errors.map(String)).toEqual(['Error: full']);
    errors.length = 0;
  });

  it('costs idle frames nothing and lets the app sleep', () => {
    const style = defineStyle({
      fill: RED,
      hover: { fill: GREEN },
      breakpoints: [
        { below: 900, style: { padding: 1 } },
        { below: 500, of: 'container', style: { padding: 2 } },
      ],
    });
    const parent = box(app.world, { styles: [style] });
    box(app.world, { parent, styles: [style] });
    app.start();
    app.frames(10);
    expect(app.asleep).toBe(true);
  });
});

describe('a button', () => {
  it('shows its own look below classes, and goes back to it', () => {
    const style = defineStyle({ fill: RED, height: 50, disabled: { fill: GREEN, opacity: 0.5 } });
    const plain = button(app.world, { label: '' });
    const element = button(app.world, { label: '', styles: [style], paddingLeft: 1 });
    expect([fillOf(element), layout(element, 'height')]).toEqual([parseColor(RED), 50]);
    expect([layout(element, 'paddingLeft'), layout(element, 'paddingRight')]).toEqual([1, 12]);
    setDisabled(app.world, element, true);
    app.frames(1);
    expect(fillOf(element)).toBe(parseColor(GREEN));
    setDisabled(app.world, element, false);
    app.frames(1);
    expect(fillOf(element)).toBe(parseColor(RED));
    setStyles(app.world, element, []);
    expect(fillOf(element)).toBe(fillOf(plain));
    expect(layout(element, 'height')).toBe(32);
    setStyles(app.world, plain, [style]);
    expect(layout(plain, 'height')).toBe(50);
  });

  it('shows the fill of a variant, not its own fills for the pointer, where the variant is stronger', () => {
    const style = defineStyle({ hover: { fill: RED }, disabled: { fill: GREEN } });
    const element = button(app.world, { label: '', styles: [style] });
    const shown = (bits: number): number[] => {
      setState(element, bits);
      app.frames(1);
      const { hover, pressed } = columns(app.world, StateColors);
      return [fillOf(element), hover[rowOf(element)]!, pressed[rowOf(element)]!];
    };
    const [fill, hover, pressed] = shown(0);
    expect([fill, hover, pressed].every((color) => color !== 0)).toBe(true);
    expect(shown(STATE_HOVERED)).toEqual([parseColor(RED), 0, pressed]);
    expect(shown(STATE_DISABLED)).toEqual([parseColor(GREEN), 0, 0]);
    expect(shown(0)).toEqual([fill, hover, pressed]);
    const own = defineStyle({ hover: { fill: RED, hoverFill: BLUE } });
    setStyles(app.world, element, [own]);
    expect(shown(STATE_HOVERED)[1]).toBe(parseColor(BLUE));
  });

  it('that is made disabled looks so at once', () => {
    const style = defineStyle({ fill: RED, disabled: { fill: GREEN } });
    const element = button(app.world, { label: '', disabled: true, styles: [style] });
    expect(fillOf(element)).toBe(parseColor(GREEN));
  });

  it('takes hover, press and focus variants from real input', () => {
    const style = defineStyle({
      fill: RED,
      hover: { borderWidth: 2 },
      pressed: { fill: BLUE },
      focusVisible: { borderRadius: 0, fill: GREEN },
    });
    const parent = box(app.world, { alignItems: 'flex-start' });
    const element = button(app.world, { parent, label: '', width: 80, styles: [style] });
    app.frames(2);
    app.input.key(INPUT_KEY_DOWN, KEY_TAB, 0, 0);
    app.frames(1);
    expect(fillOf(element)).toBe(parseColor(GREEN));
    app.input.pointer(INPUT_POINTER_DOWN, 1, 10, 10, 0, 0, 0);
    app.frames(1);
    expect(fillOf(element)).toBe(parseColor(BLUE));
    expect(columns(app.world, Border).bottom[rowOf(element)]).toBe(2);
    app.input.pointer(INPUT_POINTER_UP, 1, 10, 10, 0, 0, 0);
    app.frames(1);
    expect(fillOf(element)).toBe(parseColor(RED));
  });
});

describe('other factories', () => {
  it('text and lists take classes; a list stays clipped', () => {
    const style = defineStyle({ width: 30, overflow: 'visible', hover: { overflow: 'visible' } });
    const label = text(app.world, { content: 'a', styles: [style] });
    const list = virtualList(app.world, {
      styles: [style],
      count: 1,
      estimatedSize: 20,
      template: () => [],
      bind: () => {},
    });
    setState(list.entity, STATE_HOVERED);
    app.frames(1);
    expect([layout(label, 'width'), layout(list.entity, 'width')]).toEqual([30, 30]);
    expect(layout(list.entity, 'overflow')).toBe(1);
  });

  it('lists bind classes row by row', () => {
    const even = [defineStyle({ fill: RED })];
    const odd = [defineStyle({ fill: GREEN, hover: { fill: BLUE } })];
    const at = new Map<number, Entity>();
    const list = virtualList(app.world, {
      position: 'absolute',
      width: 200,
      height: 200,
      count: 1000,
      estimatedSize: 20,
      fixedSize: true,
      template: (row) => [box(app.world, { parent: row, height: 20 })],
      bind(world, [part], index) {
        setStyles(world, part!, index % 2 === 0 ? even : odd);
        at.set(index, part as Entity);
      },
    });
    app.frames(3);
    for (const top of [0, 140, 1300, 7777]) {
      list.scrollTo(top);
      app.frames(4);
      for (let index = list.firstVisible; index <= list.lastVisible; index++) {
        expect(fillOf(at.get(index)!)).toBe(parseColor(index % 2 === 0 ? RED : GREEN));
      }
    }
    const hovered = at.get(list.firstVisible + ((list.firstVisible + 1) % 2))!;
    setState(hovered, STATE_HOVERED);
    app.frames(1);
    expect(fillOf(hovered)).toBe(parseColor(BLUE));
  });

  it('leave nothing behind when a class is refused', () => {
    const before = columns(app.world, Box).x.length;
    expect(() => box(app.world, { styles: [{ fill: RED } as never] })).toThrow(/styles\[0\]/);
    expect(columns(app.world, Box).x.length).toBe(before);
    expect(app.memory.report().some(({ name }) => name === 'style classes')).toBe(true);
  });
});

function rowOf(element: Entity): number {
  return element & ROW_MASK;
}

function fillOf(element: Entity): number {
  return columns(app.world, Fill).color[rowOf(element)]!;
}

function layout(element: Entity, field: keyof (typeof LayoutStyle)['schema']): number {
  return columns(app.world, LayoutStyle)[field][rowOf(element)]!;
}

/** As input does: the bits, and no mark on a row that has no colours for them. */
function setState(element: Entity, bits: number): void {
  columns(app.world, State).bits[rowOf(element)] = bits;
}

function move(x: number, y: number): void {
  app.input.pointer(INPUT_POINTER_MOVE, 1, x, y, -1, 0, 0);
}

function taken(dirt: DirtList): number[][] {
  const found: number[][] = [];
  for (let i = dirt.taken; i < dirt.length; i++) {
    found.push([dirt.rows[i]!, dirt.bits[dirt.rows[i]!]!]);
  }
  dirt.take();
  return found;
}

/** Adds up what the first layout pass of each frame does. */
function countLayout(): { work: number } {
  const { counters } = app.systems.find(({ name }) => name === 'layout/flex') as LayoutSystem;
  const counted = { work: 0 };
  app.addSystem({
    name: 'test/counters',
    phase: 'settle',
    reads: [],
    writes: [],
    before: ['virtualization/measure'],
    update() {
      counted.work += counters.measured + counters.arranged + counters.written;
    },
    dispose() {},
  });
  return counted;
}
