import { PerformanceObserver } from 'node:perf_hooks';
import type { MeasureContender } from 'rafter-ui/benchmark';
import { despawn, type Entity } from '../../src/ecs';
import { numberFormat } from '../../src/ecs/stores';
import { box, internText, setNumber, setStyle, setTextId, text } from '../../src/ui';
import { addFlightList, flingOf, paint } from '../app/list-scene';
import { settle } from '../app/pages';
import { openStage, type Stage } from '../app/stage';
import {
  BADGE,
  BAR,
  badgeColorOf,
  barColorOf,
  COLUMN_X,
  createFling,
  delayOf,
  distanceOf,
  FONT_SIZE,
  ROUTES,
  ROW_HEIGHT,
  routeOf,
  STRIPE,
  TEXT_TOP,
  VIEW_HEIGHT,
  VIEW_WIDTH,
} from '../pages/rows';

const ROWS = 10_000;
const FRAMES = 3_000;
const MEGABYTE = 1024 * 1024;
/** Between two readings of the ledger, frames: it is not what is measured. */
const LOOK = 50;

type Scene = { stage: Stage; frame(): void };
type NodeHost = { gc?: () => void; process: { memoryUsage(): { heapUsed: number } } };

/** Megabytes that 3,000 frames of a fling allocate, collections meanwhile, and the most that the ledger had. */
function scrolling(open: () => Scene): MeasureContender<Scene> {
  return {
    setup() {
      const scene = open();
      for (let i = 0; i < 500; i++) scene.frame();
      return scene;
    },
    async measure({ stage, frame }) {
      const { gc, process } = globalThis as unknown as NodeHost;
      let collections = 0;
      const observer = new PerformanceObserver((list) => {
        collections += list.getEntries().length;
      });
      gc?.();
      await new Promise((resolve) => setTimeout(resolve, 5));
      observer.observe({ entryTypes: ['gc'] });
      let allocated = 0;
      let peak = 0;
      let heap = process.memoryUsage().heapUsed;
      for (let i = 0; i < FRAMES; i++) {
        frame();
        const now = process.memoryUsage().heapUsed;
        // Where it has shrunk something was collected; what was allocated in that frame is not seen.
        if (now > heap) allocated += now - heap;
        heap = now;
        if (i % LOOK === 0) peak = Math.max(peak, stage.app.memory.total());
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
      observer.disconnect();
      return { allocated: allocated / MEGABYTE, collections, peak: peak / MEGABYTE };
    },
    teardown: ({ stage }) => stage.dispose(),
  };
}

export const pooled = scrolling(() => {
  const stage = openStage();
  const list = addFlightList(stage.app.world, ROWS);
  stage.step();
  const fling = flingOf(list, ROWS);
  settle(stage);
  return {
    stage,
    frame() {
      fling.advance();
      list.scrollBy(fling.step);
      stage.step();
    },
  };
});

const PLAIN = numberFormat();
const MILES = numberFormat({ suffix: ' mi' });
const MINUTES = numberFormat({ suffix: ' min' });

/** The same rows, made when they come into sight and removed when they leave it; the box that holds them moves as a layer. */
export const unpooled = scrolling(() => {
  const stage = openStage();
  const { world } = stage.app;
  const ids = ROUTES.map((route) => internText(world, route));
  const fling = createFling(ROWS);
  const view = box(world, {
    ...{ position: 'absolute', left: 0, top: 0, width: VIEW_WIDTH, height: VIEW_HEIGHT },
    overflow: 'hidden',
  });
  const shown = new Map<number, Entity>();
  let holder = box(world, { parent: view, position: 'absolute', left: 0, top: 0 });
  let origin = 0;

  function make(index: number): Entity {
    const row = box(world, {
      ...{ parent: holder, position: 'absolute', left: 0, width: VIEW_WIDTH, height: ROW_HEIGHT },
      top: index * ROW_HEIGHT - origin,
    });
    const { x, y, width, height } = BAR;
    const bar = box(world, { parent: row, position: 'absolute', left: x, top: y, width, height });
    const badge = box(world, {
      ...{ parent: row, position: 'absolute', left: BADGE.x, top: BADGE.y },
      ...{ width: BADGE.width, height: BADGE.height, borderRadius: BADGE.radius },
    });
    const [number, route, distance, delay] = COLUMN_X.map((left) =>
      text(world, { parent: row, position: 'absolute', left, top: TEXT_TOP, fontSize: FONT_SIZE }),
    );
    paint(world, row, index & 1 ? STRIPE : -1);
    paint(world, bar, barColorOf(index));
    paint(world, badge, badgeColorOf(index));
    setNumber(world, number!, index, PLAIN);
    setTextId(world, route!, ids[routeOf(index)] ?? 0);
    setNumber(world, distance!, distanceOf(index), MILES);
    setNumber(world, delay!, delayOf(index), MINUTES);
    return row;
  }

  function frame(): void {
    fling.advance();
    const { offset } = fling;
    const first = Math.floor(offset / ROW_HEIGHT);
    const last = Math.min(ROWS - 1, Math.floor((offset + VIEW_HEIGHT) / ROW_HEIGHT));
    for (const [index, row] of shown) {
      if (index >= first && index <= last) continue;
      despawn(world, row);
      shown.delete(index);
    }
    // The holder is made anew with its rows now and then, so that places stay small.
    if (Math.abs(offset - origin) > 8_000) {
      despawn(world, holder);
      shown.clear();
      origin = offset;
      holder = box(world, { parent: view, position: 'absolute', left: 0, top: 0 });
    }
    for (let index = first; index <= last; index++) {
      if (!shown.has(index)) shown.set(index, make(index));
    }
    setStyle(world, holder, { translate: [0, origin - offset] });
    stage.step();
  }

  stage.step();
  settle(stage);
  return { stage, frame };
});
