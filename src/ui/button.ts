import {
  columns,
  type Entity,
  isAlive,
  PAINT,
  PROJECTION,
  ROW_MASK,
  type Row,
  resolve,
  resource,
  spawn,
  type Target,
  touch,
  ValueError,
  type World,
} from '../ecs';
import {
  BoxKind,
  ButtonLabel,
  STATE_DISABLED,
  STATE_FOCUSABLE,
  STATE_PRESSED,
  State,
  type StyleClass,
} from '../ecs/stores';
import { built } from './box';
import { type Color, parseColor } from './color';
import { applyStyle, checkObject, type Style } from './style';
import { applyStyles, defineStyle, type Styled } from './style-class';
import { setText, text } from './text';
import { disownFont, ownColor, ownFont, showState } from './text-leaves';
import { paragraphLooks, type TextStyle } from './text-style';
import { Theme } from './theme';

export type ButtonOptions = Omit<Style, 'direction'> &
  Styled &
  TextStyle & {
    parent?: Target;
    label: string;
    /** @default false */
    disabled?: boolean;
  };

/** Adds a push button with a label. Listen with `on(world, button, 'activate', handler)`. */
export function button(world: World, options: ButtonOptions): Entity {
  checkObject('options', options);
  const {
    parent,
    styles = [],
    label,
    disabled = false,
    fontFamily,
    fontSize,
    fontWeight,
    italic,
    color,
    textAlign,
    ...style
  } = options;
  const theme = resource(world, Theme);
  const paragraph: Record<string, unknown> = {};
  for (const name of paragraphLooks) {
    if (options[name] === undefined) continue;
    paragraph[name] = options[name];
    delete (style as TextStyle)[name];
  }
  const entity = spawn(world, BoxKind, parent);
  return built(world, entity, () => {
    const row = entity & ROW_MASK;
    columns(world, State).bits[row]! |= STATE_FOCUSABLE | (disabled ? STATE_DISABLED : 0);
    applyStyle(world, row, style as Style);
    const enabledColor = parseColor(color ?? theme.text);
    const disabledColor = parseColor(color ?? theme.muted);
    const made = text(world, {
      parent: entity,
      content: label,
      color: disabled ? disabledColor : enabledColor,
      ...(fontFamily === undefined ? {} : { fontFamily }),
      ...(fontSize === undefined ? {} : { fontSize }),
      ...(italic === undefined ? {} : { italic }),
      ...(textAlign === undefined ? {} : { textAlign }),
      ...(paragraph as TextStyle),
      fontWeight: fontWeight ?? 500,
    });
    const labels = columns(world, ButtonLabel);
    labels.entity[row] = made;
    labels.enabledColor[row] = enabledColor;
    labels.disabledColor[row] = disabledColor;
    // Its classes are the button's, as are a colour and a font that were given.
    ownColor(world, made & ROW_MASK, false);
    disownFont(world, made & ROW_MASK);
    ownFont(world, row, options);
    if (color !== undefined) ownColor(world, row, true);
    applyStyles(world, row, styles, looksOf(theme));
  });
}

const looks = new WeakMap<Theme, { style: StyleClass; colors: readonly Color[] }>();

/** What a button looks like where nothing else is said. */
export function looksOf(theme: Theme): StyleClass {
  const known = looks.get(theme);
  const { surface, surfaceHover, surfacePressed, accent, border } = theme;
  // A theme may be changed in place.
  if (
    known?.colors[0] === surface &&
    known.colors[1] === surfaceHover &&
    known.colors[2] === surfacePressed &&
    known.colors[3] === accent &&
    known.colors[4] === border
  ) {
    return known.style;
  }
  const style = defineStyle({
    alignItems: 'center',
    justifyContent: 'center',
    paddingLeft: 12,
    paddingRight: 12,
    height: 32,
    borderRadius: 6,
    fill: surface,
    hoverFill: surfaceHover,
    pressedFill: surfacePressed,
    focusColor: accent,
    borderColor: border,
    borderWidth: 1,
    cursor: 'pointer',
  });
  looks.set(theme, { style, colors: [surface, surfaceHover, surfacePressed, accent, border] });
  return style;
}

/** Changes the label of a button. Throws `ValueError` for an element that is none. */
export function setLabel(world: World, target: Target, label: string): void {
  const row = buttonRow(world, target);
  if (row === 0) return;
  setText(world, columns(world, ButtonLabel).entity[row] as Entity, label);
}

/**
 * Makes a button take no input and look so, or take it again. The keyboard leaves a disabled one at the next frame. Throws
 * `ValueError` for an element that is no button.
 */
export function setDisabled(world: World, target: Target, disabled: boolean): void {
  const row = buttonRow(world, target);
  if (row === 0) return;
  if (typeof disabled !== 'boolean') {
    throw new ValueError(`disabled is ${String(disabled)}; give true or false`);
  }
  const { bits } = columns(world, State);
  const before = bits[row]!;
  if (((before & STATE_DISABLED) !== 0) === disabled) return;
  bits[row] = disabled ? (before | STATE_DISABLED) & ~STATE_PRESSED : before & ~STATE_DISABLED;
  // What lies under a pointer at rest is looked up again after projection: it hovers, or does no more.
  touch(world, row, PAINT | PROJECTION);
  showState(world, row, columns(world, ButtonLabel).entity[row]! & ROW_MASK);
}

/** The row of a button whose label lives; 0 for a stale handle inside a frame. */
function buttonRow(world: World, target: Target): Row {
  const row = resolve(world, target);
  if (row === 0) return row;
  if (isAlive(world, columns(world, ButtonLabel).entity[row] as Entity)) return row;
  throw new ValueError(
    `row ${row} is no button, or its label was despawned; give an element made by button()`,
  );
}
