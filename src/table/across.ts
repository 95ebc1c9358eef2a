import { columns, type Frame, keepAwake, resource, type World } from '../ecs';
import {
  type Across,
  type AcrossKnobs,
  Box,
  KEY_LEFT,
  KEY_RIGHT,
  type ListState,
  ScrollRequests,
  STATE_HIDDEN,
  State,
} from '../ecs/stores';
import type { ColumnWindow } from './column-window';
import { type ColumnModel, LEFT, TOTAL, WIDTH } from './columns';
import type { TableRows } from './table-rows';

/** Slowest fling worth a frame and fastest that a finger reaches, CSS pixels per ms; as lists have them. */
const STILL = 0.02;
const FASTEST = 16;
/** A finger that rests this long before it lifts does not fling, ms. */
const REST_MS = 60;
/** What left and right scroll by where no cell is active, CSS pixels. */
const KEY_STEP = 40;
/** A wheel that turns so much more along than across goes along alone, and the other way round. */
const RAIL = 3;

/** Which way a drag goes, from when it has moved. */
const NO_AXIS = 0;
const ALONG = 1;
const ACROSS = 2;

// Places of `cells`: doubles in a closure's variables would be garbage.
const VELOCITY = 0;
const DRAGGED = 1;
const TIME = 2;

/** What is told of each frame of a table. */
export type AcrossListeners = {
  /** Columns and their places are known; rows are about to be served. */
  moved(): void;
  /** Rows have been laid out. */
  measured(): void;
  /** Rows are shown. */
  shown(): void;
  /** The theme is another. */
  rethemed(): void;
};

/** Motion of a table's columns, called by virtualization. */
export type TableAcross = Across & {
  /** Stops a fling. */
  halt(): void;
};

export function createAcross(
  world: World,
  list: ListState,
  model: ColumnModel,
  sight: ColumnWindow,
  rows: TableRows,
  listeners: AcrossListeners,
): TableAcross {
  const requests = resource(world, ScrollRequests);
  const { at } = model;
  const cells = new Float64Array(3);
  cells[DRAGGED] = Number.NaN;
  let axis = NO_AXIS;
  let isFlinging = false;
  let overscan = 0;

  function halt(): void {
    isFlinging = false;
    cells[VELOCITY] = 0;
    cells[DRAGGED] = Number.NaN;
  }

  /** Follows a finger across once it goes that way; along is then not the list's. */
  function drag(i: number, frame: Frame): void {
    const dx = requests.deltaX[i]!;
    const dy = requests.deltaY[i]!;
    if (isFlinging) halt();
    if (axis === NO_AXIS && (dx !== 0 || dy !== 0)) {
      axis = Math.abs(dx) > Math.abs(dy) ? ACROSS : ALONG;
    }
    if (axis === ACROSS) {
      requests.deltaY[i] = 0;
      follow(i, frame);
      at[LEFT]! += dx;
    }
    if (requests.release[i] === 0) return;
    if (axis === ACROSS && requests.release[i] === 1) {
      isFlinging = Math.abs(cells[VELOCITY]!) > STILL;
      // What the list would make a fling of went across.
      requests.release[i] = 2;
    }
    if (!isFlinging) cells[VELOCITY] = 0;
    cells[DRAGGED] = Number.NaN;
    axis = NO_AXIS;
  }

  /** Learns the speed of a finger. */
  function follow(i: number, { deltaMs }: Frame): void {
    const dx = requests.deltaX[i]!;
    cells[TIME] = requests.time[i]!;
    // Written so that NaN, which stands for a press, rests.
    const rested = !(cells[TIME]! - cells[DRAGGED]! < REST_MS);
    if (rested) cells[VELOCITY] = 0;
    const elapsed =
      rested || cells[TIME]! <= cells[DRAGGED]! ? deltaMs : cells[TIME]! - cells[DRAGGED]!;
    if (dx === 0 || !(elapsed > 0)) return;
    const speed = Math.max(-FASTEST, Math.min(FASTEST, dx / elapsed));
    cells[VELOCITY] = cells[VELOCITY] === 0 ? speed : cells[VELOCITY]! * 0.5 + speed * 0.5;
    cells[DRAGGED] = cells[TIME]!;
  }

  function wheel(i: number, speed: number): void {
    const dx = Math.abs(requests.deltaX[i]!);
    const dy = Math.abs(requests.deltaY[i]!);
    if (dx * RAIL < dy || dx === 0) return;
    if (dy * RAIL < dx) requests.deltaY[i] = 0;
    halt();
    at[LEFT]! += requests.deltaX[i]! * speed;
  }

  function takeInput(frame: Frame, speed: number): void {
    for (let i = 0; i < requests.length; i++) {
      if (requests.rows[i] !== list.row) continue;
      if (requests.drag[i] === 1) drag(i, frame);
      else wheel(i, speed);
      const key = requests.key[i]!;
      if (key === KEY_LEFT) at[LEFT]! -= KEY_STEP;
      else if (key === KEY_RIGHT) at[LEFT]! += KEY_STEP;
      if (key !== 0) halt();
    }
  }

  function fling({ deltaMs }: Frame, decay: number): void {
    const kept = decay ** deltaMs;
    // Integral of the decaying speed over this frame.
    const before = at[LEFT]!;
    at[LEFT]! += (cells[VELOCITY]! * (kept - 1)) / Math.log(decay);
    cells[VELOCITY]! *= kept;
    const isCut = at[LEFT]! < 0 || at[LEFT]! > at[TOTAL]! - at[WIDTH]!;
    if (Math.abs(cells[VELOCITY]!) < STILL || isCut || before === at[LEFT]) halt();
    else keepAwake(world);
  }

  return {
    halt,
    update(frame, knobs: AcrossKnobs) {
      overscan = knobs.overscanAcross;
      takeInput(frame, knobs.wheelSpeed);
      if (isFlinging) fling(frame, knobs.decay);
      listeners.moved();
      sight.update(overscan);
    },
    measure() {
      const { width: widths } = columns(world, Box);
      // The last column must not end below the scrollbar of the rows.
      const hasBar = (columns(world, State).bits[list.track]! & STATE_HIDDEN) === 0;
      const width = Math.max(0, widths[list.content]! - (hasBar ? widths[list.track]! : 0));
      if (width !== at[WIDTH]) {
        at[WIDTH] = width;
        listeners.moved();
        sight.update(overscan);
      }
      listeners.measured();
    },
    show() {
      rows.show();
      listeners.shown();
    },
    retheme: listeners.rethemed,
    canScroll(delta) {
      if (delta > 0) return at[TOTAL]! - at[WIDTH]! - at[LEFT]! >= 0.5;
      return delta < 0 && at[LEFT]! >= 0.5;
    },
  };
}
