import { columns, type Entity, ROW_MASK, resource, spawn, type Target, type World } from '../ecs';
import { BoxKind, STATE_DISABLED, STATE_FOCUSABLE, STATE_INTERACTIVE, State } from '../ecs/stores';
import { built } from './box';
import { applyStyle, over, type Style } from './style';
import { type TextStyle, text } from './text';
import { Theme } from './theme';

export type ButtonOptions = Style &
  TextStyle & {
    parent?: Target;
    label: string;
    /** @default false */
    disabled?: boolean;
  };

/** Adds a push button with a label. Listen with `on(world, button, 'activate', handler)`. */
export function button(world: World, options: ButtonOptions): Entity {
  const {
    parent,
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
  const looks: Style = {
    alignItems: 'center',
    justifyContent: 'center',
    paddingLeft: 12,
    paddingRight: 12,
    height: 32,
    borderRadius: 6,
    fill: theme.surface,
    hoverFill: theme.surfaceHover,
    pressedFill: theme.surfacePressed,
    focusColor: theme.accent,
    borderColor: theme.border,
    borderWidth: 1,
  };
  const entity = spawn(world, BoxKind, parent);
  return built(world, entity, () => {
    const row = entity & ROW_MASK;
    applyStyle(world, row, over(looks, style));
    columns(world, State).bits[row]! |=
      STATE_INTERACTIVE | STATE_FOCUSABLE | (disabled ? STATE_DISABLED : 0);
    text(world, {
      parent: entity,
      content: label,
      color: color ?? (disabled ? theme.muted : theme.text),
      ...(fontFamily === undefined ? {} : { fontFamily }),
      ...(fontSize === undefined ? {} : { fontSize }),
      ...(italic === undefined ? {} : { italic }),
      ...(textAlign === undefined ? {} : { textAlign }),
      fontWeight: fontWeight ?? 500,
    });
  });
}
