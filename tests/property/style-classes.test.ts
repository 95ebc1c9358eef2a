import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columns, despawn, type Entity, move, ROW_MASK, resource, watchDirt } from '../../src/ecs';
import {
  Border,
  Fill,
  gridStyles,
  LayerOf,
  LayerTable,
  LayoutStyle,
  Radius,
  STATE_DISABLED,
  STATE_FOCUS_VISIBLE,
  STATE_FOCUSED,
  STATE_HIDDEN,
  STATE_HOVERED,
  STATE_PRESSED,
  State,
  StateColors,
  type StyleClass,
  Viewport,
} from '../../src/ecs/stores';
import { createHeadlessApp, type HeadlessApp } from '../../src/testing/headless-app';
import {
  box,
  button,
  darkTheme,
  defineStyle,
  type Style,
  type StyleDefinition,
  setStyle,
  setStyles,
} from '../../src/ui';

const RUNS = process.env.RAFTER_LONG ? 10_000 : 60;
const ELEMENTS = 4;
const CLASSES = 5;
/** Frames after which everything must stand still: a layer that is made late is laid out in the next one. */
const SETTLE = 2;
const STATES = [
  STATE_HOVERED,
  STATE_FOCUSED,
  STATE_FOCUS_VISIBLE,
  STATE_PRESSED,
  STATE_DISABLED,
] as const;
const VARIANTS = ['hover', 'focus', 'focusVisible', 'pressed', 'disabled'] as const;

/** What a button says of itself, below all classes. */
const buttonLook: Style = {
  alignItems: 'center',
  justifyContent: 'center',
  paddingLeft: 12,
  paddingRight: 12,
  height: 32,
  borderRadius: 6,
  fill: darkTheme.surface,
  hoverFill: darkTheme.surfaceHover,
  pressedFill: darkTheme.surfacePressed,
  focusColor: darkTheme.accent,
  borderColor: darkTheme.border,
  borderWidth: 1,
};

type Step =
  | { kind: 'setStyles'; at: number; classes: number[] }
  | { kind: 'setStyle'; at: number; style: Style }
  | { kind: 'state'; at: number; nth: number }
  | { kind: 'resize'; width: number }
  | { kind: 'container'; at: number; width: number }
  | { kind: 'move'; at: number; to: number }
  | { kind: 'respawn'; at: number; isButton: boolean; classes: number[]; style: Style }
  | { kind: 'frame' };

/** An element as a naive reader of the documentation sees it. */
type Model = {
  entity: Entity;
  isButton: boolean;
  classes: number[];
  own: Style;
  bits: number;
  parent: number;
};

describe('style classes', () => {
  it('leave the columns that a naive recomputation gives, after any steps', () => {
    // One world for all cases, so that rows, slots and layers are recycled.
    const app = createHeadlessApp({ developer: true });
    const reference = createHeadlessApp();
    const failures: unknown[] = [];
    app.on('error', ({ error }) => failures.push(error));
    try {
      fc.assert(
        fc.property(
          fc.array(definition(), { minLength: CLASSES, maxLength: CLASSES }),
          fc.array(step(), { maxLength: 25 }),
          (definitions, steps) => {
            runCase(app, reference, definitions, steps);
            expect(failures.splice(0)).toEqual([]);
          },
        ),
        { numRuns: RUNS },
      );
    } finally {
      app.dispose();
      reference.dispose();
    }
  });
});

function runCase(
  app: HeadlessApp,
  reference: HeadlessApp,
  definitions: readonly StyleDefinition[],
  steps: readonly Step[],
): void {
  app.resize(800, 600);
  const classes = definitions.map(defineStyle);
  const widths = [300, 700];
  const containers = widths.map((width) => box(app.world, { position: 'absolute', width }));
  const models = Array.from({ length: ELEMENTS }, (_, i) =>
    create(app, containers, classes, {
      isButton: i === 0,
      classes: i === 1 ? [0, 1] : [],
      own: {},
      parent: i % 2,
    }),
  );

  const check = (): void => {
    app.frames(SETTLE);
    for (const model of models) {
      const width = {
        surface: resource(app.world, Viewport).width,
        container: widths[model.parent]!,
      };
      const wanted = box(reference.world, naiveStyle(model, definitions, width));
      expect(columnsOf(app, model.entity)).toEqual(columnsOf(reference, wanted));
      despawn(reference.world, wanted);
    }
    const dirt = watchDirt(app.world, 127);
    dirt.take();
    app.frames(1);
    expect(dirt.length - dirt.taken).toBe(0);
    dirt.dispose();
  };

  try {
    for (const action of steps) {
      if (action.kind === 'frame') check();
      else apply(app, action, { models, containers, widths, classes });
    }
    check();
  } finally {
    for (const container of containers) despawn(app.world, container);
  }
}

type Stage = {
  models: Model[];
  containers: Entity[];
  widths: number[];
  classes: StyleClass[];
};

function apply(app: HeadlessApp, action: Exclude<Step, { kind: 'frame' }>, stage: Stage): void {
  const { models, containers, widths, classes } = stage;
  const { world } = app;
  if (action.kind === 'resize') {
    app.resize(action.width, 600);
    return;
  }
  const model = models[action.at]!;
  if (action.kind === 'container') {
    widths[action.at % 2] = action.width;
    setStyle(world, containers[action.at % 2]!, { width: action.width });
  } else if (action.kind === 'setStyles') {
    model.classes = action.classes;
    setStyles(
      world,
      model.entity,
      action.classes.map((at) => classes[at]!),
    );
  } else if (action.kind === 'setStyle') {
    model.own = { ...model.own, ...longhands(action.style) };
    setStyle(world, model.entity, action.style);
  } else if (action.kind === 'state') {
    model.bits ^= STATES[action.nth]!;
    columns(world, State).bits[model.entity & ROW_MASK]! ^= STATES[action.nth]!;
  } else if (action.kind === 'move') {
    model.parent = action.to;
    move(world, model.entity, containers[action.to]!);
  } else {
    despawn(world, model.entity);
    models[action.at] = create(app, containers, classes, {
      isButton: action.isButton,
      classes: action.classes,
      own: action.style,
      parent: model.parent,
    });
  }
}

function create(
  { world }: HeadlessApp,
  containers: readonly Entity[],
  classes: readonly StyleClass[],
  asked: Pick<Model, 'isButton' | 'classes' | 'own' | 'parent'>,
): Model {
  const parent = containers[asked.parent]!;
  const styles = asked.classes.map((at) => classes[at]!);
  const entity = asked.isButton
    ? button(world, { parent, styles, label: '', ...(asked.own as object) })
    : box(world, { parent, styles, ...asked.own });
  return { ...asked, own: longhands(asked.own), entity, bits: 0 };
}

/** Everything that is said of an element, the weakest first. */
function naiveStyle(
  { isButton, classes, own, bits }: Model,
  definitions: readonly StyleDefinition[],
  width: { surface: number; container: number },
): Style {
  const said: (Style | undefined)[] = [isButton ? buttonLook : undefined];
  const mine = classes.map((at) => definitions[at]!);
  for (const { breakpoints, hover, focus, focusVisible, pressed, disabled, ...base } of mine) {
    said.push(base);
  }
  for (const { breakpoints = [] } of mine) {
    for (const { from = 0, below = 1e9, of = 'surface', style } of breakpoints) {
      if (width[of] >= from && width[of] < below) said.push(style);
    }
  }
  VARIANTS.forEach((variant, i) => {
    if ((bits & STATES[i]!) === 0) return;
    for (const style of mine) {
      if (style[variant]?.fill !== undefined) {
        said.push({ hoverFill: 0 }, i >= 3 ? { pressedFill: 0 } : {});
      }
      said.push(style[variant]);
    }
  });
  return Object.assign({}, ...said.map((style) => longhands(style ?? {})), own);
}

/** Properties for shorthands, and what was said last last. */
function longhands(style: Style): Style {
  const all: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(style)) {
    const sides = ['Left', 'Top', 'Right', 'Bottom'];
    if (name === 'padding' || name === 'margin') {
      for (const side of sides) all[`${name}${side}`] = value;
    } else if (name === 'borderWidth') {
      const [top, right = top, bottom = top, left = right] = [value].flat();
      Object.assign(all, { borderTopWidth: top, borderRightWidth: right });
      Object.assign(all, { borderBottomWidth: bottom, borderLeftWidth: left });
    } else if (name === 'borderColor') {
      for (const side of ['Top', 'Right', 'Bottom', 'Left']) all[`border${side}Color`] = value;
    } else if (name === 'gap') {
      all.columnGap = value;
      all.rowGap = value;
    } else if (name === 'gridRow') {
      const [start, end = 'auto'] = String(value).split(' / ');
      all.gridRowStart = start;
      all.gridRowEnd = end;
    } else {
      all[name] = value;
    }
  }
  return all;
}

/** All that styles write, in a form that two worlds agree on. */
function columnsOf({ world }: HeadlessApp, entity: Entity): unknown {
  const row = entity & ROW_MASK;
  const style = fields(columns(world, LayoutStyle), row);
  const { grids, places } = gridStyles(world);
  const layer = columns(world, LayerOf).own[row]!;
  const { blend, opacity, clips } = resource(world, LayerTable);
  return {
    ...style,
    grid: grids[style.grid!],
    gridPlace: places[style.gridPlace!],
    fill: fields(columns(world, Fill), row),
    border: fields(columns(world, Border), row),
    radius: fields(columns(world, Radius), row),
    stateColors: fields(columns(world, StateColors), row),
    hidden: columns(world, State).bits[row]! & STATE_HIDDEN,
    blend: layer === 0 ? 0 : blend[layer],
    opacity: layer === 0 ? 1 : opacity[layer],
    clips: layer === 0 ? 0 : clips[layer],
  };
}

function fields(store: Record<string, ArrayLike<number>>, row: number): Record<string, number> {
  return Object.fromEntries(Object.entries(store).map(([name, column]) => [name, column[row]!]));
}

function step(): fc.Arbitrary<Step> {
  const at = fc.nat(ELEMENTS - 1);
  const classes = fc.array(fc.nat(CLASSES - 1), { maxLength: 3 });
  // At the thresholds too, and just below.
  const width = fc.constantFrom(0, 299.5, 300, 300.5, 450, 599, 600, 700, 799, 800, 801, 1200);
  const kind = <K extends Step['kind']>(name: K) => fc.constant(name);
  return fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: kind('setStyles'), at, classes }) },
    { weight: 2, arbitrary: fc.record({ kind: kind('setStyle'), at, style: style() }) },
    { weight: 4, arbitrary: fc.record({ kind: kind('state'), at, nth: fc.nat(4) }) },
    { weight: 2, arbitrary: fc.record({ kind: kind('resize'), width }) },
    { weight: 2, arbitrary: fc.record({ kind: kind('container'), at, width }) },
    { weight: 1, arbitrary: fc.record({ kind: kind('move'), at, to: fc.nat(1) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: kind('respawn'),
        at,
        isButton: fc.boolean(),
        classes,
        style: style(),
      }),
    },
    { weight: 3, arbitrary: fc.record({ kind: kind('frame') }) },
  );
}

function definition(): fc.Arbitrary<StyleDefinition> {
  const threshold = fc.constantFrom(300, 600, 700, 800);
  const of = fc.constantFrom('surface' as const, 'container' as const);
  const breakpoint = fc.oneof(
    fc.record({ from: threshold, of, style: style() }),
    fc.record({ below: threshold, of, style: style() }),
    fc.record({ from: fc.constant(300), below: fc.constant(700), style: style() }),
  );
  const variants = fc.record(
    {
      breakpoints: fc.array(breakpoint, { maxLength: 3 }),
      hover: style(),
      focus: style(),
      focusVisible: style(),
      pressed: style(),
      disabled: style(),
    },
    { requiredKeys: [] },
  );
  return fc.tuple(style(), variants).map(([base, others]) => ({ ...base, ...others }));
}

/** A few properties of every way to be written, so that they meet. */
function style(): fc.Arbitrary<Style> {
  const length = fc.constantFrom(0, 8, '8px' as const, '5%' as const, '2vw' as const);
  const size = fc.oneof(length, fc.constantFrom('auto' as const, 'stretch' as const));
  const color = fc.constantFrom('#ff0000', '#00ff0080', 'transparent', 0xffff0000);
  return fc.record(
    {
      padding: length,
      paddingLeft: length,
      gap: length,
      width: size,
      marginTop: fc.oneof(length, fc.constant('auto' as const)),
      flexShrink: fc.constantFrom(0, 1, 2.5),
      flexDirection: fc.constantFrom('row' as const, 'column' as const),
      fill: color,
      hoverFill: color,
      borderWidth: fc.constantFrom(
        0,
        1,
        [2, 3] as const,
        [1, 2, 3] as const,
        [1, 2, 3, 4] as const,
      ),
      borderLeftWidth: fc.constantFrom(0, 7),
      borderTopColor: fc.constantFrom('#123', 'transparent'),
      borderRadius: fc.constantFrom(0, 6, [1, 2, 3, 4] as const),
      visible: fc.boolean(),
      overflow: fc.constantFrom('visible' as const, 'hidden' as const),
      opacity: fc.constantFrom(0, 0.5, 1),
      filter: fc.constantFrom('none', 'blur(2px)', 'grayscale(1)'),
      mixBlendMode: fc.constantFrom('normal' as const, 'multiply' as const, 'screen' as const),
      gridRow: fc.constantFrom('2 / span 3', 3, 'auto'),
      gridRowEnd: fc.constantFrom('span 2', -1),
      gridTemplateColumns: fc.constantFrom('none', '1fr 20px'),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<Style>;
}
