import { ValueError } from './errors';
import { internals, type World } from './internals';

/** Array kinds a column may have. */
export type FieldKind = 'f32' | 'f64' | 'i32' | 'u32' | 'u16' | 'u8';

type FieldArrays = {
  f32: Float32Array;
  f64: Float64Array;
  i32: Int32Array;
  u32: Uint32Array;
  u16: Uint16Array;
  u8: Uint8Array;
};

/** Any array a column may be. */
export type FieldArray = FieldArrays[FieldKind];

/** A field: its kind, or its kind and the value a fresh row has (0 where none is given). */
export type FieldSpec = FieldKind | readonly [kind: FieldKind, initial: number];

/** Fields of a store by name. */
export type StoreSchema = { readonly [field: string]: FieldSpec };

type KindOf<F extends FieldSpec> = F extends FieldKind
  ? F
  : F extends readonly [infer K, number]
    ? K
    : never;

/** One world's arrays of a store. Fetch them at the start of a run: growth replaces them. */
export type Columns<S extends StoreSchema> = {
  [K in keyof S]: FieldArrays[KindOf<S[K]> & FieldKind];
};

/** Token of a store: names its columns; `columns(world, token)` gives a world's arrays. */
export type Store<S extends StoreSchema = StoreSchema> = {
  readonly type: 'store';
  readonly id: number;
  readonly name: string;
  readonly schema: S;
  /** See `StoreOptions`. */
  readonly finite: boolean;
};

export type StoreOptions = {
  /** Its numbers have to be finite: a `developer` world throws when a row is touched with others in it. @default false */
  finite?: boolean;
};

const makers: { [K in FieldKind]: (length: number) => FieldArrays[K] } = {
  f32: (length) => new Float32Array(length),
  f64: (length) => new Float64Array(length),
  i32: (length) => new Int32Array(length),
  u32: (length) => new Uint32Array(length),
  u16: (length) => new Uint16Array(length),
  u8: (length) => new Uint8Array(length),
};

let storeCount = 0;

/** Declares a store: columns indexed by row. Every row starts with the declared initial values, recycled rows too. */
export function defineStore<const S extends StoreSchema>(
  name: string,
  schema: S,
  { finite = false }: StoreOptions = {},
): Store<S> {
  for (const field of Object.keys(schema)) {
    const kind = kindOf(schema[field] as FieldSpec);
    if (!Object.hasOwn(makers, kind)) {
      throw new ValueError(
        `${name}.${field} has kind '${kind}'; use one of ${Object.keys(makers).join(', ')}`,
      );
    }
    const initial = initialOf(schema[field] as FieldSpec);
    if (!fits(kind, initial)) {
      throw new ValueError(
        `${name}.${field} starts as ${initial}, which a column of kind ${kind} does not hold; give another value or kind`,
      );
    }
  }
  return { type: 'store', id: storeCount++, name, schema, finite };
}

/**
 * This world's arrays of a store, created on first use. The same object every time; its arrays are replaced when the world
 * grows, which any `spawn` may do, and when memory is given back between frames: fetch them at the start of a run, and again after spawning.
 */
export function columns<S extends StoreSchema>(world: World, store: Store<S>): Columns<S> {
  const state = internals(world).stores;
  const known = state.byId[store.id];
  return (known ?? create(world, store)) as Columns<S>;
}

function create(world: World, store: Store): Columns<StoreSchema> {
  const state = internals(world);
  const named: Record<string, FieldArray> = {};
  for (const field of Object.keys(store.schema)) {
    named[field] = makeColumn(store.schema[field] as FieldSpec, state.capacity);
  }
  // V8 keeps an object that grew past about 16 fields one by one as a hash table, several times slower to read; a copy is not.
  const made = { ...named };
  state.stores.byId[store.id] = made;
  state.stores.list.push({ store, columns: made });
  indexColumns(state.stores);
  return made;
}

/**
 * Every column of a world, grouped by kind: a loop over arrays of one kind writes a field in about 1 ns, one over mixed kinds in
 * 70.
 */
export type StoreState = {
  byId: (Record<string, FieldArray> | undefined)[];
  list: { store: Store; columns: Record<string, FieldArray> }[];
  groups: { [K in FieldKind]: { arrays: FieldArrays[K][]; initial: number[] } };
  /** Those that hold finite numbers alone, by what a fraction is kept in. */
  finite: { f32: Float32Array[]; f64: Float64Array[] };
};

/** Makes the state of a world without stores. */
export function createStoreState(): StoreState {
  return { byId: [], list: [], groups: emptyGroups(), finite: { f32: [], f64: [] } };
}

/** Arrays of `capacity` rows for every store, not yet in place; throws before anything has changed. */
export function grownColumns(state: StoreState, capacity: number): Record<string, FieldArray>[] {
  return state.list.map(({ store, columns: old }) => {
    const grown: Record<string, FieldArray> = {};
    for (const field of Object.keys(store.schema)) {
      const column = makeColumn(store.schema[field] as FieldSpec, capacity);
      column.set((old[field] as FieldArray).subarray(0, capacity));
      grown[field] = column;
    }
    return grown;
  });
}

/** Puts the arrays of `grownColumns` in place. */
export function placeColumns(state: StoreState, grown: Record<string, FieldArray>[]): void {
  state.list.forEach((entry, i) => {
    Object.assign(entry.columns, grown[i]);
  });
  indexColumns(state);
}

/** Writes the initial value of every column of the rows `from` to `end`: of many at once in a fraction of the time a row. */
export function resetRows(state: StoreState, from: number, end: number): void {
  const { f32, f64, i32, u32, u16, u8 } = state.groups;
  // Six loops that look alike, on purpose: each meets arrays of one kind only.
  for (let i = 0; i < f32.arrays.length; i++) {
    const column = f32.arrays[i]!;
    const initial = f32.initial[i]!;
    for (let row = from; row < end; row++) column[row] = initial;
  }
  for (let i = 0; i < f64.arrays.length; i++) {
    const column = f64.arrays[i]!;
    const initial = f64.initial[i]!;
    for (let row = from; row < end; row++) column[row] = initial;
  }
  for (let i = 0; i < i32.arrays.length; i++) {
    const column = i32.arrays[i]!;
    const initial = i32.initial[i]!;
    for (let row = from; row < end; row++) column[row] = initial;
  }
  for (let i = 0; i < u32.arrays.length; i++) {
    const column = u32.arrays[i]!;
    const initial = u32.initial[i]!;
    for (let row = from; row < end; row++) column[row] = initial;
  }
  for (let i = 0; i < u16.arrays.length; i++) {
    const column = u16.arrays[i]!;
    const initial = u16.initial[i]!;
    for (let row = from; row < end; row++) column[row] = initial;
  }
  for (let i = 0; i < u8.arrays.length; i++) {
    const column = u8.arrays[i]!;
    const initial = u8.initial[i]!;
    for (let row = from; row < end; row++) column[row] = initial;
  }
}

function indexColumns(state: StoreState): void {
  const groups = emptyGroups();
  const f32: Float32Array[] = [];
  const f64: Float64Array[] = [];
  for (const { store, columns: arrays } of state.list) {
    for (const field of Object.keys(store.schema)) {
      const spec = store.schema[field] as FieldSpec;
      const group = groups[kindOf(spec)] as { arrays: FieldArray[]; initial: number[] };
      group.arrays.push(arrays[field] as FieldArray);
      group.initial.push(initialOf(spec));
      const column = arrays[field];
      if (store.finite && column instanceof Float32Array) f32.push(column);
      if (store.finite && column instanceof Float64Array) f64.push(column);
    }
  }
  state.groups = groups;
  state.finite = { f32, f64 };
}

function emptyGroups(): StoreState['groups'] {
  return {
    f32: { arrays: [], initial: [] },
    f64: { arrays: [], initial: [] },
    i32: { arrays: [], initial: [] },
    u32: { arrays: [], initial: [] },
    u16: { arrays: [], initial: [] },
    u8: { arrays: [], initial: [] },
  };
}

function makeColumn(spec: FieldSpec, length: number): FieldArray {
  const column = makers[kindOf(spec)](length);
  const initial = initialOf(spec);
  if (initial !== 0) column.fill(initial);
  return column;
}

function kindOf(spec: FieldSpec): FieldKind {
  return typeof spec === 'string' ? spec : spec[0];
}

function fits(kind: FieldKind, value: number): boolean {
  if (kind === 'f32' || kind === 'f64') return !Number.isNaN(value);
  const [held] = makers[kind](1).fill(value);
  return held === value;
}

function initialOf(spec: FieldSpec): number {
  return typeof spec === 'string' ? 0 : spec[1];
}
