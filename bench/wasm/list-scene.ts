import { columns, LAYOUT, type Row, resolve, resource, touch } from '../../src/ecs';
import { Box, LayoutStyle, numberFormat, TextPort, UNIT_PX } from '../../src/ecs/stores';
import { createSizeIndex, type SizeIndex, UNITS_PER_PX } from '../../src/structures';
import { createHeadlessApp, type HeadlessApp } from '../../src/testing/headless-app';
import { internText, setNumber, setTextId, text, virtualList } from '../../src/ui';
import { delayOf, distanceOf, FLING_STEP, ROUTES, routeOf } from '../pages/rows';
import { createWasmSizeIndex, type ScrolledIndex, type WasmSizeIndex } from './size-index';

const FRAME_MS = 16;
const ESTIMATE = 32;
const COLUMNS = [16, 140, 420, 640] as const;

/** A text as a glyph writer finds it; x, y and width in CSS pixels. */
export type PlacedText = { content: string; x: number; y: number; width: number };

/** Time of systems and frames since the scene was made, ms. */
export type SceneTimes = { frames: number; frame: number; systems: Map<string, number> };

/** A list of rows of many heights that scrolls 60 px a frame, in an app without page or GPU. */
export type ListScene = {
  readonly app: HeadlessApp;
  /** The list's size index. */
  readonly index: SizeIndex;
  frame(): void;
  /** Texts bound in the last frame, where layout put them. */
  texts(): PlacedText[];
  /** Records written since the start, boxes included. */
  records(): number;
  /** Starts to time each system; costs two looks at the clock a system. */
  time(): SceneTimes;
  dispose(): void;
};

/** Height that the list was told of a row, CSS pixels: 20 to 44.75. Every second row turns out 1 px higher when it is shown. */
export function heightOf(row: number): number {
  return 20 + ((row * 7919) % 100) / 4;
}

/** Makes the scene with the size index in TypeScript or in WebAssembly; all rows are measured, the middle is in sight. */
export function createListScene(rows: number, home: 'typescript' | 'wasm'): ListScene {
  const app = createHeadlessApp({ width: 1280, height: 720 });
  const { world } = app;
  const plain = numberFormat();
  const miles = numberFormat({ suffix: ' mi' });
  const minutes = numberFormat({ suffix: ' min' });
  const routes = ROUTES.map((route) => internText(world, route));
  const bound: Row[] = [];
  const list = virtualList(world, {
    width: 1280,
    height: 720,
    count: rows,
    estimatedSize: ESTIMATE,
    template: (row) => {
      const [a, b, c, d] = COLUMNS;
      const column = (left: number) =>
        text(world, { parent: row, position: 'absolute', left, top: 6, fontSize: 13 });
      return [resolve(world, row), column(a), column(b), column(c), column(d)] as const;
    },
    bind: (_, [row, number, route, distance, delay], index) => {
      const style = columns(world, LayoutStyle);
      style.heightUnit[row] = UNIT_PX;
      style.height[row] = heightOf(index) + (index & 1);
      touch(world, row, LAYOUT);
      setNumber(world, number, index, plain);
      setTextId(world, route, routes[routeOf(index)]!);
      setNumber(world, distance, distanceOf(index), miles);
      setNumber(world, delay, delayOf(index), minutes);
      for (const entity of [number, route, distance, delay]) bound.push(resolve(world, entity));
    },
  });
  let now = 1000;
  function step(): void {
    bound.length = 0;
    now += FRAME_MS;
    app.step(now);
  }
  const index = indexMadeBy(step);
  if (home === 'wasm') moveInto(createWasmSizeIndex({ count: rows, size: ESTIMATE }), index);
  measureAll(index, rows);
  list.scrollTo(index.total() / 2);
  step();
  let down = true;
  return {
    app,
    index,
    frame() {
      const { scrollTop } = list;
      if (scrollTop < FLING_STEP || scrollTop > index.total() - 800) down = scrollTop < 800;
      list.scrollBy(down ? FLING_STEP : -FLING_STEP);
      step();
    },
    texts() {
      const box = columns(world, Box);
      const port = resource(world, TextPort);
      return bound.map((row) => ({
        content: port.contentOf(row),
        x: box.x[row]!,
        y: box.y[row]!,
        width: box.width[row]!,
      }));
    },
    records: () => app.renderer.stats().totalRecordsWritten,
    time: () => timed(app),
    dispose: () => app.dispose(),
  };
}

/** Sets every row to the height that `heightOf` tells. */
export function measureAll(index: ScrolledIndex, rows: number): void {
  for (let row = 0; row < rows; row++) index.setUnits(row, heightOf(row) * UNITS_PER_PX);
}

/** The size index that a call makes: no option of a list hands one in, so that the class is watched. */
function indexMadeBy(call: () => void): SizeIndex {
  const { setCount } = prototype;
  let made: SizeIndex | undefined;
  prototype.setCount = function (this: SizeIndex, count, px) {
    made = this;
    setCount.call(this, count, px);
  };
  try {
    call();
  } finally {
    prototype.setCount = setCount;
  }
  if (!made) throw new Error('the list made no size index in its first frame');
  return made;
}

const prototype = Object.getPrototypeOf(createSizeIndex({ count: 0, size: 1 })) as SizeIndex;

/** Makes an object that others hold into the size index in WebAssembly. */
function moveInto(wasm: WasmSizeIndex, index: SizeIndex): void {
  Object.setPrototypeOf(index, Object.getPrototypeOf(wasm) as object);
  Object.assign(index, wasm);
}

function timed(app: HeadlessApp): SceneTimes {
  const times: SceneTimes = { frames: 0, frame: 0, systems: new Map() };
  for (const system of app.systems) {
    const { name, update } = system;
    times.systems.set(name, 0);
    system.update = (frame) => {
      const start = performance.now();
      update.call(system, frame);
      times.systems.set(name, times.systems.get(name)! + performance.now() - start);
    };
  }
  const { step } = app;
  app.step = (now) => {
    const start = performance.now();
    step(now);
    times.frame += performance.now() - start;
    times.frames++;
  };
  return times;
}
