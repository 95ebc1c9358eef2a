import {
  type Entity,
  kindOf,
  ROW_MASK,
  resolve,
  spawn,
  type Target,
  ValueError,
  type World,
} from '../ecs';
import { foreignTable, SlotKind } from '../ecs/stores';
import { built } from './box';
import { ownLayer } from './own-layer';
import { applyStyle, checkObject, type Style } from './style';
import { applyStyles, type Styled } from './style-class';

/** A Pixi container of any kind: a sprite, graphics, text, a scene. */
export type PixiContent = {
  enableRenderGroup(): void;
  readonly destroyed: boolean;
};

export type PixiSlotOptions = Style &
  Styled & {
    parent?: Target;
    /** What is shown. It stays yours: never destroyed here. @default nothing */
    content?: PixiContent | undefined;
    /**
     * Draws the content in every frame, as for what Pixi cannot tell has changed, such as a video or a filter's uniforms, or what is called
     * by `onRender`. Else it is drawn when something in it has changed. @default false
     */
    live?: boolean;
  };

/**
 * Adds an element that shows a Pixi object within its padding, in paint order with all others: what comes later, its own children too,
 * lies over it; clips, opacity, filters and transforms apply. One unit of the object is a CSS pixel; its origin is at the left and
 * top, and what reaches beyond is cut off. It has no size of its own. Throws `ValueError` for what it cannot use.
 */
export function pixiSlot(world: World, options: PixiSlotOptions = {}): Entity {
  checkObject('options', options);
  const { parent, styles, content, live, ...style } = options;
  const entity = spawn(world, SlotKind, parent);
  const row = entity & ROW_MASK;
  return built(world, entity, () => {
    applyStyle(world, row, style);
    if (styles) applyStyles(world, row, styles);
    ownLayer(world, row);
    setPixiContent(world, entity, content, live);
  });
}

/** Shows another Pixi object, which leaves the element that showed it, or none. Throws `ValueError` for what is none, and for another kind of element. */
export function setPixiContent(
  world: World,
  target: Target,
  content: PixiContent | undefined,
  live = false,
): void {
  const row = resolve(world, target);
  if (row === 0) return;
  if (kindOf(world, row) !== SlotKind)
    throw new ValueError(`row ${row} is no slot; give an element made by pixiSlot()`);
  if (content !== undefined && typeof content?.enableRenderGroup !== 'function')
    throw new ValueError(`content is ${String(content)}; give a Pixi container, or undefined`);
  if (content?.destroyed) throw new ValueError('content is destroyed; give a Pixi container');
  foreignTable(world).set(row, content, live);
}
