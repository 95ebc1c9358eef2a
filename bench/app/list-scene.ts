import { columns, type Entity, PAINT, resolve, touch, type World } from '../../src/ecs';
import { Fill, numberFormat } from '../../src/ecs/stores';
import {
  box,
  internText,
  setNumber,
  setTextId,
  text,
  type VirtualList,
  virtualList,
} from '../../src/ui';
import {
  BADGE,
  BAR,
  badgeColorOf,
  barColorOf,
  COLUMN_X,
  createFling,
  delayOf,
  distanceOf,
  type Fling,
  FONT_SIZE,
  ROUTES,
  ROW_HEIGHT,
  routeOf,
  STRIPE,
  TEXT_TOP,
  VIEW_HEIGHT,
  VIEW_WIDTH,
} from '../pages/rows';

const PLAIN = numberFormat();
const MILES = numberFormat({ suffix: ' mi' });
const MINUTES = numberFormat({ suffix: ' min' });
const TRANSPARENT = -1;

/** Adds the list that the pages of the scroll benches show, in an app without fonts. */
export function addFlightList(world: World, count: number, parent?: Entity): VirtualList {
  const routeIds = ROUTES.map((route) => internText(world, route));
  return virtualList(world, {
    ...(parent !== undefined && { parent }),
    position: 'absolute',
    left: 0,
    top: 0,
    width: VIEW_WIDTH,
    height: VIEW_HEIGHT,
    count,
    estimatedSize: ROW_HEIGHT,
    fixedSize: true,
    template: (row) => {
      const [number, route, distance, delay] = COLUMN_X;
      const { x, y, width, height } = BAR;
      const bar = { left: x, top: y, width, height };
      const badge = { left: BADGE.x, top: BADGE.y, width: BADGE.width, height: BADGE.height };
      return [
        row,
        box(world, { parent: row, position: 'absolute', ...bar }),
        box(world, { parent: row, position: 'absolute', borderRadius: BADGE.radius, ...badge }),
        addColumn(world, row, number),
        addColumn(world, row, route),
        addColumn(world, row, distance),
        addColumn(world, row, delay),
      ] as const;
    },
    bind: (_, [row, bar, badge, number, route, distance, delay], index) => {
      paint(world, row, index & 1 ? STRIPE : TRANSPARENT);
      paint(world, bar, barColorOf(index));
      paint(world, badge, badgeColorOf(index));
      setNumber(world, number, index, PLAIN);
      setTextId(world, route, routeIds[routeOf(index)] ?? 0);
      setNumber(world, distance, distanceOf(index), MILES);
      setNumber(world, delay, delayOf(index), MINUTES);
    },
  });
}

/** The fling of the scroll benches: 60 px a frame from the middle, turning at both ends. */
export function flingOf(list: VirtualList, count: number): Fling {
  const fling = createFling(count);
  list.scrollTo(fling.offset);
  return fling;
}

/** Writes a background, 0xRRGGBB or -1 for none, as a hot loop does: into the column, not through `setStyle`. */
export function paint(world: World, entity: Entity, color: number): void {
  const row = resolve(world, entity);
  // Packed here and now: handed over, a number this great would be an object.
  const swapped = ((color & 0xff) << 16) | (color & 0xff00) | ((color >>> 16) & 0xff);
  columns(world, Fill).color[row] = color < 0 ? 0 : (0xff000000 | swapped) >>> 0;
  touch(world, row, PAINT);
}

function addColumn(world: World, row: Entity, left: number): Entity {
  const place = { position: 'absolute', left, top: TEXT_TOP } as const;
  return text(world, { parent: row, ...place, fontSize: FONT_SIZE });
}
