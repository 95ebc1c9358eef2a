import { despawn, type Entity, ROW_MASK, spawn, type Target, type World } from '../ecs';
import { BoxKind } from '../ecs/stores';
import { applyStyle, type Style } from './style';

export type BoxOptions = Style & {
  /** Element to live in. @default a root, which fills the surface */
  parent?: Target;
};

/** Adds a box: a flex container that may have a background and a border. Throws `ValueError` for a style it cannot use. */
export function box(world: World, { parent, ...style }: BoxOptions = {}): Entity {
  return styled(world, spawn(world, BoxKind, parent), style);
}

/** Applies the style of a fresh element; one that cannot be used leaves no element behind. */
export function styled(world: World, entity: Entity, style: Style): Entity {
  try {
    applyStyle(world, entity & ROW_MASK, style);
  } catch (error) {
    despawn(world, entity);
    throw error;
  }
  return entity;
}
