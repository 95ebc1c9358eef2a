import { type SizeIndex, UNITS_PER_PX } from '../../structures';
import { LaneMemory, NO_LANE } from './lane-memory';

/** Places of `LaneLayout.span`: what is to be covered, and where the viewport starts. */
export const FROM = 0;
export const TO = 1;
export const TOP = 2;
/** Rows before which nothing is guessed: they are laid from the first one on. */
const NEAR_START = 128;

/**
 * Rows in lanes, each in the one that is shortest where it comes, as far as they were looked at. All is laid out from one row, the pin:
 * rows after it downwards, rows before it upwards, so that nothing from there on moves when a row before it changes. A row keeps its
 * lane once that is remembered.
 *
 * Lengths are in 1/64 px times lanes, whole numbers: the ends of lanes before a row are then, in the mean, what all rows before it
 * take. So a row's place is known from any other, as far as lanes are even.
 */
export class LaneLayout {
  /** The row that all is laid from. */
  pin = 0;
  laneCount = 1;
  /** Where lanes end before the pin, off their mean. */
  edge = new Float64Array(1);
  /** Rows laid: those from `first` up to `end`. */
  first = 0;
  end = 0;
  /** Whether they are laid as sizes are now. */
  isLaid = false;
  /** By how much the longest lane is longer than the mean, as of when the last row was laid. */
  excess = 0;
  /**
   * What is to be laid, relative to what rows before the pin take in the mean; `lay` reads it, and widens it for rows that will turn out
   * to be smaller than they are taken for.
   */
  readonly span = new Float64Array(3);
  /** What rows not measured turned out to take, 1/64 px, where that is less than estimated, else 0. */
  learned = 0;
  /** Most rows on each side of the pin. */
  limit = 1024;
  readonly memory = new LaneMemory(1);
  /** Asked for the size of a row that was not measured, 1/64 px; -1 where nobody knows. */
  ask: ((row: number) => number) | undefined;
  /** What lies between two rows, 1/64 px; rows take as much more. */
  readonly gap: number;

  private readonly base: SizeIndex;
  private ends = new Float64Array(1);
  // By row less `origin`.
  private lanes = new Uint8Array(512);
  private starts = new Float64Array(512);
  private origin = 0;
  // Lanes as they were before: rows before the pin that are not remembered keep theirs, for laid back they would get others.
  private oldLanes = new Uint8Array(512);
  private oldOrigin = 0;
  private oldFirst = 0;
  private oldEnd = 0;
  private isKnown = false;
  // Whether a row before the pin, or any, has been given a lane that is not remembered.
  private isNewBefore = false;
  private isNew = false;

  constructor(base: SizeIndex, gap: number) {
    this.base = base;
    this.gap = gap;
  }

  /** Lays rows into another number of lanes from now on. */
  setLanes(laneCount: number): void {
    if (laneCount === this.laneCount) return;
    this.laneCount = laneCount;
    this.edge = new Float64Array(laneCount);
    this.ends = new Float64Array(laneCount);
    this.memory.clear(laneCount);
    this.excess = 0;
    this.forget();
  }

  /** Forgets what is laid, but for what is remembered: rows have other indices. */
  forget(): void {
    this.isLaid = false;
    this.isKnown = false;
  }

  /** Whether a row has been laid. */
  has(row: number): boolean {
    return this.isLaid && row >= this.first && row < this.end;
  }

  /** The lane of a row, as of the last time it was laid. */
  laneOf(row: number): number {
    if (this.has(row)) return this.lanes[row - this.origin]!;
    const lane = this.memory.get(row);
    return lane === NO_LANE ? 0 : lane;
  }

  /** Writes where a row starts, relative to what rows before the pin take in the mean; it has been laid, or is the pin. */
  startInto(to: Float64Array, at: number, row: number): void {
    if (this.has(row)) {
      to[at] = this.starts[row - this.origin]!;
      return;
    }
    const lane = this.memory.get(this.pin);
    to[at] = this.edge[lane === NO_LANE ? this.shortest(this.edge) : lane]!;
  }

  /** Writes what all rows before a row take. */
  sumInto(to: Float64Array, at: number, row: number): void {
    this.base.seek(row);
    to[at] = this.base.foundStart * UNITS_PER_PX;
  }

  /** What a row takes with its gap, 1/64 px. */
  unitsOf(row: number): number {
    const { base, ask } = this;
    if (ask && !base.isMeasured(row)) {
      const units = ask(row);
      if (units >= 0) base.setUnits(row, units + this.gap);
    }
    return base.unitsAt(row);
  }

  /** Pins a row somewhere else altogether, about where it belongs; rows there lie as they were remembered. */
  jump(row: number): void {
    const { edge, memory } = this;
    this.forget();
    this.pin = row < NEAR_START ? 0 : memory.startOf(row, edge);
    if (this.pin > 0) return;
    edge.fill(0);
    if (row >= NEAR_START) this.pin = row;
  }

  /**
   * Lays what `span` covers, and rows from `low` to `high` at least. Returns true if lanes had to be brought level, because the first
   * row has come into the span: then what is seen has moved but for the pin.
   */
  lay(low: number, high: number): boolean {
    this.isNew = false;
    this.isNewBefore = false;
    this.keepLanes();
    this.origin = this.pin - (this.lanes.length >> 1);
    this.first = this.pin;
    this.end = this.pin;
    this.layBack(low);
    const isUneven = this.first === 0 && this.isUneven();
    if (isUneven) this.layFromStart();
    else this.ends.set(this.edge);
    this.layOn(high);
    this.isLaid = true;
    this.isKnown = true;
    return isUneven;
  }

  /** Moves the pin to a row that has been laid; nothing else changes. */
  repin(row: number): void {
    const { pin, lanes, starts, ends, edge, base } = this;
    if (row === pin) return;
    ends.set(edge);
    for (let i = pin; i < row; i++) {
      const at = i - this.origin;
      ends[lanes[at]!] = starts[at]! + base.unitsAt(i) * this.laneCount;
    }
    for (let i = pin - 1; i >= row; i--) ends[lanes[i - this.origin]!] = starts[i - this.origin]!;
    base.seek(pin);
    const before = base.foundStart;
    base.seek(row);
    const moved = (base.foundStart - before) * UNITS_PER_PX;
    for (let lane = 0; lane < this.laneCount; lane++) edge[lane] = ends[lane]! - moved;
    for (let i = this.first; i < this.end; i++) starts[i - this.origin]! -= moved;
    this.pin = row;
  }

  /** The row to pin for what `span` covers: the first that starts in it, else the first that ends in it. */
  pinFor(): number {
    const { first, end, starts, span } = this;
    for (let row = first; row < end; row++) {
      const start = starts[row - this.origin]!;
      if (start >= span[FROM]! && start < span[TO]!) return row;
    }
    for (let row = first; row < end; row++) {
      const units = this.base.unitsAt(row) - this.gap;
      if (starts[row - this.origin]! + units * this.laneCount > span[FROM]!) return row;
    }
    return Math.max(first, end - 1);
  }

  /**
   * Remembers the lanes of rows that are laid: they have been seen. Those not measured may still be given others, unless `all` may not, or
   * one after them is measured, which lies where it does because of theirs.
   */
  remember(all: boolean): void {
    if (!this.isNew) return;
    this.isNew = false;
    const { ends, edge, lanes, starts, memory, base } = this;
    // Where lanes end before each row, off their mean: as they do before the pin, taken back to the first, and on from there.
    ends.set(edge);
    for (let row = this.pin - 1; row >= this.first; row--)
      ends[lanes[row - this.origin]!] = starts[row - this.origin]!;
    base.seek(this.pin);
    const atPin = base.foundStart;
    base.seek(this.first);
    const off = (atPin - base.foundStart) * UNITS_PER_PX;
    for (let lane = 0; lane < this.laneCount; lane++) ends[lane]! += off;
    let known = this.end;
    while (!all && known > this.first && !base.isMeasured(known - 1)) known--;
    for (let row = this.first; row < this.end; row++) {
      const lane = lanes[row - this.origin]!;
      if (memory.get(row) !== NO_LANE) memory.touch(row, ends);
      else if (row < known) memory.set(row, lane, ends);
      else this.isNew = true;
      const units = base.unitsAt(row);
      ends[lane]! += units * this.laneCount;
      for (let other = 0; other < this.laneCount; other++) ends[other]! -= units;
    }
  }

  private keepLanes(): void {
    const { lanes } = this;
    this.lanes =
      this.oldLanes.length === lanes.length ? this.oldLanes : new Uint8Array(lanes.length);
    this.oldLanes = lanes;
    this.oldOrigin = this.origin;
    this.oldFirst = this.first;
    this.oldEnd = this.isKnown ? this.end : this.first;
  }

  private layBack(low: number): void {
    const { ends, edge, span, memory, laneCount, base, learned } = this;
    let from = span[FROM]!;
    ends.set(edge);
    for (let row = this.pin - 1; row >= 0 && this.pin - row <= this.limit; row--) {
      const longest = this.longest(ends);
      if (row < low && ends[longest]! <= from) break;
      let lane = memory.get(row);
      if (lane === NO_LANE) {
        const isOld = row >= this.oldFirst && row < this.oldEnd;
        lane = isOld ? this.oldLanes[row - this.oldOrigin]! : longest;
        this.isNew = true;
        this.isNewBefore = true;
      }
      const units = this.unitsOf(row);
      if (learned > 0 && !base.isMeasured(row)) from -= Math.max(0, units - learned);
      ends[lane]! -= units * laneCount;
      this.put(row, lane, ends[lane]!);
      this.first = row;
    }
    span[FROM] = from;
  }

  /** Lays rows on from where lanes end. */
  private layOn(high: number): void {
    const { ends, span, memory, laneCount, base, learned } = this;
    const { count } = base;
    let to = span[TO]!;
    let row = this.end;
    for (; row < count && row - this.pin < this.limit; row++) {
      const shortest = this.shortest(ends);
      if (row > high && ends[shortest]! >= to) break;
      let lane = memory.get(row);
      if (lane === NO_LANE) {
        lane = shortest;
        this.isNew = true;
      }
      const units = this.unitsOf(row);
      if (learned > 0 && !base.isMeasured(row)) to += Math.max(0, units - learned);
      this.put(row, lane, ends[lane]!);
      ends[lane]! += units * laneCount;
    }
    this.end = row;
    span[TO] = to;
    if (row < count) return;
    base.seek(this.pin);
    const atPin = base.foundStart;
    base.seek(count);
    this.excess = ends[this.longest(ends)]! - (base.foundStart - atPin) * UNITS_PER_PX;
  }

  /**
   * Whether lanes, laid back to the first row, do not begin at 0 though that can be seen: a lane begins in the viewport, or rows on the way
   * have just got their lanes.
   */
  private isUneven(): boolean {
    const { ends, span, base } = this;
    base.seek(this.pin);
    const start = -base.foundStart * UNITS_PER_PX;
    let isEven = true;
    for (let lane = 0; lane < this.laneCount; lane++) if (ends[lane] !== start) isEven = false;
    if (isEven) return false;
    return this.isNewBefore || ends[this.longest(ends)]! >= span[TOP]!;
  }

  /** Lays rows before the pin from the first on, all lanes level, and takes where lanes end then for the pin's. */
  private layFromStart(): void {
    const { ends, memory, base, laneCount } = this;
    base.seek(this.pin);
    ends.fill(-base.foundStart * UNITS_PER_PX);
    for (let row = 0; row < this.pin; row++) {
      let lane = memory.get(row);
      if (lane === NO_LANE) lane = this.shortest(ends);
      this.put(row, lane, ends[lane]!);
      ends[lane]! += base.unitsAt(row) * laneCount;
    }
    this.edge.set(ends);
  }

  private shortest(ends: Float64Array): number {
    let best = 0;
    for (let lane = 1; lane < this.laneCount; lane++) if (ends[lane]! < ends[best]!) best = lane;
    return best;
  }

  private longest(ends: Float64Array): number {
    let best = this.laneCount - 1;
    for (let lane = best - 1; lane >= 0; lane--) if (ends[lane]! > ends[best]!) best = lane;
    return best;
  }

  /** Writes the place of a row. */
  private put(row: number, lane: number, start: number): void {
    while (row < this.origin || row >= this.origin + this.lanes.length) this.grow();
    const at = row - this.origin;
    this.lanes[at] = lane;
    this.starts[at] = start;
  }

  private grow(): void {
    const { lanes, starts } = this;
    const half = lanes.length >> 1;
    this.lanes = new Uint8Array(lanes.length * 2);
    this.lanes.set(lanes, half);
    this.starts = new Float64Array(starts.length * 2);
    this.starts.set(starts, half);
    this.origin -= half;
  }
}
