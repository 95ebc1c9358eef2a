/** What waits in turn. */
export class Fifo<T> {
  private items: (T | undefined)[] = [];
  private head = 0;

  get length(): number {
    return this.items.length - this.head;
  }

  push(item: T): void {
    this.items.push(item);
  }

  first(): T | undefined {
    return this.items[this.head];
  }

  shift(): T | undefined {
    const item = this.items[this.head];
    if (this.length === 0) return undefined;
    this.items[this.head++] = undefined;
    // What was taken out goes when it is half of all, so that each costs the same in the mean.
    if (this.head * 2 >= this.items.length) {
      this.items = this.items.slice(this.head);
      this.head = 0;
    }
    return item;
  }

  toArray(): T[] {
    return this.items.slice(this.head) as T[];
  }

  /** Takes out what is not wanted any more. */
  keep(isWanted: (item: T) => boolean): void {
    this.items = this.toArray().filter(isWanted);
    this.head = 0;
  }

  clear(): void {
    this.items = [];
    this.head = 0;
  }
}
