/** Of a row that was given no lane yet. */
export const NO_LANE = 255;
/** Most rows of a block. */
const BLOCK_ROWS = 64;

/**
 * In which lane each row lies that was shown, and, by blocks of neighbours, where the lanes ended before a block: in 1/64 px times lanes, off
 * their mean. Holds 1 to 3 bytes a row that was shown, nothing for others.
 */
export class LaneMemory {
  // By place, ascending: first row, rows, and where the rest is.
  private starts = new Int32Array(8);
  private lengths = new Uint8Array(8);
  private ids = new Int32Array(8);
  private size = 0;
  // By id.
  private lanes = new Uint8Array(8 * BLOCK_ROWS);
  private edges: Float64Array;
  private free: number[] = [];
  private laneCount: number;
  // The place found last: frames ask for neighbours.
  private last = 0;

  constructor(laneCount: number) {
    this.laneCount = laneCount;
    this.edges = new Float64Array(8 * laneCount);
  }

  /** How many blocks there are. */
  get blocks(): number {
    return this.size;
  }

  /** Forgets all, for as many lanes. */
  clear(laneCount: number): void {
    this.size = 0;
    this.free = [];
    this.laneCount = laneCount;
    this.edges = new Float64Array(this.ids.length * laneCount);
  }

  /** The lane of a row, `NO_LANE` if it was given none. */
  get(row: number): number {
    const place = this.placeOf(row);
    if (place < 0) return NO_LANE;
    const at = row - this.starts[place]!;
    return at < this.lengths[place]! ? this.lanes[this.ids[place]! * BLOCK_ROWS + at]! : NO_LANE;
  }

  /** First row of the block that a row is in, -1 if it is in none; writes where lanes ended before it. */
  startOf(row: number, edge: Float64Array): number {
    const place = this.placeOf(row);
    if (place < 0 || row - this.starts[place]! >= this.lengths[place]!) return -1;
    const from = this.ids[place]! * this.laneCount;
    for (let lane = 0; lane < this.laneCount; lane++) edge[lane] = this.edges[from + lane]!;
    return this.starts[place]!;
  }

  /** Gives a row its lane; `edge` is where lanes end before it. */
  set(row: number, lane: number, edge: Float64Array): void {
    let place = this.placeOf(row);
    const at = place < 0 ? -1 : row - this.starts[place]!;
    if (place >= 0 && at < this.lengths[place]!) {
      this.lanes[this.ids[place]! * BLOCK_ROWS + at] = lane;
    } else if (place >= 0 && at === this.lengths[place]! && at < BLOCK_ROWS) {
      this.lanes[this.ids[place]! * BLOCK_ROWS + at] = lane;
      this.lengths[place] = at + 1;
    } else if (this.mayJoin(place + 1, row)) {
      place++;
      const from = this.ids[place]! * BLOCK_ROWS;
      this.lanes.copyWithin(from + 1, from, from + this.lengths[place]!);
      this.lanes[from] = lane;
      this.lengths[place]!++;
      this.starts[place] = row;
    } else {
      place = this.open(place + 1, row, 1);
      this.lanes[this.ids[place]! * BLOCK_ROWS] = lane;
    }
    this.keepEdge(place, row, edge);
  }

  /** Says anew where lanes end before a row that has a lane. */
  touch(row: number, edge: Float64Array): void {
    const place = this.placeOf(row);
    if (place >= 0) this.keepEdge(place, row, edge);
  }

  /** Moves rows after some were put in before one. */
  insert(row: number, count: number): void {
    let place = this.placeOf(row - 1);
    if (place >= 0) {
      const head = row - this.starts[place]!;
      const tail = this.lengths[place]! - head;
      if (tail > 0) {
        const next = this.open(place + 1, row, tail);
        const from = this.ids[place]!;
        const to = this.ids[next]!;
        const first = from * BLOCK_ROWS + head;
        this.lanes.copyWithin(to * BLOCK_ROWS, first, first + tail);
        // Not where they end there, which takes sizes to know; as good as any until it is seen again.
        this.copyEdge(from, to);
        this.lengths[place] = head;
      }
    }
    place++;
    for (; place < this.size; place++) this.starts[place]! += count;
  }

  /** Forgets rows that are taken out from one on, and moves those after them. */
  remove(row: number, count: number): void {
    const end = row + count;
    let kept = 0;
    for (let place = 0; place < this.size; place++) {
      const start = this.starts[place]!;
      const id = this.ids[place]!;
      const length = this.lengths[place]!;
      const head = Math.min(length, Math.max(0, row - start));
      const tail = Math.min(length, Math.max(0, start + length - end));
      if (head + tail === 0) {
        this.free.push(id);
        continue;
      }
      if (head < length && tail > 0) {
        const from = id * BLOCK_ROWS + length - tail;
        this.lanes.copyWithin(id * BLOCK_ROWS + head, from, from + tail);
      }
      this.starts[kept] = start < row ? start : Math.max(row, start - count);
      this.lengths[kept] = head + tail;
      this.ids[kept] = id;
      kept++;
    }
    this.size = kept;
  }

  /** Place of the last block that begins at a row or before it, -1 for none. */
  private placeOf(row: number): number {
    const { starts, size, last } = this;
    if (last < size && starts[last]! <= row && (last + 1 === size || starts[last + 1]! > row))
      return last;
    let low = 0;
    let high = size;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= row) low = middle + 1;
      else high = middle;
    }
    if (low > 0) this.last = low - 1;
    return low - 1;
  }

  /** Whether a block begins right after a row and has room for it. */
  private mayJoin(place: number, row: number): boolean {
    return place < this.size && this.starts[place] === row + 1 && this.lengths[place]! < BLOCK_ROWS;
  }

  private keepEdge(place: number, row: number, edge: Float64Array): void {
    if (this.starts[place] !== row) return;
    const from = this.ids[place]! * this.laneCount;
    for (let lane = 0; lane < this.laneCount; lane++) this.edges[from + lane] = edge[lane]!;
  }

  private copyEdge(from: number, to: number): void {
    const { laneCount, edges } = this;
    edges.copyWithin(to * laneCount, from * laneCount, (from + 1) * laneCount);
  }

  /** Puts in a block at a place. */
  private open(place: number, start: number, length: number): number {
    if (this.size === this.starts.length) this.grow();
    const { starts, lengths, ids, size } = this;
    starts.copyWithin(place + 1, place, size);
    lengths.copyWithin(place + 1, place, size);
    ids.copyWithin(place + 1, place, size);
    starts[place] = start;
    lengths[place] = length;
    ids[place] = this.free.pop() ?? size;
    this.size++;
    return place;
  }

  private grow(): void {
    const capacity = this.starts.length * 2;
    const { starts, lengths, ids, lanes, edges } = this;
    this.starts = new Int32Array(capacity);
    this.starts.set(starts);
    this.lengths = new Uint8Array(capacity);
    this.lengths.set(lengths);
    this.ids = new Int32Array(capacity);
    this.ids.set(ids);
    this.lanes = new Uint8Array(capacity * BLOCK_ROWS);
    this.lanes.set(lanes);
    this.edges = new Float64Array(capacity * this.laneCount);
    this.edges.set(edges);
  }
}
