import { columns, LAYOUT, STACK, touch, type World } from '../../ecs';
import {
  LayerOf,
  type LayerTable,
  LayoutStyle,
  type ListState,
  markLayer,
  STATE_HIDDEN,
  State,
  UNIT_PX,
} from '../../ecs/stores';

/** Shortest thumb that can still be caught, CSS pixels. */
const THUMB_MIN = 28;

/** Puts the thumb of a list where its position and sizes say; hides the track of one that has nothing to scroll. */
export function placeThumb(world: World, table: LayerTable, list: ListState): void {
  const { viewport, total, scrollTop } = list;
  const { bits } = columns(world, State);
  const needed = total > viewport + 0.5 && viewport > 0;
  if (needed === ((bits[list.track]! & STATE_HIDDEN) !== 0)) {
    bits[list.track]! ^= STATE_HIDDEN;
    touch(world, list.track, STACK);
  }
  if (!needed) return;
  const height = Math.min(viewport, Math.max(THUMB_MIN, (viewport * viewport) / total));
  // Sizes change with every row that is measured; half a pixel is not worth a layout.
  if (Math.abs(height - list.thumbHeight) >= 0.5 || list.thumbHeight > viewport) {
    list.thumbHeight = height;
    const style = columns(world, LayoutStyle);
    style.heightUnit[list.thumb] = UNIT_PX;
    style.height[list.thumb] = height;
    touch(world, list.thumb, LAYOUT);
  }
  const room = viewport - list.thumbHeight;
  // Rows that are measured meanwhile must not part it from the pointer.
  const isHeld = !Number.isNaN(list.thumbHeld);
  list.thumbTop = isHeld ? Math.min(room, list.thumbHeld) : (scrollTop / (total - viewport)) * room;
  // Not by `moveLayer`: a fraction handed to a function is a new object, in every frame.
  const layer = columns(world, LayerOf).own[list.thumb]!;
  if (table.y[layer] === Math.fround(list.thumbTop)) return;
  table.y[layer] = list.thumbTop;
  markLayer(world, table, layer);
}
