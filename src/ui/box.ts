import { despawn, type Entity, ROW_MASK, spawn, type Target, type World } from '../ecs';
import { BoxKind } from '../ecs/stores';
import { applyStyle, type Style } from './style';
import { applyStyles, type Styled } from './style-class';

export type BoxOptions = Style &
  Styled & {
    /** Element to live in. @default a root, which fills the surface */
    parent?: Target;
  };

/** Adds a box: a flex container that may have a background and a border. Throws `ValueError` for a style it cannot use. */
export function box(world: World, { parent, styles, ...style }: BoxOptions = {}): Entity {
  const entity = spawn(world, BoxKind, parent);
  return built(world, entity, () => {
    applyStyle(world, entity & ROW_MASK, style);
    if (styles) applyStyles(world, entity & ROW_MASK, styles);
  });
}

/** Builds up a fresh element; if that fails no element is left behind. */
export function built(world: World, entity: Entity, build: () => void): Entity {
  try {
    build();
  } catch (error) {
    despawn(world, entity);
    throw error;
  }
  return entity;
}
