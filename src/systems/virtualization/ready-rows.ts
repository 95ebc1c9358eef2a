import {
  bytesOf,
  columns,
  type Frame,
  keepAwake,
  resource,
  type Tunables,
  treeOf,
  type World,
} from '../../ecs';
import { Box, isRowReady, LAYER_WORDS, LayerOf, RecordBytes, Text } from '../../ecs/stores';
import { bindAhead, isBound } from './bind-ahead';
import { JUMPED, type ListView, MOVED } from './list-view';
import { BACKGROUND } from './priorities';
import { UNBOUND } from './row-slots';
import { dropRow, furthestHidden } from './row-trim';
import type { virtualizationTunables } from './tunables';
import { WARM_MOVED, WARM_NOW, WARM_VIEW, Warming } from './warming';

/** Bytes of a layer: its row as the GPU reads it, and in the table of layers. */
const LAYER_BYTES = LAYER_WORDS * 4 + 115;
/** Bytes of a cluster of text: glyph, x and level; and of a line. */
const CLUSTER_BYTES = 9;
const LINE_BYTES = 29;
/** Slots whose bytes are asked for anew in a frame. */
const WEIGHED = 4;
/** Rows that are despawned in a frame, where they hold more than they may. */
const TRIMMED = 4;
/** Weight of the last frame in how many rows arrive. */
const NEWEST = 0.1;
/** A list that rests this long is warmed, ms. */
const REST_MS = 32;

/** Rows that are bound out of sight, so that nothing is bound where a scroll comes back. */
export type ReadyRows = {
  /** Takes what the list was moved by. Returns false while it moves, or where no row takes time. */
  follow(isCheap: boolean): void;
  /** Rows have other indices. */
  replan(): void;
};

// Places of `cells`.
/** Rows bound a ms. */
const ARRIVALS = 0;
const MOVED_AT = 1;

/** Makes it for a list; `fits` says whether there is time to bind a row in this frame that nobody needs. */
export function createReadyRows(
  world: World,
  view: ListView,
  knobs: Tunables<(typeof virtualizationTunables)['knobs']>,
  frame: Frame,
  fits: () => boolean,
): ReadyRows {
  const { list, pool, rowWindow, motion } = view;
  const { slots, kinds } = pool;
  const recordBytes = resource(world, RecordBytes);
  const { columns: all, rows } = bytesOf(world);
  // Columns, tree and handles: all elements take the same.
  const ownBytes = Math.ceil((all + rows) / columns(world, Box).x.length);
  const warming = new Warming();
  const cells = new Float64Array(2);
  let bytes = new Int32Array(0);
  let hand = 0;
  // Of the rows that were weighed.
  let weight = 0;
  let weighed = 0;
  let boundBefore = list.bound;
  let isWarm = false;

  /** What an element holds: whole bytes. */
  function bytesOfElement(row: number): number {
    const { runLength, lineCount } = columns(world, Text);
    return (
      ownBytes +
      recordBytes(row) +
      (columns(world, LayerOf).own[row] === 0 ? 0 : LAYER_BYTES) +
      runLength[row]! * CLUSTER_BYTES +
      lineCount[row]! * LINE_BYTES
    );
  }

  /** Asks a few slots what they hold. */
  function weigh(): void {
    if (bytes.length < slots.size) {
      const longer = new Int32Array(slots.capacity);
      longer.set(bytes);
      bytes = longer;
    }
    const { indexOf, subtreeEnd, order } = treeOf(world);
    for (let i = Math.min(WEIGHED, slots.size); i > 0; i--) {
      hand = hand + 1 < slots.size ? hand + 1 : 0;
      const at = indexOf[slots.rows[hand]!]!;
      let held = 0;
      for (let j = at; at >= 0 && j < subtreeEnd[at]!; j++) held += bytesOfElement(order[j]!);
      if (bytes[hand] === 0) weighed++;
      weight += held - bytes[hand]!;
      bytes[hand] = held;
    }
  }

  /** What a row holds in the mean, whole bytes. */
  function meanBytes(): number {
    return weighed > 0 ? Math.ceil(weight / weighed) : 0;
  }

  function sumReady(): void {
    const mean = meanBytes();
    let sum = 0;
    for (let slot = 0; slot < slots.size; slot++) {
      if (slots.indices[slot] !== UNBOUND && slots.stamps[slot] !== slots.stamp)
        sum += bytes[slot]! || mean;
    }
    list.readyBytes = sum;
  }

  function hasRoom(): boolean {
    return list.readyBytes + meanBytes() <= knobs.values.maxReadyBytes;
  }

  /** Rows of so many steps of half a viewport. */
  function rowsOf(steps: number): number {
    return Math.ceil((rowWindow.count * steps) / 2);
  }

  /** Whether a row that the window needs is made, so that one that is ready stays so. */
  function mayMake(): boolean {
    const most = Math.ceil(rowWindow.count * 1.25) + 2 + rowsOf(warming.ahead + warming.behind);
    return slots.size < most && hasRoom() && fits();
  }

  /** Binds a row that is worth holding. False if there is no time or no room for it. */
  function warm(index: number): boolean {
    if (index < 0 || index >= list.count || isBound(pool, index)) return true;
    // What is not there cannot be warmed; others may.
    if (!isRowReady(list, index)) return true;
    if (!hasRoom() || !fits() || !bindAhead(pool, index, false)) return false;
    list.boundAhead++;
    list.boundAt[BACKGROUND]!++;
    list.readyBytes += meanBytes();
    return true;
  }

  /** Rows that a list has whatever they hold: for its window, and for as many as arrive while they are on their way into sight (Little's law). */
  function leastRows(): number {
    const arriving = cells[ARRIVALS]! * (knobs.values.horizon + frame.budgetMs);
    return Math.ceil(rowWindow.count * 1.25) + 2 + Math.ceil(arriving);
  }

  /** Despawns rows that are furthest from sight while they hold more than they may. Returns false if there is nothing to do. */
  function trim(): boolean {
    // Rows of a table are known by their numbers.
    if (list.across) return false;
    let count = 0;
    for (; count < TRIMMED && slots.size > leastRows(); count++) {
      if (list.readyBytes <= knobs.values.maxReadyBytes) break;
      const slot = furthestHidden(world, list, slots);
      if (slot < 0) break;
      list.readyBytes -= bytes[slot] || meanBytes();
      if (bytes[slot] !== 0) weighed--;
      weight -= bytes[slot]!;
      dropRow(world, slots, slot);
      bytes[slot] = bytes[slots.size]!;
      bytes[slots.size] = 0;
    }
    return count > 0;
  }

  /** Makes rows for as many as arrive while they are on their way into sight, unbound, then binds those worth it. */
  function prepare(): void {
    const { count, indices } = rowWindow;
    const least = Math.min(knobs.values.maxRenderedItems, leastRows());
    const ahead = rowsOf(warming.ahead);
    const behind = rowsOf(warming.behind);
    pool.reserve(Math.min(knobs.values.maxRenderedItems, least + ahead + behind));
    const last = indices[count - 1]!;
    keepAwake(world);
    for (let i = slots.size; i < least; i++) {
      if (!fits() || !pool.maker.add(kinds.of(Math.min(list.count - 1, last + 1 + i)))) return;
    }
    const from = warming.way > 0 ? last : indices[0]!;
    const other = warming.way > 0 ? indices[0]! : last;
    for (let i = 1; i <= Math.max(ahead, behind); i++) {
      if (i <= ahead && !warm(from + i * warming.way)) return;
      if (i <= behind && !warm(other - i * warming.way)) return;
    }
    isWarm = true;
  }

  return {
    follow(isCheap) {
      weigh();
      sumReady();
      pool.mayMake = isCheap ? undefined : mayMake;
      const arrived = list.bound - boundBefore;
      boundBefore = list.bound;
      if (motion[MOVED] !== 0 || motion[JUMPED] === 1) {
        cells[MOVED_AT] = frame.now;
        isWarm = false;
      }
      if (motion[MOVED] !== 0) {
        warming.moves[WARM_MOVED] = motion[MOVED]!;
        warming.moves[WARM_NOW] = frame.now;
        warming.moves[WARM_VIEW] = list.viewport;
        warming.move();
        warming.judge(list.warmHits, list.warmWasted);
        warming.choose(knobs.values.warming);
        if (frame.deltaMs > 0)
          cells[ARRIVALS]! += (arrived / frame.deltaMs - cells[ARRIVALS]!) * NEWEST;
        if (!isCheap) keepAwake(world);
        return;
      }
      if (rowWindow.count === 0) return;
      if (trim()) {
        keepAwake(world);
        return;
      }
      if (isCheap || isWarm) return;
      if (frame.now - cells[MOVED_AT]! < REST_MS) keepAwake(world);
      else prepare();
    },
    replan() {
      isWarm = false;
    },
  };
}
