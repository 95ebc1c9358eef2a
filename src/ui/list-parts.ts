import { type Entity, ROW_MASK, type Row, resource, type World } from '../ecs';
import { box } from './box';
import { ownLayer } from './own-layer';
import type { Style } from './style';
import { Theme } from './theme';

/** Colours of a scrollbar's thumb. */
export function thumbLooks({ thumb, thumbHover }: Theme): Style {
  return { fill: thumb, hoverFill: thumbHover, pressedFill: thumbHover };
}

/** Adds what a list consists of beside its rows. */
export function addParts(
  world: World,
  entity: Entity,
  hasHeaders: boolean,
): { content: Entity; track: Entity; thumb: Entity } {
  const theme = resource(world, Theme);
  const content = box(world, {
    parent: entity,
    position: 'absolute',
    left: 0,
    top: 0,
    right: 0,
    bottom: 0,
    // Headers lie over rows, but not over the scrollbar or what is around.
    ...(hasHeaders && { zIndex: 0 }),
  });
  const track = box(world, {
    parent: entity,
    position: 'absolute',
    top: 0,
    right: 0,
    bottom: 0,
    width: 12,
  });
  const thumb = box(world, {
    parent: track,
    position: 'absolute',
    top: 0,
    right: 2,
    width: 8,
    height: 28,
    borderRadius: 4,
    ...thumbLooks(theme),
  });
  ownLayer(world, (thumb & ROW_MASK) as Row);
  return { content, track, thumb };
}
