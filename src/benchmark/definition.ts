/** Where a bench can run. */
export type HostName = 'node' | 'chromium' | 'app';

/**
 * What a contender is to its bench. The `subject` is ours: the first one without a role. `peer`s are compared with it, a
 * `control` costs what the measuring itself costs and is subtracted, a `reference` is a fixed loop that times are divided by.
 */
export type Role = 'subject' | 'peer' | 'control' | 'reference';

/** One value of each parameter of a bench, by name. */
export type Parameters = { readonly [name: string]: number };

/** What a contender is handed. */
export type ContenderContext = {
  readonly parameters: Parameters;
  /** Seeded numbers in [0, 1), the same for every contender of a bench. */
  random(): number;
  readonly host: HostName;
  /** Clock in ms, as fine as the host has one. */
  now(): number;
  /** Keeps a result, so that no engine can leave the work out. */
  keep(value: unknown): void;
};

/** Running totals of things that are counted, not timed: draws, records, bytes, tasks. Only ever grow. */
export type Counters = { readonly [name: string]: number };

type ContenderBase<S> = {
  /** @default 'subject' for the first contender of a bench, 'peer' for the others */
  role?: Role;
  /** Names of the quantities a control stands for. @default all of them */
  controls?: readonly string[];
  /** Makes what is measured; not timed. */
  setup?(context: ContenderContext): S | Promise<S>;
  teardown?(state: S, context: ContenderContext): void | Promise<void>;
  /** Running totals; the report gives what one run, or all frames of a pass, add to them. They must be the same at every pass. */
  counters?(state: S, context: ContenderContext): Counters;
};

/** A function, timed in batches that outlast the clock's grain; may be asynchronous. */
export type FunctionContender<S> = ContenderBase<S> & {
  run(state: S, context: ContenderContext): unknown;
  /** Operations that one run does; times are given per operation. @default 1 */
  operations?: number;
  /** Before each run, not timed. Runs are then timed one by one, so they should take 0.1 ms or more. */
  before?(state: S, context: ContenderContext): void;
};

/** Frames, timed one by one: at the pace of the host's frames in a browser, at once in Node. */
export type FrameContender<S> = ContenderBase<S> & {
  /** Runs frame `index`, counted from 0 at setup, at `now` ms. */
  frame(state: S, index: number, now: number, context: ContenderContext): void;
  /** Frames of a timed pass. @default by mode */
  frames?: number;
  /** Lets timers and the network come between frames where those follow each other at once. @default false */
  turns?: boolean;
};

/** What the runner needs of a system: any `System` of `rafter-ui` fits. */
export type BenchSystem = {
  update(frame: BenchFrame): void;
  dispose(): void;
};

/** The frame object that a benched system gets; it never runs out of budget. */
export type BenchFrame = {
  index: number;
  now: number;
  deltaMs: number;
  budgetMs: number;
  timeLeftMs(): number;
};

type HasSystem = { system: BenchSystem };

/** A world and a system of it; frames are run by hand at 60 a second of a fake clock. */
export type SystemContender<S> = Omit<ContenderBase<S>, 'setup'> & {
  setup(context: ContenderContext): (S & HasSystem) | Promise<S & HasSystem>;
  system: true;
  /** What changes before each frame; not timed. */
  edit?(state: S, index: number, context: ContenderContext): void;
  frames?: number;
};

/** Anything else: one call gives one sample of each quantity named in the bench's `quantities`. */
export type MeasureContender<S> = ContenderBase<S> & {
  measure(state: S, context: ContenderContext): Counters | Promise<Counters>;
};

/** One way to do what a bench measures. `S` is what its setup makes and its other functions get. */
// biome-ignore lint/suspicious/noExplicitAny: contenders of one bench differ in their state, and each knows only its own
export type Contender<S = any> =
  | FunctionContender<S>
  | FrameContender<S>
  | SystemContender<S>
  | MeasureContender<S>;

/** A contender whose module is loaded when it is its turn, so that no other page or process pays for it. */
export type LazyContender = { role?: Role; controls?: readonly string[] } & {
  load(): Promise<Contender>;
};

/** How much is measured. What is left out is taken from the mode. */
export type Effort = {
  /** Interleaved rounds; every contender is sampled once in each. */
  rounds: number;
  /** Time a contender is sampled in a round, ms: at least, at most. */
  minMs: number;
  maxMs: number;
  /** Samples a round tries to reach within `maxMs`. */
  minSamples: number;
  /** Longest warm-up before the first round, ms; it ends when it is stable. */
  warmMs: number;
  /** Frames of a timed pass, and frames before it at most. */
  frames: number;
  warmFrames: number;
};

export type BenchOptions = {
  /** For grouping and `--category`. @default the suite's name */
  category?: string;
  /** Unit of times: what they are shown and stored in. @default 'ms' */
  unit?: 'ms' | 'µs' | 'ns';
  /** Where it can run. @default ['node', 'app'] where `safe`, ['node'] otherwise */
  hosts?: readonly HostName[];
  /** Values of each parameter; every combination is measured. Growth is fitted over each parameter with three values or more. */
  parameters?: { readonly [name: string]: readonly number[] };
  /** Units of what a `measure` contender gives, by quantity. */
  quantities?: { readonly [name: string]: string };
  /**
   * Bytes of JavaScript heap a run allocates, in a pass of its own: not at all, as a quantity, or as a promise of none, which
   * adds the counter `allocatedBytes`, the least of up to three readings (0 up to 16 B, the noise of reading the heap).
   * @default 'none'
   */
  allocation?: 'none' | 'measure' | 'gate';
  /** Collect garbage before each round, where the host allows it. @default true */
  collect?: boolean;
  /** May run inside a live app: short, done when it returns, no side effects. @default false */
  safe?: boolean;
  /** Overrides of the mode. */
  effort?: Partial<Effort>;
  /** Change of less than this share is called no difference. @default 0.02 */
  minimumEffect?: number;
  /** A contender that takes longer than this from setup to the end of a round is ended, ms. @default 60000 */
  limitMs?: number;
  /** Measured by the gate, which should take no longer than a minute in all. @default true */
  gate?: boolean;
  /** Times a fixed loop in the same rounds: what history divides times by, so that machines and loads compare. @default true */
  reference?: boolean;
  /** Said beside the numbers. */
  notes?: string;
};

/** A bench as written: options and either one contender or several by name. */
// biome-ignore lint/suspicious/noExplicitAny: see Contender
export type BenchSpec<S = any> = BenchOptions &
  (Contender<S> | { contenders: { readonly [name: string]: Contender | LazyContender } });

/** A bench as registered. */
export type Bench = Required<Omit<BenchOptions, 'notes' | 'effort'>> & {
  /** `suite/bench` */
  readonly id: string;
  readonly suite: string;
  readonly notes: string | undefined;
  readonly effort: Partial<Effort>;
  readonly contenders: readonly NamedContender[];
};

export type NamedContender = {
  readonly name: string;
  readonly role: Role;
  /** Quantities a control stands for; undefined for all. */
  readonly controls: readonly string[] | undefined;
  load(): Contender | Promise<Contender>;
};

export type Suite = { readonly name: string; readonly benches: readonly Bench[] };
