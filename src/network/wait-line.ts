/** What waits in turn. What gives up is only marked, and passed over: however many do, each takes the same time. */
export class WaitLine<T extends { isOver: boolean }> {
  /** How many wait, those that gave up not counted. */
  length = 0;
  private items: (T | undefined)[] = [];
  private head = 0;

  push(item: T): void {
    this.items.push(item);
    this.length++;
  }

  /** Puts one before all others. */
  unshift(item: T): void {
    if (this.head > 0) this.items[--this.head] = item;
    else this.items.unshift(item);
    this.length++;
  }

  /** Takes out the one that has waited longest. */
  shift(): T | undefined {
    while (this.head < this.items.length) {
      const item = this.items[this.head]!;
      this.items[this.head++] = undefined;
      if (!item.isOver) {
        this.length--;
        this.tidy();
        return item;
      }
    }
    this.tidy();
    return undefined;
  }

  /** Marks one that waits as gone. */
  remove(item: T): void {
    item.isOver = true;
    this.length--;
    this.tidy();
  }

  /** Lets go of what is over when that is more than half, so that each costs the same in the mean. */
  private tidy(): void {
    if (this.items.length < 2 * this.length + 16) return;
    this.items = this.items.slice(this.head).filter((item) => !item!.isOver);
    this.head = 0;
  }
}
