import { despawn, type Entity, ROW_MASK, spawn, type Target, type World } from '../ecs';
import { BoxKind } from '../ecs/stores';
import { applyOptions, checkObject, type Style } from './style';
import { applyStyles, type Styled } from './style-class';

export type BoxOptions = Style &
  Styled & {
    /** Element to live in. @default a root, which fills the surface */
    parent?: Target;
  };

/** Adds a box: a flex container that may have a background and a border. Throws `ValueError` for a style it cannot use. */
export function box(world: World, options: BoxOptions = {}): Entity {
  checkObject('options', options);
  const entity = spawn(world, BoxKind, options.parent);
  // Not by `built`: a closure for each of thousands of boxes is half of what they leave behind.
  try {
    applyOptions(world, entity & ROW_MASK, options);
    if (options.styles) applyStyles(world, entity & ROW_MASK, options.styles);
  } catch (error) {
    despawn(world, entity);
    throw error;
  }
  return entity;
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
