/**
 * The children of one node that has been opened, or the roots. How many rows each takes, itself and what is open below it, is kept as a Fenwick
 * tree once one of them takes more than one: rows are found in O(log n), and children nobody opened cost nothing.
 */
export class TreeGroup<T> {
  /** The group that the node is in, and where; undefined and 0 for the roots. */
  readonly parent: TreeGroup<T> | undefined;
  readonly at: number;
  /** 0 for the roots. */
  readonly depth: number;
  nodes: readonly T[];
  /** Whether its rows are shown where those of its parent are. */
  isOpen = true;
  /** Groups below, by place: only of nodes that have been opened. */
  readonly below = new Map<number, TreeGroup<T>>();
  /** Rows of all nodes with what is open below them. */
  rows: number;
  /** Its children are on their way, or could not be had: one row stands for them. */
  state: 'there' | 'loading' | 'failed' = 'there';
  /** Of the question that it waits for an answer to, 0 for none. */
  question = 0;
  private sums: Int32Array | undefined;
  // By `find`: rows before the node that was found.
  before = 0;

  constructor(parent: TreeGroup<T> | undefined, at: number, nodes: readonly T[]) {
    this.parent = parent;
    this.at = at;
    this.depth = parent ? parent.depth + 1 : 0;
    this.nodes = nodes;
    this.rows = nodes.length;
  }

  /** The node that it is below; there is none above the roots. */
  get node(): T {
    return this.parent!.nodes[this.at]!;
  }

  /** Has other nodes in place of all; what was open below them is forgotten. */
  reset(nodes: readonly T[]): void {
    this.nodes = nodes;
    this.rows = nodes.length;
    this.below.clear();
    this.sums = undefined;
  }

  /** Counts one row for each node: what is below them is closed. */
  closeWithin(): void {
    this.rows = this.state === 'there' ? this.nodes.length : 1;
    this.sums = undefined;
  }

  /** Place of the node that a row belongs to, itself or below it; leaves the rows before it in `before`. */
  find(row: number): number {
    const { sums } = this;
    if (!sums) {
      this.before = row;
      return row;
    }
    let place = 0;
    let before = 0;
    for (let step = 1 << (31 - Math.clz32(this.nodes.length)); step > 0; step >>= 1) {
      const next = place + step;
      if (next > this.nodes.length) continue;
      const sum = before + sums[next]!;
      if (sum > row) continue;
      place = next;
      before = sum;
    }
    this.before = before;
    return place;
  }

  /** Rows before the one of a node. */
  rowOf(place: number): number {
    const { sums } = this;
    if (!sums) return place;
    let sum = 0;
    for (let node = place; node > 0; node &= node - 1) sum += sums[node]!;
    return sum;
  }

  /** Counts that a node takes more or fewer rows. */
  change(place: number, by: number): void {
    this.rows += by;
    this.sums ??= unitSums(this.nodes.length);
    for (let node = place + 1; node <= this.nodes.length; node += node & -node)
      this.sums[node]! += by;
  }
}

/** Sums of as many rows of one each. */
function unitSums(count: number): Int32Array {
  const sums = new Int32Array(count + 1);
  for (let node = 1; node <= count; node++) sums[node] = node & -node;
  return sums;
}
