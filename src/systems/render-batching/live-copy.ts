import { type BitSet, createBitSet } from '../../structures';

/** What is sent to the device from an array of so many words an item. */
export type Sending = {
  readonly words: number;
  array(): Uint32Array;
  readonly dirty: BitSet;
  /** Has itself be told of each range of items when it is sent, or no more. */
  listen(sent: ((start: number, end: number) => void) | undefined): void;
};

/**
 * Copies the beginning of an array a part at a time, while it is written to: what is written is sent, and what was sent since is copied once more at the end.
 */
export class LiveCopy {
  private readonly from: Sending;
  private to: Uint32Array | undefined;
  private seen: Uint32Array | undefined;
  private at = 0;
  private readonly written = createBitSet(64);

  constructor(from: Sending) {
    this.from = from;
  }

  /** Goes on over so many items. Returns true when all are copied; begins anew for another number of items, or another array, than before. */
  go(items: number, most: number): boolean {
    const { words } = this.from;
    if (this.to?.length !== items * words || this.seen !== this.from.array()) {
      this.end();
      this.to = new Uint32Array(items * words);
      this.seen = this.from.array();
      this.from.listen((start, end) => this.written.setRange(start, end));
    }
    const end = Math.min(items, this.at + most);
    this.copy(this.at, end);
    this.at = end;
    return end === items;
  }

  /** The copy, with all that was written in the meantime. */
  take(): Uint32Array {
    const taken = this.to!;
    this.copyAll(this.written);
    this.copyAll(this.from.dirty);
    this.end();
    return taken;
  }

  /** Forgets it. */
  end(): void {
    this.to = undefined;
    this.seen = undefined;
    this.at = 0;
    this.written.clearAll();
    this.from.listen(undefined);
  }

  private copyAll(ranges: BitSet): void {
    for (let from = 0; ranges.nextRange(from, 0); from = ranges.end)
      this.copy(ranges.start, ranges.end);
  }

  private copy(start: number, end: number): void {
    const { words } = this.from;
    const to = this.to!;
    const last = Math.min(end * words, to.length);
    if (start * words < last)
      to.set(this.from.array().subarray(start * words, last), start * words);
  }
}
