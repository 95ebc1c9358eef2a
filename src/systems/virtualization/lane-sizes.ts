import { type SizeIndex, UNITS_PER_PX } from '../../structures';
import type { LaneLayout } from './lane-layout';
import type { RowSizes } from './row-window';

/** Sizes and places of rows that lie in lanes, each with a gap after it: where they were not laid, what they are in the mean. */
export class LaneSizes implements RowSizes {
  foundStart = 0;

  private readonly base: SizeIndex;
  private readonly layout: LaneLayout;
  private readonly gap: number;
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

  private told(changed: boolean): boolean {
    if (changed) this.layout.isLaid = false;
    return changed;
  }
}
