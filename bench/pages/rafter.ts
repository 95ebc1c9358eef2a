import {
  type App,
  box,
  columns,
  createApp,
  Fill,
  PAINT,
  setNumber,
  setTextId,
  text,
  touch,
  type VirtualList,
  virtualList,
} from '../../src/index';
import { expose } from './contender';
import {
  BACKGROUND,
  BADGE,
  BAR,
  badgeColorOf,
  barColorOf,
  COLUMN_X,
  cssColor,
  delayOf,
  distanceOf,
  FONT_FAMILY,
  FONT_SIZE,
  ROUTES,
  ROW_HEIGHT,
  routeOf,
  STRIPE,
  TEXT_COLOR,
  TEXT_TOP,
  VIEW_HEIGHT,
  VIEW_WIDTH,
} from './rows';

const MILES = { suffix: ' mi' };
const MINUTES = { suffix: ' min' };
const PLAIN = {};
const TEXT = { fontSize: FONT_SIZE, fontFamily: FONT_FAMILY, color: cssColor(TEXT_COLOR) };

let app: App;
let list: VirtualList;

/** Rafter through its public interface, stepped by the shared fling loop. */
expose({
  async mount(rows, fling) {
    const canvas = document.createElement('canvas');
    canvas.style.cssText = `display: block; width: ${VIEW_WIDTH}px; height: ${VIEW_HEIGHT}px`;
    document.body.append(canvas);
    app = await createApp({ canvas, mode: 'balanced' });
    const { world } = app;
    const routeIds = ROUTES.map((route) => world.strings.add(route));
    const page = box(world, {
      width: VIEW_WIDTH,
      height: VIEW_HEIGHT,
      flexDirection: 'column',
      fill: cssColor(BACKGROUND),
    });
    list = virtualList(world, {
      parent: page,
      flexGrow: 1,
      count: rows,
      estimatedSize: ROW_HEIGHT,
      template: (row) => {
        const at = (left: number, top: number) =>
          ({ parent: row, position: 'absolute', left, top }) as const;
        const stripe = box(world, { ...at(0, 0), width: VIEW_WIDTH, height: ROW_HEIGHT });
        const bar = box(world, { ...at(BAR.x, BAR.y), width: BAR.width, height: BAR.height });
        const badge = box(world, {
          ...at(BADGE.x, BADGE.y),
          width: BADGE.width,
          height: BADGE.height,
          radius: BADGE.radius,
        });
        const [number, route, distance, delay] = COLUMN_X;
        return [
          stripe,
          bar,
          badge,
          text(world, { ...at(number, TEXT_TOP), ...TEXT }),
          text(world, { ...at(route, TEXT_TOP), ...TEXT }),
          text(world, { ...at(distance, TEXT_TOP), ...TEXT }),
          text(world, { ...at(delay, TEXT_TOP), ...TEXT }),
        ] as const;
      },
      bind: (world, [stripe, bar, badge, number, route, distance, delay], index) => {
        const { color } = columns(world, Fill);
        color[stripe] = packed(index & 1 ? STRIPE : BACKGROUND);
        color[bar] = packed(barColorOf(index));
        color[badge] = packed(badgeColorOf(index));
        touch(world, stripe, PAINT);
        touch(world, bar, PAINT);
        touch(world, badge, PAINT);
        setNumber(world, number, index, PLAIN);
        setTextId(world, route, routeIds[routeOf(index)] ?? 0);
        setNumber(world, distance, distanceOf(index), MILES);
        setNumber(world, delay, delayOf(index), MINUTES);
      },
    });
    app.step(performance.now());
    list.scrollBy(fling.offset, performance.now());
    app.step(performance.now());
  },
  frame(fling, now) {
    list.scrollBy(fling.step, now);
    app.step(now);
  },
  start() {
    app.start();
  },
  stop() {
    app.stop();
  },
});

/** 0xRRGGBB as the store keeps it: RGBA8, red in the low byte, opaque. */
function packed(color: number): number {
  return (0xff000000 | ((color & 0xff) << 16) | (color & 0xff00) | ((color >>> 16) & 0xff)) >>> 0;
}
