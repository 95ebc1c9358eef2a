import { Application } from 'pixi.js';
import type { MeasureContender } from 'rafter-ui/benchmark';
import type { Scene } from './contender';
import { openPixi } from './pixi-application';
import { bindRow, createRow, type PixiRow } from './pixi-rows';
import { createFling, type Fling, ROW_HEIGHT, VIEW_HEIGHT } from './rows';

const ROWS = 10_000;
const FRAMES = 600;
/** Until all is compiled, and loaded what is when it is first needed. */
const WARM_UP = 120;
const MEGABYTE = 1024 * 1024;

/** Megabytes of heap that frames of a fling allocate, collections meanwhile, and the most that the heap had more than at the beginning. */
function scrolling(open: () => Promise<Scene>): MeasureContender<{ scene: Scene; fling: Fling }> {
  return {
    async setup() {
      const scene = await open();
      const fling = createFling(ROWS);
      await scene.mount(ROWS, fling);
      for (let i = 0; i < WARM_UP; i++) await step(scene, fling);
      return { scene, fling };
    },
    async measure({ scene, fling }) {
      const { gc } = globalThis as { gc?: () => void };
      if (!gc) throw new Error('garbage is counted in a Chromium with --js-flags=--expose-gc');
      gc();
      await nextFrame();
      gc();
      const start = heapBytes();
      let [heap, allocated, collections, most] = [start, 0, 0, start];
      for (let i = 0; i < FRAMES; i++) {
        await step(scene, fling);
        const now = heapBytes();
        // Where it has shrunk something was collected; what was allocated in that frame is not seen.
        if (now > heap) allocated += now - heap;
        else if (now < heap) collections++;
        heap = now;
        most = Math.max(most, now);
      }
      return { allocated: allocated / MEGABYTE, collections, peak: (most - start) / MEGABYTE };
    },
  };
}

async function step(scene: Scene, fling: Fling): Promise<void> {
  const now = await nextFrame();
  fling.advance();
  scene.frame(fling, now);
}

/** The rows of Pixi's scene graph, made when they come into sight and destroyed when they leave it. */
function unpooledScene(): Scene {
  const application = new Application();
  const shown = new Map<number, PixiRow>();

  function show({ offset }: Fling): void {
    const first = Math.floor(offset / ROW_HEIGHT);
    const last = Math.min(ROWS - 1, Math.floor((offset + VIEW_HEIGHT) / ROW_HEIGHT));
    for (const [index, row] of shown) {
      if (index >= first && index <= last) continue;
      row.view.destroy({ children: true });
      shown.delete(index);
    }
    for (let index = first; index <= last; index++) {
      let row = shown.get(index);
      if (!row) {
        row = createRow();
        bindRow(row, index);
        application.stage.addChild(row.view);
        shown.set(index, row);
      }
      row.view.y = index * ROW_HEIGHT - offset;
    }
    application.render();
  }

  return {
    async mount(_, fling) {
      await openPixi(application);
      show(fling);
    },
    frame: show,
  };
}

export const rafter = scrolling(async () => (await import('./rafter')).listScene);
export const pixiPooled = scrolling(async () => (await import('./pixi-pooled')).listScene);
export const pixiUnpooled = scrolling(async () => unpooledScene());
/** What the browser and the measuring leave. */
export const nothing = scrolling(async () => ({ mount() {}, frame() {} }));

/** Bytes of the heap now: what one object tells is that of when it was asked for. */
function heapBytes(): number {
  const { memory } = performance as { memory?: { usedJSHeapSize: number } };
  if (!memory) throw new Error('there is no performance.memory; use Chromium');
  return memory.usedJSHeapSize;
}

function nextFrame(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}
