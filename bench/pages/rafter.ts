import {
  type App,
  box,
  columns,
  type Entity,
  Fill,
  internText,
  numberFormat,
  PAINT,
  resolve,
  setNumber,
  setTextId,
  text,
  touch,
  type VirtualList,
  virtualList,
  type World,
} from '../../src/index';
import { flingContender, type LiveScene } from './contender';
import { idleContender } from './idle';
import { openRafter, packed, spareNothing } from './rafter-app';
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
  type Fling,
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

const PLAIN = numberFormat();
const MILES = numberFormat({ suffix: ' mi' });
const MINUTES = numberFormat({ suffix: ' min' });
const TEXT = { fontSize: FONT_SIZE, fontFamily: FONT_FAMILY, color: cssColor(TEXT_COLOR) };
const TRANSPARENT = 0;
const STRIPE_PACKED = packed(STRIPE);

let app: App;
let list: VirtualList;

/** The list through the public interface. */
export const listScene: LiveScene = {
  mount: (rows, fling) => mount(rows, fling, false),
  frame(fling, now) {
    list.scrollBy(fling.step);
    app.step(now);
  },
  start() {
    app.start();
  },
  stop() {
    app.stop();
  },
};

/** The app of the list, once it is mounted. */
export function listApp(): App {
  return app;
}

async function mount(rows: number, fling: Fling, scrollLayers: boolean): Promise<void> {
  app = await openRafter(BACKGROUND);
  const { world } = app;
  list = virtualList(world, {
    position: 'absolute',
    left: 0,
    top: 0,
    width: VIEW_WIDTH,
    height: VIEW_HEIGHT,
    count: rows,
    estimatedSize: ROW_HEIGHT,
    // As for the peers: every row has the height given, none is measured.
    fixedSize: true,
    scrollLayers,
    template: (row) => addParts(world, row),
    bind: bindParts(world),
  });
  app.step(performance.now());
  list.scrollBy(fling.offset);
  app.step(performance.now());
}

type Parts = ReturnType<typeof addParts>;

/** Adds what a row of the list consists of. */
export function addParts(world: World, row: Entity) {
  const [number, route, distance, delay] = COLUMN_X;
  const { x, y, width, height } = BAR;
  const bar = { left: x, top: y, width, height };
  const badge = { left: BADGE.x, top: BADGE.y, width: BADGE.width, height: BADGE.height };
  const column = (left: number) =>
    text(world, { parent: row, position: 'absolute', left, top: TEXT_TOP, ...TEXT });
  return [
    row,
    box(world, { parent: row, position: 'absolute', ...bar }),
    box(world, { parent: row, position: 'absolute', borderRadius: BADGE.radius, ...badge }),
    column(number),
    column(route),
    column(distance),
    column(delay),
  ] as const;
}

/** Gives what fills them. */
export function bindParts(world: World): (_: World, parts: Parts, index: number) => void {
  const routeIds = ROUTES.map((route) => internText(world, route));
  return (_, [row, bar, badge, number, route, distance, delay], index) => {
    paint(world, row, index & 1 ? STRIPE_PACKED : TRANSPARENT);
    paint(world, bar, packed(barColorOf(index)));
    paint(world, badge, packed(badgeColorOf(index)));
    setNumber(world, number, index, PLAIN);
    setTextId(world, route, routeIds[routeOf(index)] ?? 0);
    setNumber(world, distance, distanceOf(index), MILES);
    setNumber(world, delay, delayOf(index), MINUTES);
  };
}

/** Rafter through its public interface, stepped by the shared fling loop. */
export const contender = flingContender(listScene);

/** The same list moved by the page; a page that does not is a failed measurement. */
export const scrollLayersContender = flingContender({
  async mount(rows, fling) {
    await mount(rows, fling, true);
    const { stats } = app.renderer;
    for (let tries = 0; stats().scrollLayers !== 'used'; tries++) {
      if (tries > 100) throw new Error(`no scroll layers: ${stats().scrollLayers}`);
      await new Promise(requestAnimationFrame);
      fling.advance();
      listScene.frame(fling, performance.now());
    }
  },
  frame(fling, now) {
    listScene.frame(fling, now);
    if (app.renderer.stats().scrollLayers !== 'used')
      throw new Error(`no scroll layers any more: ${app.renderer.stats().scrollLayers}`);
  },
});

/** The same scene at rest. */
export const atRest = idleContender(listScene, { rests: true });

/** Has the list's app draw everything in every frame. */
export function spareNothingOfList(): void {
  spareNothing(app);
}

/** Writes a background as a hot loop does: into the column, not through `setStyle`. */
function paint(world: World, entity: Entity, color: number): void {
  const row = resolve(world, entity);
  columns(world, Fill).color[row] = color;
  touch(world, row, PAINT);
}
