type Arrays = Record<string, Uint8Array | Uint32Array | Float32Array>;

/** Numbers of a run in the plan: who has it, its first slot, its slots. */
const WORDS = 3;
const FIRST_RUNS = 256;

/** Which runs of an arena move to the beginning of shorter arrays, in this order. */
export class SlotPlan {
  /** Slots of all of them. */
  slots = 0;
  private count = 0;
  private words = new Int32Array(0);

  /** Forgets all. */
  clear(): void {
    this.slots = 0;
    this.count = 0;
    this.words = new Int32Array(0);
  }

  /** Adds a run: who has it, where it starts, how many slots it has. */
  add(owner: number, start: number, slots: number): void {
    const at = this.count++ * WORDS;
    if (at === this.words.length) {
      const grown = new Int32Array(Math.max(FIRST_RUNS * WORDS, at * 2));
      grown.set(this.words);
      this.words = grown;
    }
    this.words[at] = owner;
    this.words[at + 1] = start;
    this.words[at + 2] = slots;
    this.slots += slots;
  }

  /** Whether each run still starts where it did, with as many slots. */
  isValid(startOf: (owner: number) => number, slotsOf: (owner: number) => number): boolean {
    const { words, count } = this;
    for (let at = 0; at < count * WORDS; at += WORDS) {
      const owner = words[at]!;
      if (startOf(owner) !== words[at + 1] || slotsOf(owner) !== words[at + 2]) return false;
    }
    return true;
  }

  /** Gives arrays with room for `capacity` slots, with what is in the runs at their beginning. */
  moved(arrays: Arrays, capacity: number): Arrays {
    const cut: Arrays = {};
    for (const name in arrays) {
      const Typed = arrays[name]!.constructor as new (length: number) => Arrays[string];
      cut[name] = new Typed(capacity);
    }
    const { words, count } = this;
    let to = 0;
    for (let at = 0; at < count * WORDS; ) {
      const from = words[at + 1]!;
      let end = from;
      // Those that lie side by side go together.
      for (; at < count * WORDS && words[at + 1] === end; at += WORDS) end += words[at + 2]!;
      for (const name in arrays) cut[name]!.set(arrays[name]!.subarray(from, end), to);
      to += end - from;
    }
    return cut;
  }

  /** Says where each run starts now. */
  tell(setStart: (owner: number, start: number) => void): void {
    const { words, count } = this;
    let start = 0;
    for (let at = 0; at < count * WORDS; at += WORDS) {
      setStart(words[at]!, start);
      start += words[at + 2]!;
    }
  }
}
