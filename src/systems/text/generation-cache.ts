/**
 * A map that forgets what was not asked for lately: when `limit` new values have come, those of the generation before are
 * dropped. A value lives at least as long as `limit` others are added, and at most twice that if it is not asked for.
 */
export type GenerationCache<Value> = {
  /** Values held now, in both generations. */
  readonly size: number;
  /** What `limit` counts, of both generations. */
  readonly weight: number;
  get(kind: number, key: string): Value | undefined;
  set(kind: number, key: string, value: Value): void;
  /** Forgets the values of kinds that do not stay. */
  keep(stays: (kind: number) => boolean): void;
  clear(): void;
};

/** What a value counts for beside the units of its string. */
const ENTRY_WEIGHT = 64;

/** Takes the kinds out of a generation that do not stay, and returns what they count for. */
function drop<Value>(
  generation: Map<number, Map<string, Value>>,
  stays: (kind: number) => boolean,
): number {
  let weight = 0;
  for (const [kind, values] of generation) {
    if (stays(kind)) continue;
    for (const key of values.keys()) weight += key.length + ENTRY_WEIGHT;
    generation.delete(kind);
  }
  return weight;
}

/** Gives an empty cache of values by a number and a string. `limit` counts the units of the strings, 64 more for each. */
export function createGenerationCache<Value>(limit: number): GenerationCache<Value> {
  type Generation = Map<number, Map<string, Value>>;
  let young: Generation = new Map();
  let old: Generation = new Map();
  let weight = 0;
  let oldWeight = 0;

  function set(kind: number, key: string, value: Value): void {
    let values = young.get(kind);
    if (!values) {
      values = new Map();
      young.set(kind, values);
    }
    values.set(key, value);
    weight += key.length + ENTRY_WEIGHT;
    if (weight < limit) return;
    oldWeight = weight;
    weight = 0;
    old = young;
    young = new Map();
  }

  return {
    get size() {
      let size = 0;
      for (const values of young.values()) size += values.size;
      for (const values of old.values()) size += values.size;
      return size;
    },
    get weight() {
      return weight + oldWeight;
    },
    get(kind, key) {
      const value = young.get(kind)?.get(key);
      if (value !== undefined) return value;
      const kept = old.get(kind)?.get(key);
      if (kept === undefined) return undefined;
      old.get(kind)?.delete(key);
      oldWeight -= key.length + ENTRY_WEIGHT;
      set(kind, key, kept);
      return kept;
    },
    set,
    keep(stays) {
      weight -= drop(young, stays);
      oldWeight -= drop(old, stays);
    },
    clear() {
      young = new Map();
      old = new Map();
      weight = 0;
      oldWeight = 0;
    },
  };
}
