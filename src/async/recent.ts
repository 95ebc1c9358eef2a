/**
 * Values by name, as many as there is room for: what was set or got longest ago goes first. Not a `createCache`: 3 KB that every app with a
 * managed task would load.
 */
export class Recent<T> {
  private readonly values = new Map<string, T>();
  private readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  /** The value, which counts as a use of it. */
  get(name: string): T | undefined {
    const value = this.values.get(name);
    if (value !== undefined) this.set(name, value);
    return value;
  }

  set(name: string, value: T): void {
    // A map keeps the order in which names came: taken out and put in again one is the newest.
    this.values.delete(name);
    this.values.set(name, value);
    if (this.values.size <= this.most) return;
    for (const oldest of this.values.keys()) {
      this.values.delete(oldest);
      return;
    }
  }
}
