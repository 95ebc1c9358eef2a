/** Ends of the lists: list i begins and ends at slot i. */
export const LISTS = 4;

/**
 * Slots in four doubly linked lists, first the one used last. A slot is in one list at a time; those of entries begin at `LISTS`.
 */
export class LinkedSlots {
  private next = new Int32Array(0);
  private previous = new Int32Array(0);

  constructor(capacity: number) {
    this.reserve(capacity);
    this.clear();
  }

  get capacity(): number {
    return this.next.length;
  }

  get bytes(): number {
    return this.next.byteLength + this.previous.byteLength;
  }

  /** Makes room for slots below `capacity`. */
  reserve(capacity: number): void {
    this.next = grown(this.next, capacity);
    this.previous = grown(this.previous, capacity);
  }

  /** The slot of a list that was used longest ago, or the list itself if it is empty. */
  last(list: number): number {
    return this.previous[list]!;
  }

  /** The slot before one, towards those used lately; the list itself at its beginning. */
  before(slot: number): number {
    return this.previous[slot]!;
  }

  /** Puts a slot that is in no list at the beginning of one. */
  push(list: number, slot: number): void {
    const { next, previous } = this;
    const first = next[list]!;
    next[list] = slot;
    previous[slot] = list;
    next[slot] = first;
    previous[first] = slot;
  }

  /** Moves a slot of a list to its beginning. */
  renew(list: number, slot: number): void {
    if (this.next[list] === slot) return;
    this.take(slot);
    this.push(list, slot);
  }

  take(slot: number): void {
    const { next, previous } = this;
    next[previous[slot]!] = next[slot]!;
    previous[next[slot]!] = previous[slot]!;
  }

  /** Empties all lists. */
  clear(): void {
    for (let list = 0; list < LISTS; list++) {
      this.next[list] = list;
      this.previous[list] = list;
    }
  }
}

function grown(from: Int32Array<ArrayBuffer>, capacity: number): Int32Array<ArrayBuffer> {
  if (capacity <= from.length) return from;
  const to = new Int32Array(capacity);
  to.set(from);
  return to;
}
