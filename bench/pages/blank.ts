import type { MeasureContender } from 'rafter-ui/benchmark';
import {
  type App,
  box,
  internText,
  numberFormat,
  setNumber,
  setTextId,
  text,
  type VirtualList,
  virtualList,
} from '../../src/index';
import { openRafter } from './rafter-app';
import {
  BACKGROUND,
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

const ROWS = 1_000_000;
const FRAMES = 180;
const FRAME_MS = 1000 / 60;
/** Nothing but a thumb goes faster, CSS pixels per second. */
const FASTEST = 100_000;
/** Frames before those that count: lists learn what their rows take. */
const WARM = 60;

const PLAIN = numberFormat();
const TEXT = { fontSize: FONT_SIZE, fontFamily: FONT_FAMILY, color: cssColor(TEXT_COLOR) };

type Options = { placeholders: boolean; free: boolean };
type Stage = { app: App; list: VirtualList };

/** A list of a million rows that each take a while to bind, scrolled at a speed, or its thumb dragged over all of it. */
function blank({ placeholders, free }: Options): MeasureContender<Stage> {
  return {
    async setup({ parameters }) {
      const app = await openRafter(BACKGROUND);
      const list = addList(app, free ? 0 : parameters.bindUs! / 1000, placeholders);
      for (let i = 0; i < WARM; i++) await frame(app, list, 100, performance.now());
      return { app, list };
    },
    async measure({ app, list }, { parameters }) {
      const speed = parameters.speed!;
      const { metrics } = list;
      const { blankTime, placeholderTime, rowsBound, rowsBoundAhead } = metrics;
      const times: number[] = [];
      for (let i = 0; i < FRAMES; i++) {
        const pixels = speed > FASTEST ? 0 : speed * (FRAME_MS / 1000);
        if (speed > FASTEST)
          list.scrollTo(((i + 1) / FRAMES) * (ROWS * ROW_HEIGHT - VIEW_HEIGHT - 1));
        times.push(await frame(app, list, pixels, performance.now()));
      }
      times.sort((a, b) => a - b);
      return {
        blank: metrics.blankTime - blankTime,
        placeheld: metrics.placeholderTime - placeholderTime,
        late: times.filter((ms) => ms > FRAME_MS).length,
        p99: times[Math.floor(FRAMES * 0.99)]!,
        bound: metrics.rowsBound - rowsBound,
        ahead: metrics.rowsBoundAhead - rowsBoundAhead,
      };
    },
  };
}

/** Rows in sight are bound, however long that takes. */
export const rafter = blank({ placeholders: false, free: false });
/** Where there is no time to bind a row, another stands for it. */
export const withPlaceholders = blank({ placeholders: true, free: false });
/** The same scrolls with rows that take no time: what the machine makes late. */
export const freeRows = blank({ placeholders: false, free: true });

/** Runs a frame when the browser wants one; gives what it took of the page's thread, ms. */
async function frame(app: App, list: VirtualList, pixels: number, now: number): Promise<number> {
  await new Promise(requestAnimationFrame);
  list.scrollBy(pixels, now);
  const start = performance.now();
  app.step(start);
  return performance.now() - start;
}

function addList({ world }: App, bindMs: number, placeholders: boolean): VirtualList {
  const routeIds = ROUTES.map((route) => internText(world, route));
  return virtualList(world, {
    position: 'absolute',
    width: VIEW_WIDTH,
    height: VIEW_HEIGHT,
    count: ROWS,
    estimatedSize: ROW_HEIGHT,
    fixedSize: true,
    template: (row) =>
      COLUMN_X.map((left) =>
        text(world, { parent: row, position: 'absolute', left, top: TEXT_TOP, ...TEXT }),
      ),
    ...(placeholders && {
      placeholder: (row) => {
        const bar = { left: COLUMN_X[0], top: 9, width: 600, height: 10 };
        box(world, { parent: row, position: 'absolute', ...bar, fill: cssColor(STRIPE) });
      },
    }),
    bind: (_, [number, route, distance, delay], index) => {
      const end = performance.now() + bindMs;
      setNumber(world, number!, index, PLAIN);
      setTextId(world, route!, routeIds[routeOf(index)] ?? 0);
      setNumber(world, distance!, distanceOf(index), PLAIN);
      setNumber(world, delay!, delayOf(index), PLAIN);
      while (performance.now() < end);
    },
  });
}
