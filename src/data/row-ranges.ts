import type { RowArrangement } from '../ecs/stores';

const NONE = 0;

/**
 * A set of rows, kept as runs of neighbours in a balanced tree: rows that come and go move those behind them along. Every operation takes
 * O(log n) for n runs, whatever their length; a few bytes a run.
 */
class RowRanges {
  // By node, 0 for none. A node is a run of rows that are all in the set or all out of it; in order they cover all rows up to the last in it.
  private left = new Int32Array(16);
  private right = new Int32Array(16);
  private weight = new Int32Array(16);
  private length = new Int32Array(16);
  private isIn = new Uint8Array(16);
  /** Rows below a node, and those of them in the set. */
  private rows = new Int32Array(16);
  private members = new Int32Array(16);
  private root = NONE;
  private nodes = 1;
  private readonly free: number[] = [];
  private seed = 0x9e3779b9;
  // What `split` leaves.
  private head = NONE;
  private tail = NONE;

  /** Rows in the set. */
  get count(): number {
    return this.members[this.root]!;
  }

  /** Runs that are kept, of rows in it and out of it. */
  get runs(): number {
    return this.nodes - 1 - this.free.length;
  }

  /** Whether a row is in it. */
  has(index: number): boolean {
    let node = this.root;
    let at = index;
    if (index < 0 || index >= this.rows[node]!) return false;
    for (;;) {
      const before = this.rows[this.left[node]!]!;
      if (at < before) node = this.left[node]!;
      else if (at < before + this.length[node]!) return this.isIn[node] === 1;
      else {
        at -= before + this.length[node]!;
        node = this.right[node]!;
      }
    }
  }

  /** How many rows before an index are in it. */
  before(index: number): number {
    let node = this.root;
    let at = index;
    let sum = 0;
    while (node !== NONE && at > 0) {
      const left = this.left[node]!;
      const before = this.rows[left]!;
      if (at <= before) {
        node = left;
        continue;
      }
      sum += this.members[left]!;
      at -= before;
      if (this.isIn[node] === 1) sum += Math.min(at, this.length[node]!);
      at -= this.length[node]!;
      node = this.right[node]!;
    }
    return sum;
  }

  /** The row that so many others in it are before, -1 if there is none. */
  at(place: number): number {
    return this.seek(place, 1);
  }

  /** The first row from an index on that is in it, -1 if none is. */
  next(index: number): number {
    return this.at(this.before(index));
  }

  /** The first row from an index on that is not in it. */
  nextGap(index: number): number {
    const all = this.rows[this.root]!;
    if (index >= all) return index;
    const gap = this.seek(index - this.before(index), 0);
    return gap < 0 ? all : gap;
  }

  /** The end of the neighbours in it that begin at a row which is. */
  endOf(index: number): number {
    return this.nextGap(index);
  }

  /** Takes rows from `from` up to `to` in, or out. */
  set(from: number, to: number, isIn: boolean): void {
    if (to <= from) return;
    const all = this.rows[this.root]!;
    // All beyond the last is out already.
    if (!isIn && from >= all) return;
    this.reach(from);
    this.split(this.root, Math.min(to, this.rows[this.root]!));
    const { tail } = this;
    this.split(this.head, from);
    this.drop(this.tail);
    this.join(this.head, to - from, isIn ? 1 : 0, tail);
  }

  clear(): void {
    this.root = NONE;
    this.nodes = 1;
    this.free.length = 0;
  }

  /** Rows were put in before an index: they are not in the set. */
  insertRows(index: number, count: number): void {
    if (index >= this.rows[this.root]! || count <= 0) return;
    this.split(this.root, index);
    this.join(this.head, count, 0, this.tail);
  }

  /** Rows were taken out from an index on. */
  removeRows(index: number, count: number): void {
    const all = this.rows[this.root]!;
    if (index >= all || count <= 0) return;
    this.split(this.root, Math.min(all, index + count));
    const { tail } = this;
    this.split(this.head, index);
    this.drop(this.tail);
    this.join(this.head, 0, 0, tail);
  }

  /** Rows from an index on were moved to where they begin at `to`, counted without them. */
  moveRows(from: number, count: number, to: number): void {
    if (Math.min(from, to) >= this.rows[this.root]! || count <= 0) return;
    this.reach(from + count);
    this.split(this.root, from + count);
    const { tail } = this;
    this.split(this.head, from);
    const part = this.tail;
    this.join(this.head, 0, 0, tail);
    this.reach(to);
    this.split(this.root, to);
    const { head } = this;
    // From the end on: of what lies beyond the last that is in nothing is kept.
    this.join(part, 0, 0, this.tail);
    this.join(head, 0, 0, this.root);
  }

  /** Rows are where they are said to be. */
  rearrangeRows({ after, count }: RowArrangement): void {
    const isIn = new Uint8Array(count);
    for (let row = this.next(0); row >= 0; row = this.next(row)) {
      for (const end = this.endOf(row); row < end; row++) {
        const place = after[row] ?? -1;
        if (place >= 0) isIn[place] = 1;
      }
    }
    this.clear();
    for (let row = 0; row < count; row++) {
      const start = row;
      while (row < count && isIn[row] === 1) row++;
      this.set(start, row, true);
    }
  }

  /** Keeps rows up to one, though they are out. */
  private reach(end: number): void {
    const all = this.rows[this.root]!;
    if (end > all) this.root = this.merge(this.root, this.make(end - all, 0));
  }

  private seek(place: number, kind: number): number {
    let node = this.root;
    let rest = place;
    let start = 0;
    if (place < 0) return -1;
    while (node !== NONE) {
      const left = this.left[node]!;
      const before = kind === 1 ? this.members[left]! : this.rows[left]! - this.members[left]!;
      if (rest < before) {
        node = left;
        continue;
      }
      rest -= before;
      start += this.rows[left]!;
      if (this.isIn[node] === kind) {
        if (rest < this.length[node]!) return start + rest;
        rest -= this.length[node]!;
      }
      start += this.length[node]!;
      node = this.right[node]!;
    }
    return -1;
  }

  /** Puts a run between two trees, of which that before and that behind may go on the same way, and makes that the set. */
  private join(before: number, length: number, isIn: number, behind: number): void {
    let head = before;
    let tail = behind;
    let middle = length;
    let kind = isIn;
    const last = this.outermost(head, this.right);
    if (last !== NONE && (middle === 0 || this.isIn[last] === kind)) {
      kind = this.isIn[last]!;
      middle += this.length[last]!;
      this.split(head, this.rows[head]! - this.length[last]!);
      head = this.head;
      this.drop(this.tail);
    }
    const first = this.outermost(tail, this.left);
    if (first !== NONE && (middle === 0 || this.isIn[first] === kind)) {
      kind = this.isIn[first]!;
      middle += this.length[first]!;
      this.split(tail, this.length[first]!);
      tail = this.tail;
      this.drop(this.head);
    }
    // Nothing is kept of what lies beyond the last that is in.
    if (middle > 0 && (kind === 1 || tail !== NONE))
      head = this.merge(head, this.make(middle, kind));
    this.root = this.merge(head, tail);
  }

  private outermost(root: number, side: Int32Array): number {
    let node = root;
    while (node !== NONE && side[node] !== NONE) node = side[node]!;
    return node;
  }

  /** Divides a tree at a row, into `head` and `tail`. */
  private split(root: number, at: number): void {
    if (root === NONE) {
      this.head = NONE;
      this.tail = NONE;
      return;
    }
    const before = this.rows[this.left[root]!]!;
    if (at <= before) {
      this.split(this.left[root]!, at);
      this.left[root] = this.tail;
      this.tail = this.sum(root);
    } else if (at >= before + this.length[root]!) {
      this.split(this.right[root]!, at - before - this.length[root]!);
      this.right[root] = this.head;
      this.head = this.sum(root);
    } else {
      const kept = at - before;
      const rest = this.make(this.length[root]! - kept, this.isIn[root]!);
      const right = this.right[root]!;
      this.length[root] = kept;
      this.right[root] = NONE;
      const head = this.sum(root);
      this.tail = this.merge(rest, right);
      this.head = head;
    }
  }

  private merge(head: number, tail: number): number {
    if (head === NONE) return tail;
    if (tail === NONE) return head;
    if (this.weight[head]! > this.weight[tail]!) {
      this.right[head] = this.merge(this.right[head]!, tail);
      return this.sum(head);
    }
    this.left[tail] = this.merge(head, this.left[tail]!);
    return this.sum(tail);
  }

  private sum(node: number): number {
    const left = this.left[node]!;
    const right = this.right[node]!;
    const length = this.length[node]!;
    this.rows[node] = this.rows[left]! + this.rows[right]! + length;
    this.members[node] =
      this.members[left]! + this.members[right]! + (this.isIn[node] === 1 ? length : 0);
    return node;
  }

  private make(length: number, isIn: number): number {
    const node = this.free.pop() ?? this.nodes++;
    if (node === this.left.length) this.grow();
    // Any weights will do that come as if at random.
    this.seed ^= this.seed << 13;
    this.seed ^= this.seed >>> 17;
    this.seed ^= this.seed << 5;
    this.weight[node] = this.seed;
    this.left[node] = NONE;
    this.right[node] = NONE;
    this.length[node] = length;
    this.isIn[node] = isIn;
    return this.sum(node);
  }

  private drop(node: number): void {
    if (node === NONE) return;
    this.drop(this.left[node]!);
    this.drop(this.right[node]!);
    this.free.push(node);
  }

  private grow(): void {
    const capacity = this.left.length * 2;
    this.left = copied(this.left, new Int32Array(capacity));
    this.right = copied(this.right, new Int32Array(capacity));
    this.weight = copied(this.weight, new Int32Array(capacity));
    this.length = copied(this.length, new Int32Array(capacity));
    this.isIn = copied(this.isIn, new Uint8Array(capacity));
    this.rows = copied(this.rows, new Int32Array(capacity));
    this.members = copied(this.members, new Int32Array(capacity));
  }
}

export type { RowRanges };

/** Makes an empty set. */
export function createRowRanges(): RowRanges {
  return new RowRanges();
}

function copied<A extends Int32Array | Uint8Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
