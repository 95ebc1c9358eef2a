import type { RowArrangement } from '../../ecs/stores';
import { type SizeIndex, UNITS_PER_PX } from '../../structures';
import type { LaneLayout } from './lane-layout';
import type { RowSizes } from './row-window';

/** Runs of rows that go elsewhere, beyond which all lanes are given anew. */
const MOST_RUNS = 256;

/** Sizes and places of rows that lie in lanes, each with a gap after it: where they were not laid, what they are in the mean. */
export class LaneSizes implements RowSizes {
  foundStart = 0;

  /** Sizes, each with its gap, whatever lane a row is in. */
  readonly base: SizeIndex;
  private readonly layout: LaneLayout;
  /** What lies between two rows, CSS pixels: their sizes have it too. */
  readonly gap: number;
  private readonly cells = new Float64Array(2);

  constructor(base: SizeIndex, layout: LaneLayout) {
    this.base = base;
    this.layout = layout;
    this.gap = layout.gap / UNITS_PER_PX;
  }

  get count(): number {
    return this.base.count;
  }

  total(): number {
    const { base, layout, gap } = this;
    if (base.count === 0) return 0;
    return Math.max(0, (base.total() + layout.excess / UNITS_PER_PX) / layout.laneCount - gap);
  }

  unitsAt(index: number): number {
    return this.base.unitsAt(index) - this.layout.gap;
  }

  isMeasured(index: number): boolean {
    return this.base.isMeasured(index);
  }

  setUnits(index: number, units: number): boolean {
    return this.told(this.base.setUnits(index, units + this.layout.gap));
  }

  estimateUnits(index: number, units: number): boolean {
    return this.told(this.base.estimateUnits(index, units + this.layout.gap));
  }

  seek(index: number): void {
    const { base, layout, cells } = this;
    if (index < base.count && (index === layout.pin || layout.has(index))) {
      layout.startInto(cells, 0, index);
      base.seek(layout.pin);
      this.foundStart = (base.foundStart + cells[0]! / UNITS_PER_PX) / layout.laneCount;
    } else {
      base.seek(index);
      this.foundStart = base.foundStart / layout.laneCount;
    }
  }

  findAt(offsets: Float64Array, place: number): number {
    const { base, layout, cells } = this;
    cells[0] = offsets[place]! * layout.laneCount;
    const index = base.findAt(cells, 0);
    this.foundStart = base.foundStart / layout.laneCount;
    return index;
  }

  insert(index: number, count: number, px: number): void {
    this.base.insert(index, count, px + this.gap);
    this.layout.memory.insert(index, count);
    this.layout.forget();
  }

  remove(index: number, count: number): void {
    this.base.remove(index, count);
    this.layout.memory.remove(index, count);
    this.layout.forget();
  }

  setCount(count: number, px: number): void {
    const { base } = this;
    if (count < base.count) this.remove(count, base.count - count);
    else if (count > base.count) this.insert(base.count, count - base.count, px);
  }

  /** Rows were moved from one index to another, counted without them: they get other lanes. What they take is moved by whoever says so. */
  move(from: number, count: number, to: number): void {
    this.layout.memory.remove(from, count);
    this.layout.memory.insert(to, count);
    this.layout.forget();
  }

  /** The same for rows that are where they are said to be; those that stay keep their lanes, unless very many go elsewhere. */
  arrange({ after, moved, count }: RowArrangement): void {
    const { memory, laneCount } = this.layout;
    this.layout.forget();
    const stays = new Uint8Array(count);
    let runs = 0;
    for (let end = after.length; end > 0 && runs < MOST_RUNS; ) {
      let row = end;
      while (row > 0 && (after[row - 1]! < 0 || moved[row - 1] === 1)) row--;
      if (row < end) {
        memory.remove(row, end - row);
        runs++;
      } else stays[after[--row]!] = 1;
      end = row;
    }
    for (let start = 0; start < count && runs < MOST_RUNS; ) {
      let row = start;
      while (row < count && stays[row] === 0) row++;
      if (row > start) {
        memory.insert(start, row - start);
        runs++;
      } else row++;
      start = row;
    }
    if (runs === MOST_RUNS) memory.clear(laneCount);
  }

  /** Has rows laid anew if one takes something else; returns whether. */
  told(changed: boolean): boolean {
    if (changed) this.layout.isLaid = false;
    return changed;
  }
}
