import type { ContenderContext, FrameContender } from 'rafter-ui/benchmark';
import { despawn, type Entity } from '../../src/ecs';
import { INPUT_POINTER_MOVE, numberFormat } from '../../src/ecs/stores';
import { box, setNumber, text, type VirtualList } from '../../src/ui';
import type { Fling } from '../pages/rows';
import { addFlightList, flingOf, paint } from './list-scene';
import { addButtons, addPanels, addPlaced, buttonPlace, settle } from './pages';
import { drawCounters, openStage, type Stage } from './stage';

const PANELS = 5_000;
const PLACED = 10_000;
const BUTTONS = 1_000;
const PLAIN = numberFormat();

const shared = {
  counters: ({ app }: Stage) => drawCounters(app),
  teardown: (stage: Stage) => stage.dispose(),
};

type Scroll = Stage & { list: VirtualList; fling: Fling };

/** The list of the scroll benches, 60 px further in every frame. */
export const scroll: FrameContender<Scroll> = {
  setup({ parameters }: ContenderContext) {
    const stage = openStage();
    const rows = parameters.rows!;
    const list = addFlightList(stage.app.world, rows);
    stage.step();
    const fling = flingOf(list, rows);
    settle(stage);
    return { ...stage, list, fling };
  },
  frame({ list, fling, step }) {
    fling.advance();
    list.scrollBy(fling.step);
    step();
  },
  teardown: shared.teardown,
  counters: ({ app, list }) => ({ ...drawCounters(app), rowsBound: list.bound }),
};

type Counting = Stage & { counter: Entity; value: number };

/** 5,000 panels and a number that changes in every frame. */
export const oneCounter: FrameContender<Counting> = {
  setup() {
    const stage = openStage();
    addPanels(stage, PANELS);
    const counter = text(stage.app.world, { position: 'absolute', left: 8, top: 4, width: 80 });
    settle(stage);
    return { ...stage, counter, value: 0 };
  },
  frame(state) {
    setNumber(state.app.world, state.counter, state.value++ % 1000, PLAIN);
    state.step();
  },
  ...shared,
};

type Counters = Stage & { counters: Entity[]; value: number };

function openCounters(places: readonly { left: number; top: number }[]): Counters {
  const stage = openStage();
  addPanels(stage, PANELS);
  const counters = places.map((place) =>
    text(stage.app.world, { position: 'absolute', ...place, width: 80, fontSize: 12 }),
  );
  settle(stage);
  return { ...stage, counters, value: 0 };
}

function count({ app, counters, step }: Counters, value: number): void {
  for (let i = 0; i < counters.length; i++) setNumber(app.world, counters[i]!, value, PLAIN);
  step();
}

const NEAR_PLACE = { left: 108, top: 104 };
const FAR_PLACE = { left: 1108, top: 304 };

/** One number in 5,000 panels. */
export const damageOfOne: FrameContender<Counters> = {
  setup: () => openCounters([NEAR_PLACE]),
  frame: (state) => count(state, state.value++ % 1000),
  ...shared,
};

/** Two numbers that stand far apart. */
export const damageOfTwo: FrameContender<Counters> = {
  setup: () => openCounters([NEAR_PLACE, FAR_PLACE]),
  frame: (state) => count(state, state.value++ % 1000),
  ...shared,
};

/** The same two, and everything is drawn again. */
export const damageOfAll: FrameContender<Counters> = {
  setup: () => openCounters([NEAR_PLACE, FAR_PLACE]),
  frame(state) {
    state.app.renderer.invalidate();
    count(state, state.value++ % 1000);
  },
  ...shared,
};

/** The same two, and everything is sent and drawn again, as after a lost device. */
export const sendingOfAll: FrameContender<Counters> = {
  setup: () => openCounters([NEAR_PLACE, FAR_PLACE]),
  frame(state) {
    state.app.backend.lose();
    state.app.backend.restore();
    count(state, state.value++ % 1000);
  },
  ...shared,
};

/** The same panels, and nothing changes. */
export const idle: FrameContender<Stage> = {
  setup() {
    const stage = openStage();
    addPanels(stage, PANELS);
    settle(stage);
    return stage;
  },
  frame: ({ step }) => step(),
  ...shared,
};

/** A pointer that is over another one of 1,000 buttons in every frame. */
export const hover: FrameContender<Stage> = {
  setup() {
    const stage = openStage();
    addButtons(stage, BUTTONS);
    settle(stage);
    return stage;
  },
  frame({ app, step }, index) {
    const { left, top } = buttonPlace((index * 37) % BUTTONS);
    app.input.pointer(INPUT_POINTER_MOVE, 1, left + 8, top + 8, 0, 0, index);
    step();
  },
  ...shared,
};

type Placed = Stage & ReturnType<typeof addPlaced>;

function openPlaced(): Placed {
  const stage = openStage();
  const placed = addPlaced(stage, PLACED);
  settle(stage);
  return { ...stage, ...placed };
}

/** One of 10,000 elements is added, and removed in the next frame. */
export const rebuild: FrameContender<Placed & { extra: Entity | undefined }> = {
  setup: () => ({ ...openPlaced(), extra: undefined }),
  frame(state) {
    const { page: parent, extra, app } = state;
    const { world } = app;
    const place = { parent, position: 'absolute', width: 10, height: 5 } as const;
    if (extra !== undefined) despawn(world, extra);
    state.extra = extra === undefined ? box(world, { ...place, fill: '#e5616b' }) : undefined;
    state.step();
  },
  ...shared,
};

/** One of the same elements has another colour in every frame: what a frame costs in which no structure changes. */
export const oneColor: FrameContender<Placed & { color: number }> = {
  setup: () => ({ ...openPlaced(), color: 0 }),
  frame(state) {
    const { world } = state.app;
    state.color = (state.color + 1) & 0xffffff;
    paint(world, state.panels[PLACED / 2]!, state.color);
    state.step();
  },
  ...shared,
};
