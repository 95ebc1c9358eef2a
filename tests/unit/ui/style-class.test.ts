import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  columns,
  despawn,
  type Entity,
  ROW_MASK,
  StaleHandleError,
  ValueError,
} from '../../../src/ecs';
import {
  Border,
  Cursor,
  cursorNames,
  Fill,
  LayerOf,
  LayoutStyle,
  Radius,
  State,
  StateColors,
} from '../../../src/ecs/stores';
import { createHeadlessApp, type HeadlessApp } from '../../../src/testing/headless-app';
import {
  type ButtonOptions,
  box,
  button,
  defineStyle,
  type StyleDefinition,
  setStyle,
  setStyles,
} from '../../../src/ui';
import { initials, styleProperties } from '../../../src/ui/style-leaves';

const stores = [LayoutStyle, Fill, Border, Radius, StateColors, State, LayerOf];

let app: HeadlessApp;

beforeEach(() => {
  app = createHeadlessApp();
});

afterEach(() => app.dispose());

describe('defineStyle', () => {
  it.each([
    [{ widht: 3 }, /style property 'widht' is not known; did you mean 'width'\?/],
    [{ padding: -1 }, /padding is -1; give a finite number >= 0/],
    [{ hover: { padding: Number.NaN } }, /padding is NaN/],
    [{ disabled: { fill: 'redd' } }, /colour 'redd' is not known/],
    [{ hover: { hover: {} } }, /'hover' is not known; variants stand at the top/],
    [{ focus: 3 }, /focus is 3; give an object/],
    [{ pressed: null }, /pressed is null; give an object/],
    [{ breakpoints: {} }, /breakpoints is \[object Object\]; give a list/],
    [{ breakpoints: [null] }, /breakpoints\[0\] is null/],
    [{ breakpoints: [{ style: {} }] }, /breakpoints\[0\] is for no width/],
    [{ breakpoints: [{ below: 5 }] }, /breakpoints\[0\]\.style is undefined/],
    [{ breakpoints: [{ below: Number.NaN, style: {} }] }, /breakpoints\[0\]\.below is NaN/],
    [{ breakpoints: [{ from: -1, style: {} }] }, /breakpoints\[0\]\.from is -1/],
    [{ breakpoints: [{ from: '5', style: {} }] }, /breakpoints\[0\]\.from is 5/],
    [{ breakpoints: [{ from: 5, below: 5, style: {} }] }, /from 5 below 5/],
    [{ breakpoints: [{ maxWidth: 5, style: {} }] }, /breakpoints\[0\]\.maxWidth is not known/],
    [{ breakpoints: [{ below: 5, of: 'parent', style: {} }] }, /of is 'parent'/],
    [{ breakpoints: [{ below: 5, style: { breakpoints: [] } }] }, /variants stand at the top/],
    [{ breakpoints: Array(25).fill({ below: 5, style: {} }) }, /has 25 breakpoints; give 24/],
    [3, /style is 3/],
    [[], /give an object/],
  ])('refuses %j', (definition, message) => {
    const define = (): unknown => defineStyle(definition as StyleDefinition);
    expect(define).toThrow(ValueError);
    expect(define).toThrow(message);
  });

  it('passes over what is undefined', () => {
    const definition = { fill: undefined, hover: undefined, breakpoints: undefined } as never;
    const element = box(app.world, { fill: '#ff0000', styles: [defineStyle(definition)] });
    expect(columns(app.world, Fill).color[rowOf(element)]).toBe(0xff0000ff);
  });
});

describe('setStyles', () => {
  it.each([
    [[{ fill: '#fff' }], /styles\[0\] is \[object Object\]; give a class from defineStyle/],
    [[undefined], /styles\[0\] is undefined/],
    [{}, /styles is \[object Object\]; give a list/],
    [undefined, /styles is undefined; give a list/],
  ])('refuses %j and keeps the classes that are there', (styles, message) => {
    const element = box(app.world, { styles: [defineStyle({ fill: '#ff0000' })] });
    expect(() => setStyles(app.world, element, styles as never)).toThrow(message);
    expect(columns(app.world, Fill).color[rowOf(element)]).toBe(0xff0000ff);
  });

  it('refuses a stale handle', () => {
    const element = box(app.world);
    despawn(app.world, element);
    expect(() => setStyles(app.world, element, [])).toThrow(StaleHandleError);
  });

  it('throws the same for names as setStyle, which knows no variants', () => {
    const element = box(app.world);
    expect(() => setStyle(app.world, element, { hover: {} } as never)).toThrow(
      /style property 'hover' is not known; variants stand at the top of what defineStyle takes/,
    );
  });
});

describe('the cursor of a button', () => {
  const crosshair = defineStyle({ cursor: 'crosshair' });
  const onlyHovered = defineStyle({ hover: { cursor: 'crosshair' } });

  it.each([
    ['is a pointer by itself', {}, 'pointer'],
    ['stays one where the style says nothing of it', { cursor: undefined, width: 5 }, 'pointer'],
    ['is what its own style says', { cursor: 'grab' }, 'grab'],
    ['may be that of what it is in', { cursor: 'auto' }, 'auto'],
    ['is what a class says', { styles: [crosshair] }, 'crosshair'],
    ['is not what a variant says that does not hold', { styles: [onlyHovered] }, 'pointer'],
    ['is its own before that of a class', { cursor: 'grab', styles: [crosshair] }, 'grab'],
  ] as [string, Partial<ButtonOptions>, string][])('%s', (_, options, expected) => {
    const made = button(app.world, { label: 'x', ...options });
    expect(cursorOf(made)).toBe(expected);
    app.frames(2);
    expect(cursorOf(made)).toBe(expected);
  });

  it('follows style and classes given later, and is a pointer again without classes', () => {
    const made = button(app.world, { label: 'x' });
    setStyles(app.world, made, [crosshair]);
    expect(cursorOf(made)).toBe('crosshair');
    setStyles(app.world, made, []);
    expect(cursorOf(made)).toBe('pointer');
    setStyle(app.world, made, { cursor: 'wait' });
    setStyles(app.world, made, [crosshair]);
    app.frames(2);
    expect(cursorOf(made)).toBe('wait');
  });
});

describe('a style property', () => {
  it.each(Object.entries(initials))('%s starts as %j', (name, initial) => {
    const fresh = valuesOf(box(app.world));
    const own = box(app.world);
    setStyle(app.world, own, { [name]: initial });
    const { grid, gridPlace, ...others } = valuesOf(own);
    const { grid: _, gridPlace: __, ...wanted } = fresh;
    expect(others).toEqual(wanted);
    // As a class, nothing is written at all: it is what there is.
    expect(valuesOf(box(app.world, { styles: [defineStyle({ [name]: initial })] }))).toEqual(fresh);
  });

  it('has an initial value or stands for several that have', () => {
    for (const [name, { leaves }] of styleProperties) {
      if (Object.hasOwn(initials, name)) expect(leaves).toHaveLength(1);
      else expect(leaves.length, name).toBeGreaterThan(1);
    }
    expect(styleProperties.size).toBe(Object.keys(initials).length + 8);
  });
});

function cursorOf(element: Entity): string {
  return cursorNames[columns(app.world, Cursor).shape[rowOf(element)]!]!;
}

function rowOf(element: Entity): number {
  return element & ROW_MASK;
}

function valuesOf(element: Entity): Record<string, number> {
  const values: Record<string, number> = {};
  for (const store of stores) {
    for (const [field, column] of Object.entries(columns(app.world, store as typeof Fill))) {
      const key = store === LayoutStyle ? field : `${store.name}.${field}`;
      values[key] = column[rowOf(element)]!;
    }
  }
  return values;
}
