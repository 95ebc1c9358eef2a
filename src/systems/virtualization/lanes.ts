import {
  columns,
  findResource,
  isAlive,
  LAYOUT,
  type Row,
  touch,
  ValueError,
  type World,
} from '../../ecs';
import { Failures, LayoutStyle, type ListState, UNIT_PX } from '../../ecs/stores';
import { createSizeIndex, UNITS_PER_PX } from '../../structures';
import type { Anchor, Cut } from './anchor';
import { FROM, LaneLayout, TO, TOP } from './lane-layout';
import { LaneSizes } from './lane-sizes';
import type { RowKinds } from './row-kinds';
import type { RowSlots } from './row-slots';
import { makeRoom, type Placement, type Reach, type RowSizes, type RowWindow } from './row-window';

/** Most lanes. */
const MOST_LANES = 64;
/** Where a list goes further than so many viewports, rows on the way are not laid. */
const FAR = 4;
/** Nor are more rows than that on the way to one that is to be brought in. */
const FAR_ROWS = 512;

// Places of `cells`.
const SUM = 0;
const BEFORE = 1;
const START = 2;
const SOUGHT = 3;

/** Places the rows of a list in lanes side by side. */
export type Lanes = Placement & {
  readonly sizes: RowSizes;
  readonly anchor: Anchor;
  /** Left edge of each lane, CSS pixels. */
  readonly x: Float64Array;
  /** The lane of a row. */
  of(index: number): number;
  /** Says who knows the size of rows that were not measured. */
  setKinds(kinds: RowKinds): void;
  /** Divides the width of what holds the rows, less that of the scrollbar, into lanes. True if that is another than before. */
  divide(widths: Float32Array): boolean;
  /** Gives rows the width of a lane. */
  fit(slots: RowSlots): void;
};

/** What a list asks for; where that cannot be, which is told, one lane, or none of what does not go with lanes. */
function lanesOf(world: World, list: ListState): { most: number; minWidth: number; gap: number } {
  const { asked, gap: between = 0 } = list.lanes || { asked: 1 };
  const { minWidth } = Object(asked) as { minWidth?: unknown };
  const most = minWidth === undefined ? asked : MOST_LANES;
  const isCount = Number.isInteger(most) && (most as number) > 0 && (most as number) <= MOST_LANES;
  const least = minWidth ?? 0;
  const isWidth = typeof least === 'number' && least >= 0;
  const isGap = typeof between === 'number' && between >= 0 && between < 1e6;
  if (!isCount || !isWidth || !isGap || list.sections || list.snap >= 0) {
    const told = new ValueError(
      `lanes is ${JSON.stringify(asked)}, gap ${String(between)}; give 1 to ${MOST_LANES} or { minWidth }, a gap in pixels, no sections and no snap`,
    );
    findResource(world, Failures)?.report(told, 'virtualization/lanes', list.row);
  }
  list.sections = undefined;
  list.snap = -1;
  return {
    most: isCount && isWidth ? (most as number) : 1,
    minWidth: isWidth ? least : 0,
    gap: isGap ? between : 0,
  };
}

/** Makes it for a list with lanes. */
export function createLanes(world: World, list: ListState): Lanes {
  const { most, minWidth, gap } = lanesOf(world, list);
  const gapUnits = Math.round(gap * UNITS_PER_PX);
  const size = list.estimatedSize + gapUnits / UNITS_PER_PX;
  const base = createSizeIndex({ count: list.count, size });
  const layout = new LaneLayout(base, gapUnits);
  const sizes = new LaneSizes(base, layout);
  const anchor: Anchor = { index: 0, y: 0, top: 0 };
  const x = new Float64Array(MOST_LANES);
  const { span } = layout;
  const cells = new Float64Array(4);
  let laneWidth = 0;
  let divided = -1;

  /** The row that the list is anchored to is that which all is laid from. */
  function sync(): void {
    const pin = Math.max(0, Math.min(anchor.index, base.count - 1));
    if (pin === layout.pin) return;
    layout.pin = pin;
    layout.isLaid = false;
  }

  function scale(): number {
    return UNITS_PER_PX * layout.laneCount;
  }

  /** Lays the viewport at the anchor's `top`, and so many pixels around it. Returns true if lanes had to be brought level. */
  function lay(overscan: number): boolean {
    layout.sumInto(cells, SUM, layout.pin);
    cells[BEFORE] = cells[SUM]!;
    span[TOP] = anchor.top * scale() - cells[SUM]!;
    span[FROM] = span[TOP]! - overscan * scale();
    span[TO] = span[TOP]! + (list.viewport + overscan) * scale();
    const isLevelled = layout.lay(layout.pin, layout.pin);
    // Rows before it may have been asked for their sizes.
    layout.sumInto(cells, SUM, layout.pin);
    anchor.top += (cells[SUM]! - cells[BEFORE]!) / scale();
    return isLevelled;
  }

  function isFar(): boolean {
    sizes.seek(layout.pin);
    return Math.abs(sizes.foundStart - anchor.top) > FAR * Math.max(list.viewport, 1);
  }

  /** Anchors to the first row that starts in what is laid of the viewport. */
  function pin(): void {
    span[FROM] = span[TOP]!;
    span[TO] = span[TOP]! + list.viewport * scale();
    layout.repin(layout.pinFor());
    anchor.index = layout.pin;
    sizes.seek(layout.pin);
    anchor.y = sizes.foundStart - anchor.top;
  }

  function scroll(): void {
    if (isFar()) {
      cells[SOUGHT] = anchor.top * layout.laneCount;
      layout.jump(base.findAt(cells, SOUGHT));
      anchor.index = layout.pin;
    }
    if (list.viewport > 0) {
      lay(0);
      // Laid back from another row, those passed on the way would get other lanes.
      layout.remember(false);
      pin();
    } else {
      sizes.seek(layout.pin);
      anchor.y = sizes.foundStart - anchor.top;
    }
  }

  function addRows(rowWindow: RowWindow, limit: number): void {
    let count = 0;
    makeRoom(rowWindow, Math.min(limit, layout.end - layout.first));
    const { indices, y, sizes: heights } = rowWindow;
    for (let row = layout.first; row < layout.end && count < limit; row++) {
      layout.startInto(cells, START, row);
      const units = base.unitsAt(row) - gapUnits;
      if (cells[START]! >= span[TO]! || cells[START]! + units * layout.laneCount <= span[FROM]!)
        continue;
      indices[count] = row;
      y[count] = (cells[START]! - span[TOP]!) / scale();
      heights[count] = units / UNITS_PER_PX;
      count++;
    }
    rowWindow.count = count;
  }

  return {
    sizes,
    anchor,
    x,
    of: (index) => layout.laneOf(index),
    setKinds(kinds) {
      layout.ask = list.sizeOf && ((index) => kinds.givenUnits(index));
    },
    divide(widths) {
      const width = Math.max(0, widths[list.content]! - widths[list.track]!);
      if (width === divided) return false;
      divided = width;
      const fitting = Math.floor((width + gap) / (minWidth + gap));
      const count = Math.max(1, Math.min(most, fitting, MOST_LANES));
      laneWidth = Math.max(1, Math.floor((width - gap * (count - 1)) / count));
      for (let lane = 1; lane < count; lane++)
        x[lane] = Math.round((lane * (width - laneWidth)) / (count - 1));
      layout.setLanes(count);
      list.laneCount = count;
      return true;
    },
    fit(slots) {
      const { width, widthUnit } = columns(world, LayoutStyle);
      for (let slot = 0; slot < slots.size; slot++) {
        const row = slots.rows[slot]! as Row;
        if (width[row] === laneWidth && widthUnit[row] === UNIT_PX) continue;
        if (!isAlive(world, slots.entities[slot]!)) continue;
        width[row] = laneWidth;
        widthUnit[row] = UNIT_PX;
        touch(world, row, LAYOUT);
      }
    },
    seek(_, asked) {
      const index = Math.min(asked, base.count - 1);
      sync();
      if (!layout.has(index)) {
        if (Math.abs(index - layout.pin) > FAR_ROWS) layout.jump(index);
        layout.limit = FAR_ROWS * 2;
        span[FROM] = Number.POSITIVE_INFINITY;
        span[TOP] = Number.POSITIVE_INFINITY;
        span[TO] = Number.NEGATIVE_INFINITY;
        layout.lay(index, index);
      }
      // Laid from elsewhere it could lie elsewhere.
      layout.remember(false);
      layout.repin(index);
      anchor.index = index;
      sizes.seek(index);
      if (asked > index) sizes.foundStart = sizes.total() - sizes.unitsAt(index) / UNITS_PER_PX;
    },
    findTop() {
      if (base.count === 0) {
        anchor.top = 0;
        return;
      }
      sync();
      sizes.seek(layout.pin);
      const top = sizes.foundStart - anchor.y;
      anchor.top = Math.max(0, Math.min(top, sizes.total() - list.viewport));
    },
    anchorAt() {
      if (base.count === 0) return;
      sync();
      if (!layout.isLaid) lay(0);
      layout.remember(list.placeholder !== undefined);
      pin();
    },
    scrollAnchor() {
      if (base.count === 0) {
        anchor.index = 0;
        anchor.y = 0;
        return;
      }
      sync();
      sizes.seek(layout.pin);
      const y = sizes.foundStart - anchor.top;
      if (y >= 0 && y < list.viewport) anchor.y = y;
      else scroll();
    },
    findCut(cut: Cut) {
      cut.index = -1;
      if (anchor.y >= 0 || base.count === 0) return;
      sync();
      const units = sizes.unitsAt(layout.pin);
      if (units === 0) return;
      cut.index = layout.pin;
      cut.share = (-anchor.y * UNITS_PER_PX) / units;
    },
    anchorAtCut(cut: Cut) {
      if (cut.index >= 0) anchor.y = (-cut.share * sizes.unitsAt(cut.index)) / UNITS_PER_PX;
    },
    fillWindow(rowWindow, _, { overscan, limit, learned }: Reach) {
      sync();
      layout.learned = Math.round(learned * UNITS_PER_PX);
      layout.limit = limit;
      const isLevelled = lay(overscan);
      addRows(rowWindow, limit);
      return isLevelled;
    },
  };
}
