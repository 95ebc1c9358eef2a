import { columns, type Frame, keepAwake, type Tunables, type World } from '../../ecs';
import { meanOf, nextRow, STATE_PRESSED, State } from '../../ecs/stores';
import { UNITS_PER_PX } from '../../structures';
import type { ListView } from './list-view';
import type { Scroller } from './scrolling';
import type { virtualizationTunables } from './tunables';

/** How hard rows are drawn back to the edge, per ms: what they are off is a twentieth after 0.34 s. */
const STIFFNESS = 0.014;
/** Fastest that a fling arrives at an edge, CSS pixels per ms: faster ones would throw rows out of sight. */
const FASTEST_BOUNCE = 3;
/** Off by less, and slower, CSS pixels and pixels per ms, rows are at the edge. */
const NEAR = 0.5;
const STILL = 0.02;
/** A list that rests this long is brought to a row, ms. */
const REST_MS = 120;
/** Time in which a glide makes 63 % of its way, ms, and most viewports that it takes: what is further is jumped over. */
const GLIDE_MS = 90;
const MOST_VIEWPORTS = 3;
/** Rows looked at for one to rest at: more than that have no height. */
const MOST_ROWS = 32;
/** Most by which the speed of a fling is changed for it to end at a row. */
const MOST_CHANGE = 4;

// Places of `cells`: doubles in a closure's variables would be garbage.
/** How far a finger is beyond an edge, what rows are off the edge for it, and how fast that changes: towards the end above 0. */
const PULL = 0;
const OFF = 1;
const SPEED = 2;
/** When the list last moved, ms. */
const MOVED_AT = 3;
/** A place sought, and what was found for it, CSS pixels. */
const SOUGHT = 4;
const ALIGNED = 5;
/** Where the list rested before it was moved. */
const FROM = 6;

/** What a list does beyond following fingers and wheels: rubber bands, rows to come to rest at, glides. */
export type Physics = {
  /** Changes what is asked for before that is done. */
  update(frame: Frame): void;
  /** A fling of `scroller` has been cut off by an edge. */
  bounce(): void;
};

/** Makes it for a list; loaded when one first needs it. */
export function createPhysics(
  world: World,
  view: ListView,
  scroller: Scroller,
  knobs: Tunables<(typeof virtualizationTunables)['knobs']>,
): Physics {
  const { list, sizes } = view;
  const cells = new Float64Array(7);
  let wasFlinging = false;
  let isSettled = true;
  let wasDragged = false;
  // The row that is glided to, -1 for none.
  let goal = -1;
  let goalAlign = 0;
  let isNear = false;
  // The row that a fling ends at.
  let landing = 0;
  let viewport = list.viewport;

  function isAsked(): boolean {
    return list.scrollBy !== 0 || !Number.isNaN(list.scrollTo) || list.targetIndex >= 0;
  }

  /** A list that is not shown moves nothing. */
  function rest(): void {
    cells[PULL] = 0;
    cells[OFF] = 0;
    cells[SPEED] = 0;
    list.stretch = 0;
    goal = -1;
    isSettled = true;
    wasFlinging = false;
  }

  /** Takes what a finger asks for beyond an edge, and leaves the rest. */
  function pull(): void {
    cells[SPEED] = 0;
    const band = knobs.values.rubberBand;
    const last = list.total - list.viewport;
    // What fits into its viewport has no edges.
    if (!(band > 0 && last > 0)) return;
    // A finger that catches rows on their way back has them where they are.
    if (cells[PULL] === 0 && cells[OFF] !== 0) {
      const off = Math.min(Math.abs(cells[OFF]!), list.viewport * 0.9);
      const reach = (1 / (1 - off / list.viewport) - 1) * (list.viewport / band);
      cells[PULL] = Math.sign(cells[OFF]!) * reach;
    }
    let by = list.scrollBy;
    const before = cells[PULL]!;
    if (before !== 0) {
      const after = before + by;
      const isOver = before < 0 !== after < 0;
      cells[PULL] = isOver ? 0 : after;
      by = isOver ? after : 0;
    }
    const to = list.scrollTop + by;
    const beyond = Math.min(0, to) + Math.max(0, to - last);
    cells[PULL]! += beyond;
    list.scrollBy = by - beyond;
    const reach = Math.abs(cells[PULL]!);
    cells[OFF] =
      Math.sign(cells[PULL]!) * (1 - 1 / ((reach * band) / list.viewport + 1)) * list.viewport;
  }

  /** Draws rows back to the edge: a spring that just does not swing. */
  function spring(elapsed: number): void {
    cells[PULL] = 0;
    const off = cells[OFF]!;
    const speed = cells[SPEED]!;
    if (off === 0 && speed === 0) return;
    const kept = Math.exp(-STIFFNESS * elapsed);
    const rest = speed + STIFFNESS * off;
    cells[OFF] = (off + rest * elapsed) * kept;
    cells[SPEED] = (rest - STIFFNESS * (off + rest * elapsed)) * kept;
    if (Math.abs(cells[OFF]!) < NEAR && Math.abs(cells[SPEED]!) < STILL) {
      cells[OFF] = 0;
      cells[SPEED] = 0;
    }
    keepAwake(world);
  }

  /** Writes where the viewport begins when a row is where `align` says. */
  function align(index: number, share: number): void {
    sizes.seek(index);
    const covered = view.headers ? view.headers.unitsOver(index) / UNITS_PER_PX : 0;
    const start = sizes.foundStart - covered;
    const top = start - (list.viewport - covered - sizes.unitsAt(index) / UNITS_PER_PX) * share;
    cells[ALIGNED] = Math.max(0, Math.min(top, sizes.total() - list.viewport));
  }

  /**
   * The row that is nearest to where it should rest when the viewport begins at `cells[SOUGHT]`; -1 where one fills the viewport, which
   * may rest anywhere in it.
   */
  function nearest(): number {
    const sought = cells[SOUGHT]!;
    cells[SOUGHT] = sought + list.covered + (list.viewport - list.covered) * list.snap;
    const middle = sizes.findAt(cells, SOUGHT);
    const start = sizes.foundStart;
    const end = start + sizes.unitsAt(middle) / UNITS_PER_PX;
    if (start <= sought && end >= sought + list.viewport) return -1;
    let best = middle;
    let least = Number.POSITIVE_INFINITY;
    for (let index = middle - 1; index <= middle + 1; index++) {
      if (index < 0 || index >= sizes.count) continue;
      align(index, list.snap);
      const off = Math.abs(cells[ALIGNED]! - sought);
      if (off >= least) continue;
      least = off;
      best = index;
    }
    align(best, list.snap);
    return best;
  }

  /** `nearest`, but never back against the way that a wheel or a key went, however high the row is that it began at. */
  function next(): number {
    const from = cells[FROM]!;
    const moved = list.scrollTop - from;
    const way = Math.sign(moved);
    let index = nearest();
    // Less than half a row of the mean height is no key, and no notch.
    if (index < 0 || wasDragged || Math.abs(moved) * 2 < meanOf(list)) return index;
    for (let i = 0; i < MOST_ROWS && (cells[ALIGNED]! - from) * way < 1; i++) {
      const beyond = index + way;
      if (way === 0 || beyond < 0 || beyond >= sizes.count) break;
      index = beyond;
      align(index, list.snap);
    }
    return index;
  }

  /** Has a fling end where a row should rest: the same one, whatever heights rows on the way turn out to have. */
  function aimFling(isNew: boolean): void {
    const speed = scroller.fling[0]!;
    const rate = -Math.log(knobs.values.decay);
    if (isNew) {
      cells[SOUGHT] = list.scrollTop + speed / rate;
      landing = nearest();
    } else if (landing >= 0) align(Math.min(landing, sizes.count - 1), list.snap);
    if (landing < 0) return;
    const share = ((cells[ALIGNED]! - list.scrollTop) * rate) / speed;
    if (share > 1 / MOST_CHANGE && share < MOST_CHANGE) scroller.change(share);
    else if (!isNew) aimFling(true);
  }

  function startGlide(index: number, share: number): void {
    goal = index;
    goalAlign = share;
    isNear = false;
  }

  function glide(elapsed: number): void {
    if (goal >= sizes.count) goal = sizes.count - 1;
    if (goal < 0) return;
    align(goal, goalAlign);
    const way = cells[ALIGNED]! - list.scrollTop;
    const most = list.viewport * MOST_VIEWPORTS;
    if (Math.abs(way) < 1) {
      list.targetIndex = goal;
      list.targetAlign = goalAlign;
      goal = -1;
    } else if (!isNear && Math.abs(way) > most) {
      list.scrollTo = Math.round(cells[ALIGNED]! - Math.sign(way) * most);
    } else {
      list.scrollBy = Math.round(way * (1 - Math.exp(-elapsed / GLIDE_MS))) || Math.sign(way);
    }
    isNear = true;
    keepAwake(world);
  }

  /** Whether somebody keeps the list where it is: a finger on it, or on its thumb. */
  function isHeld(): boolean {
    return scroller.isHeld || (columns(world, State).bits[list.thumb]! & STATE_PRESSED) !== 0;
  }

  function snap(now: number, isFlinging: boolean): void {
    if (isFlinging) aimFling(!wasFlinging);
    else if (scroller.hasEnded && landing >= 0) {
      isSettled = true;
      startGlide(landing, list.snap);
    }
    if (isSettled || goal >= 0 || list.stretch !== 0 || isFlinging) return;
    if (isHeld()) cells[MOVED_AT] = now;
    if (now - cells[MOVED_AT]! < REST_MS) {
      keepAwake(world);
      return;
    }
    isSettled = true;
    cells[SOUGHT] = list.scrollTop;
    startGlide(next(), list.snap);
  }

  /** Rows that come and go before them move the rows that are aimed at. */
  function followEdits(): void {
    for (let i = 0; i < list.editCount; i++) {
      goal = nextRow(list, i, goal);
      landing = nextRow(list, i, landing);
    }
  }

  return {
    update({ deltaMs, now }) {
      if (list.viewport !== viewport) {
        viewport = list.viewport;
        cells[FROM] = list.scrollTop;
        cells[MOVED_AT] = now;
        isSettled = false;
      }
      if (!(viewport > 0) || sizes.count === 0) {
        rest();
        return;
      }
      const { isDragging } = scroller;
      followEdits();
      const isFlinging = scroller.fling[0] !== 0;
      if (isAsked() || isDragging || isFlinging || list.count === 0) {
        if (isSettled) {
          cells[FROM] = list.scrollTop;
          wasDragged = false;
        }
        if (isDragging) wasDragged = true;
        goal = -1;
        cells[MOVED_AT] = now;
        isSettled = false;
      }
      if (list.smoothIndex >= 0) {
        startGlide(list.smoothIndex, list.smoothAlign);
        list.smoothIndex = -1;
        isSettled = true;
      }
      if (isDragging) pull();
      else spring(deltaMs);
      list.stretch = 0 - Math.round(cells[OFF]!);
      if (list.snap >= 0) snap(now, isFlinging);
      wasFlinging = isFlinging;
      // Heights are known again in the next frame.
      if (goal >= 0 && list.editCount > 0) keepAwake(world);
      else if (goal >= 0) glide(deltaMs);
    },
    bounce() {
      if (!(knobs.values.rubberBand > 0 && list.total > list.viewport)) return;
      const speed = scroller.fling[0]!;
      cells[SPEED] = Math.max(-FASTEST_BOUNCE, Math.min(FASTEST_BOUNCE, speed));
      if (speed !== 0) keepAwake(world);
    },
  };
}
