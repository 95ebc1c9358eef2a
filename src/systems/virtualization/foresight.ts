import type { Frame, Tunables, World } from '../../ecs';
import { isRowReady } from '../../ecs/stores';
import { bindAhead, isBound, keepBound } from './bind-ahead';
import { JUMPED, type ListView, MOVED, MOVED_AT } from './list-view';
import { createPredictionCheck } from './prediction-check';
import { HIGH, LOW, MEDIUM } from './priorities';
import { createReadyRows } from './ready-rows';
import {
  CONFIDENCE,
  HORIZON,
  POSITION,
  PREDICTED,
  ScrollPredictor,
  TIME,
  VELOCITY,
} from './scroll-predictor';
import type { Scroller } from './scrolling';
import { createServeLatency } from './serve-latency';
import { createStandIns, type StandIns } from './stand-ins';
import type { virtualizationTunables } from './tunables';

/** How far ahead, ms, a motion that is not ours has come to rest, if it does. */
const REST_AT_MS = 1000;
/** The last fifth of that. */
const LAST_MS = 200;
/** It rests then if it has less than this share of its speed. */
const RESTS = 0.1;
/** A landing less sure than this is not one. */
const SURE = 0.6;
/** Weight of the last rows in what one takes to bind; more where they take longer, for that is what makes frames late. */
const NEWEST = 0.2;
const NEWEST_SLOWER = 0.5;
/** Rows in which code is not compiled yet: the fastest of them tells most. */
const COLD = 32;
/** Viewports of rows that are readied at most. */
const MOST_VIEWPORTS = 2;
/** A plan holds for so long, ms, unless the motion turns: to foretell takes about as long as all else of a frame that scrolls. */
const PLAN_MS = 48;
/** Where a window of rows takes less than this share of a frame none is readied: none can be late. */
const CHEAP = 0.05;
/** In one of so many frames, a power of two, rows bound for the window are timed though none are readied. */
const TIMED = 16;
/** How far ahead a source is told what will be wanted at most, ms, and for how much longer than it takes to serve that. */
const MOST_REACH_MS = 2000;
const MARGIN = 1.25;
/** Share of a frame left free: what the other systems take is not known better. */
const RESERVE = 0.15;
/** Share of the time that goes to rows in sight while rows that will stay in sight wait. */
const PASSING = 0.5;

type Knobs = Tunables<(typeof virtualizationTunables)['knobs']>;

/** Readies the rows of one list before they are seen, and puts others in place of what there was no time for. */
export type Foresight = {
  /** First and last row that a scroll brings into sight soon, and that it will come to rest at; -1 none. */
  readonly ranges: Int32Array;
  /** Called before the window is shown. */
  beforeShow(): void;
  /** Called after: learns what they took, and covers what is missing. */
  afterShow(): void;
  /** Takes what the list was moved by, and binds what will be needed in the time that is left. */
  update(): void;
  /** Drops the plan: rows have other indices. */
  replan(): void;
  /** True if another row stands for an index. */
  standsIn(index: number): boolean;
  /** Lets the placeholder try again after a failure. */
  retry(): void;
};

// Places of `cells`: doubles in a closure's variables would be garbage.
const TRAVELLED = 0;
/** What one row takes to bind, ms. */
const COST = 1;
const BEFORE = 2;
const LANDING = 3;
/** CSS pixels moved until the next frame, and within the horizon. */
const NEXT = 4;
const SOON = 5;
/** What `Frame.readSpare` writes. */
const LEFT = 6;
const SPARE = 7;
const SHARE = 8;
/** When the plan was made, ms, and the way the list moved then, CSS pixels. */
const PLANNED_AT = 9;
const PLANNED_BY = 10;
/** How far ahead rows are readied, ms. */
const REACH = 11;

/** Places of `ranges`. */
const SOON_ROWS = 0;
const REST_ROWS = 2;
/** A wheel turns by notches: for so long after a move, ms, rows that it led to are still wanted. */
const WANTED_MS = 250;

export function createForesight(
  world: World,
  view: ListView,
  scroller: Scroller,
  knobs: Knobs,
  frame: Frame,
): Foresight {
  const { list, sizes, pool, rowWindow, motion } = view;
  const predictor = new ScrollPredictor();
  const { given } = predictor;
  const check = createPredictionCheck(list);
  const standIns: StandIns | undefined = list.placeholder
    ? createStandIns(world, list, sizes)
    : undefined;
  const latency = createServeLatency(list);
  const cells = new Float64Array(12);
  const edges = new Float64Array(2);
  const ranges = new Int32Array(4).fill(-1);
  let wanted = new Int32Array(0);
  let count = 0;
  let most = 0;
  // Where in `wanted` those of the next frame end, and those of a landing.
  let nextEnd = 0;
  let landingEnd = 0;
  let boundBefore = 0;
  let isTimed = false;
  let learnt = 0;
  // The last frame in which a row was bound for the window.
  let served = -1;
  // Whether rows where the motion ends are not all bound.
  let lands = false;
  cells[COST] = Number.NaN;
  cells[PLANNED_AT] = Number.NEGATIVE_INFINITY;

  function learnCost(): void {
    const rows = list.bound - boundBefore;
    if (rows <= 0) return;
    frame.readSpare(cells, LEFT);
    const cost = Math.max(0, cells[BEFORE]! - cells[LEFT]!) / rows;
    if (learnt < COLD) {
      learnt += rows;
      if (!(cells[COST]! < cost)) cells[COST] = cost;
    } else cells[COST]! += (cost - cells[COST]!) * (cost > cells[COST]! ? NEWEST_SLOWER : NEWEST);
  }

  /** Writes where the viewport will be, relative to where it is. */
  function foretell(): void {
    const { horizon } = knobs.values;
    latency.readInto(cells, REACH);
    // What is not asked for before it is that far away comes too late; and it is asked for once a plan.
    const needed = cells[REACH]! > 0 ? cells[REACH]! * MARGIN + PLAN_MS : 0;
    cells[REACH] = Math.max(horizon, Math.min(MOST_REACH_MS, needed));
    const speed = scroller.fling[0]!;
    if (speed !== 0) {
      const rate = Math.log(knobs.values.decay);
      cells[NEXT] = (speed * (Math.exp(rate * frame.budgetMs) - 1)) / rate;
      cells[SOON] = (speed * (Math.exp(rate * cells[REACH]!) - 1)) / rate;
      cells[LANDING] = -speed / rate;
      return;
    }
    given[HORIZON] = frame.budgetMs;
    ask(NEXT);
    given[HORIZON] = cells[REACH]!;
    ask(SOON);
    given[HORIZON] = REST_AT_MS - LAST_MS;
    ask(LANDING);
    const before = cells[LANDING]!;
    given[HORIZON] = REST_AT_MS;
    ask(LANDING);
    const rests = Math.abs(cells[LANDING]! - before) < Math.abs(given[VELOCITY]!) * LAST_MS * RESTS;
    if (!rests || given[CONFIDENCE]! < SURE) cells[LANDING] = Number.NaN;
  }

  function ask(to: number): void {
    predictor.predict();
    cells[to] = given[PREDICTED]! - cells[TRAVELLED]!;
  }

  /** Adds the rows of a viewport that is `cells[by]` further on, or of all the way to it; those that come first are first. */
  function want(by: number, isWay: boolean, rows: number): void {
    // Whole pixels, which searches take without boxing them.
    const moved = Math.round(cells[by]!);
    const last = sizes.total() - list.viewport;
    const to = Math.max(0, Math.min(last, list.scrollTop + moved));
    edges[0] = isWay ? Math.min(to, list.scrollTop) : to;
    edges[1] = (isWay ? Math.max(to, list.scrollTop) : to) + list.viewport;
    const from = sizes.findAt(edges, 0);
    const end = sizes.findAt(edges, 1);
    if (rows >= 0) {
      ranges[rows] = from;
      ranges[rows + 1] = end;
    }
    const shownFrom = rowWindow.indices[0]!;
    const shownTo = rowWindow.indices[rowWindow.count - 1]!;
    // The way may be of millions.
    if (moved >= 0) {
      for (let i = from <= shownTo ? shownTo + 1 : from; i <= end && count < most; i++) {
        wanted[count++] = i;
      }
    } else {
      for (let i = end >= shownFrom ? shownFrom - 1 : end; i >= from && count < most; i--) {
        wanted[count++] = i;
      }
    }
  }

  /** Binds what is wanted as long as it fits into a share of the time that nobody needs; false if something does not. */
  function bindWanted(start: number, end: number, priority: number): boolean {
    for (let i = start; i < end; i++) {
      const index = wanted[i]!;
      if (index >= sizes.count || isBound(pool, index) || !isRowReady(list, index)) continue;
      if (!fits()) return false;
      cells[BEFORE] = cells[LEFT]!;
      boundBefore = list.bound;
      if (!bindAhead(pool, index, true)) return false;
      list.boundAhead++;
      list.boundAt[priority]!++;
      learnCost();
    }
    return true;
  }

  function fits(): boolean {
    frame.readSpare(cells, LEFT);
    const spare = (cells[SPARE]! - frame.budgetMs * RESERVE) * cells[SHARE]!;
    return spare > 0 && !(spare < cells[COST]!);
  }

  function plan(): void {
    count = 0;
    most = Math.min(
      rowWindow.count * MOST_VIEWPORTS,
      knobs.values.maxRenderedItems - rowWindow.count,
    );
    if (wanted.length < most) wanted = new Int32Array(most + (most >> 1));
    pool.reserve(
      Math.min(
        knobs.values.maxRenderedItems,
        Math.ceil(rowWindow.count * 1.25) + 2 + wanted.length,
      ),
    );
    foretell();
    want(NEXT, false, -1);
    nextEnd = count;
    // Rows on a long way are in sight for a frame or two; those where it ends stay.
    const isFar = Math.abs(cells[LANDING]!) > list.viewport;
    if (isFar) want(LANDING, false, REST_ROWS);
    else ranges.fill(-1, REST_ROWS);
    landingEnd = count;
    want(SOON, true, SOON_ROWS);
    pool.slots.keepNone();
    for (let i = 0; i < count; i++) keepBound(pool, wanted[i]!);
    cells[PLANNED_AT] = frame.now;
    cells[PLANNED_BY] = motion[MOVED]!;
  }

  /** Whether rows take no time, or nobody knows yet. */
  function isCheap(): boolean {
    return learnt < COLD || rowWindow.count * cells[COST]! < frame.budgetMs * CHEAP;
  }

  function ready(): void {
    const turned = cells[PLANNED_BY]! * motion[MOVED]! < 0;
    if (turned || !(frame.now - cells[PLANNED_AT]! < PLAN_MS)) plan();
    cells[SHARE] = landingEnd > nextEnd ? PASSING : 1;
    bindWanted(0, nextEnd, HIGH);
    cells[SHARE] = knobs.values.aheadShare;
    lands = !bindWanted(nextEnd, landingEnd, MEDIUM);
    if (!lands) bindWanted(landingEnd, count, LOW);
  }

  /** Whether there is time to bind one more row of those in sight. One comes in every frame, however long it takes. */
  function mayBind(): boolean {
    const isFirst = served !== frame.index;
    served = frame.index;
    cells[SHARE] = lands ? PASSING : 1;
    return isFirst || fits();
  }

  /** Whether there is time for a row that nobody needs yet. */
  function isSpare(): boolean {
    cells[SHARE] = knobs.values.aheadShare;
    return fits();
  }

  if (standIns) pool.mayBind = mayBind;
  const readyRows = createReadyRows(world, view, knobs, frame, isSpare);

  return {
    ranges,
    beforeShow() {
      isTimed = standIns !== undefined || learnt < COLD || (frame.index & (TIMED - 1)) === 0;
      if (!isTimed) return;
      boundBefore = list.bound;
      frame.readSpare(cells, LEFT);
      cells[BEFORE] = cells[LEFT]!;
      pool.endFirst = cells[NEXT]! >= 0;
    },
    afterShow() {
      if (isTimed) learnCost();
      standIns?.cover(rowWindow, pool);
    },
    update() {
      if (motion[JUMPED] === 1) {
        predictor.reset();
        check.forget();
        pool.slots.keepNone();
        ranges.fill(-1);
        cells[PLANNED_AT] = Number.NEGATIVE_INFINITY;
      } else if (motion[MOVED] !== 0) {
        cells[TRAVELLED]! += motion[MOVED]!;
        given[TIME] = Number.isNaN(motion[MOVED_AT]!) ? frame.now : motion[MOVED_AT]!;
        given[POSITION] = cells[TRAVELLED]!;
        predictor.add();
      }
      given[TIME] = frame.now;
      given[POSITION] = cells[TRAVELLED]!;
      check.compare(given);
      latency.update(ranges, frame.now);
      lands = false;
      readyRows.follow(isCheap());
      if (motion[MOVED] === 0) {
        if (!(frame.now - cells[PLANNED_AT]! < WANTED_MS)) ranges.fill(-1);
        return;
      }
      if (rowWindow.count === 0 || (isCheap() && !list.source?.show)) return;
      ready();
      check.expect(given, predictor);
    },
    replan() {
      readyRows.replan();
      latency.forget();
      cells[PLANNED_AT] = Number.NEGATIVE_INFINITY;
    },
    standsIn: (index) => standIns?.isShown(index) === true,
    retry: () => standIns?.retry(),
  };
}
