import type { Frame } from '../ecs';

/** Something that can give memory back, and never what is in sight or in use. */
export type Reclaimable = {
  readonly name: string;
  /** Bytes that it could give back now, as an estimate. */
  spare(): number;
  /**
   * Gives back about so many bytes, and returns how many; 0 where it has no more to give. `isOwnPhase`: in the phase `reclaim` of a frame, in which no
   * other system runs; else anyone may have asked, in the middle of what it does.
   */
  reclaim(bytes: number, isOwnPhase?: boolean): number;
  /**
   * In its own phase, `reclaim` does a piece of well below a millisecond, however much it is asked for. It returns `RECLAIM_MORE` (-1) where the piece gave nothing back
   * yet and the next one may follow at once, `RECLAIM_LATER` (-2) where the next frame has to come first.
   */
  readonly inPieces?: boolean;
  /** What it takes to have a megabyte again, ms. @default 1 */
  readonly costMs?: number;
  /** When it was used last, ms by the frame's clock. @default never */
  usedAt?(): number;
};

/** What gave memory back. */
export type Reclaimed = {
  readonly bytes: number;
  readonly ms: number;
  readonly by: readonly { readonly name: string; readonly bytes: number; readonly ms: number }[];
};

/** What a piece of `Reclaimable.reclaim` returns that gave nothing back yet: there is more to do, at once or from the next frame on. */
export const RECLAIM_MORE = -1;
export const RECLAIM_LATER = -2;

/** Values of the knob `strategy`. */
export const SWEEP = 0;
export const GENERATIONAL = 1;
export const BACKGROUND = 3;

/** Cells of what is known of a reclaimable. */
const FREED = 0;
const TOOK_MS = 1;
const MS_PER_BYTE = 2;
const SCORE = 3;
const PIECE_MS = 4;
const CELLS = 5;

const MEGABYTE = 1024 * 1024;
const LEAST_STEP = 4096;
/** A step of something that was never timed. */
const FIRST_STEP = 65_536;
/** Of the time that is left, what a step is to take: it may take longer than the last one did. */
const STEP_SHARE = 0.5;
const NEWEST = 0.3;
/** A piece of something that was never timed, ms. */
const FIRST_PIECE_MS = 0.05;
/** What is left, of the most there may be, from which on a step that does not fit is one that was once interrupted: it is taken to be shorter by the next frame. */
const PLENTY = 0.5;
const FADE = 0.7;

type Known = { readonly source: Reclaimable; readonly cells: Float64Array; isDry: boolean };

/**
 * Lets memory be given back: in frames a little at a time, within what is left of them, or at once. What cannot give more is left out until it is asked
 * anew.
 */
export class Reclaimer {
  /** Bytes that are to be given back in the frames to come. */
  readonly wanted = new Float64Array(1);
  /** Bytes given back since the start. */
  readonly freed = new Float64Array(1);
  steps = 0;

  private known: Known[] = [];
  private cursor = 0;
  /** What has done a part of its pieces: it goes on also where no more is wanted. */
  private going: Known | undefined;
  private readonly time = new Float64Array(4);
  private readonly report: (error: unknown, of: string) => void;

  constructor(report: (error: unknown, of: string) => void) {
    this.report = report;
  }

  add(source: Reclaimable): () => void {
    const entry: Known = { source, cells: new Float64Array(CELLS), isDry: false };
    entry.cells[PIECE_MS] = FIRST_PIECE_MS;
    this.known.push(entry);
    return () => {
      this.known = this.known.filter((other) => other !== entry);
      if (this.going === entry) this.going = undefined;
    };
  }

  /** Lets what is half done be ended, so that it does not stay so. */
  end(): void {
    if (this.going) this.step(this.going, 0, false);
    this.going = undefined;
  }

  /** All that could be given back. */
  spare(): number {
    let sum = 0;
    for (const { source } of this.known) sum += Math.max(0, source.spare());
    return sum;
  }

  /** Lets all be asked again that had nothing more to give. */
  refresh(): void {
    for (const entry of this.known) entry.isDry = false;
  }

  /**
   * Takes steps while the frame has time for one by what the last ones took, `sliceMs[0]` ms at most, of `sliceMs[1]` that each frame has; with `isUrgent` one even when it has none.
   * Returns false when nothing is left to be done.
   */
  run(frame: Frame, sliceMs: Float64Array, strategy: number, isUrgent: boolean): boolean {
    const { time, wanted } = this;
    frame.readSpare(time, 0);
    let first = isUrgent;
    while (wanted[0]! > 0 || this.going) {
      const left = Math.min(time[1]!, sliceMs[0]!);
      if (!(left > 0) && !first) return true;
      const entry = this.going ?? this.choose(strategy, frame.now);
      if (!entry) {
        wanted[0] = 0;
        return false;
      }
      const bytes = this.fit(entry, Math.max(0, left) * STEP_SHARE);
      // A step that may not fit waits for a frame with more time.
      if (bytes < LEAST_STEP && !first) {
        if (left > sliceMs[1]! * PLENTY) this.fade(entry);
        return true;
      }
      first = false;
      const before = time[0]!;
      const most = Math.max(LEAST_STEP, wanted[0]!);
      const went = this.step(entry, Math.min(Math.max(LEAST_STEP, bytes), most), true);
      frame.readSpare(time, 0);
      this.learn(entry, went, before - time[0]!);
      sliceMs[0]! -= before - time[0]!;
      this.going = went < 0 ? entry : undefined;
      if (went === RECLAIM_LATER) return true;
    }
    return false;
  }

  /** Bytes of a step that takes no longer than that, below the least there is where even that may take longer. */
  private fit({ source, cells }: Known, ms: number): number {
    if (source.inPieces) {
      return cells[PIECE_MS]! <= ms ? Number.POSITIVE_INFINITY : 0;
    }
    const perByte = cells[MS_PER_BYTE]!;
    return perByte > 0 ? ms / perByte : FIRST_STEP;
  }

  private fade({ cells }: Known): void {
    cells[PIECE_MS]! *= FADE;
    cells[MS_PER_BYTE]! *= FADE;
  }

  /** Gives back so many bytes at once, as far as there are any. */
  now(bytes: number, strategy: number, at: number, clock: () => number): Reclaimed {
    const start = clock();
    const by = new Map<string, { name: string; bytes: number; ms: number }>();
    let freed = 0;
    this.refresh();
    while (freed < bytes) {
      const entry = this.choose(strategy, at);
      if (!entry) break;
      const began = clock();
      const went = this.step(entry, Math.max(LEAST_STEP, bytes - freed), false);
      const ms = clock() - began;
      // All of its pieces at once are not one of them.
      if (entry.source.inPieces) entry.cells[TOOK_MS]! += ms;
      else this.learn(entry, went, ms);
      freed += went;
      if (went === 0) continue;
      const { name } = entry.source;
      const line = by.get(name) ?? { name, bytes: 0, ms: 0 };
      line.bytes += went;
      line.ms += ms;
      by.set(name, line);
    }
    return {
      bytes: freed,
      ms: clock() - start,
      by: [...by.values()].sort((a, b) => b.bytes - a.bytes),
    };
  }

  /** Bytes and ms of all steps so far, by name. */
  totals(): { name: string; bytes: number; ms: number }[] {
    return this.known.map(({ source, cells }) => ({
      name: source.name,
      bytes: cells[FREED]!,
      ms: cells[TOOK_MS]!,
    }));
  }

  private choose(strategy: number, now: number): Known | undefined {
    const { known } = this;
    if (strategy === SWEEP) {
      for (let i = 0; i < known.length; i++) {
        this.cursor = this.cursor + 1 < known.length ? this.cursor + 1 : 0;
        const entry = known[this.cursor]!;
        if (!entry.isDry && entry.source.spare() > 0) return entry;
      }
      return undefined;
    }
    let best: Known | undefined;
    for (let i = 0; i < known.length; i++) {
      const entry = known[i]!;
      if (entry.isDry) continue;
      const { source, cells } = entry;
      const spare = source.spare();
      if (!(spare > 0)) continue;
      const usedAt = source.usedAt ? source.usedAt() : 0;
      const age = Math.max(1, now - usedAt);
      cells[SCORE] = strategy === GENERATIONAL ? age : (spare * age) / (source.costMs ?? 1);
      if (!best || cells[SCORE]! > best.cells[SCORE]!) best = entry;
    }
    return best;
  }

  private step(entry: Known, bytes: number, isOwnPhase: boolean): number {
    let went = 0;
    try {
      went = entry.source.reclaim(bytes, isOwnPhase);
    } catch (error) {
      this.report(error, `reclaim of '${entry.source.name}'`);
    }
    if (isOwnPhase && (went === RECLAIM_MORE || went === RECLAIM_LATER)) return went;
    // Written so that NaN is nothing.
    if (!(went > 0)) {
      entry.isDry = true;
      return 0;
    }
    this.steps++;
    entry.cells[FREED]! += went;
    this.freed[0]! += went;
    this.wanted[0] = Math.max(0, this.wanted[0]! - went);
    return went;
  }

  private learn({ source, cells }: Known, bytes: number, ms: number): void {
    cells[TOOK_MS]! += Math.max(0, ms);
    if (source.inPieces) {
      const known = cells[PIECE_MS]!;
      cells[PIECE_MS] = Math.max(1e-4, ms > known ? ms : known + (ms - known) * NEWEST);
      return;
    }
    if (bytes < 1) return;
    const perByte = Math.max(ms, 1e-4) / bytes;
    const known = cells[MS_PER_BYTE]!;
    // What takes longer counts at once, lest the next step be too long too.
    cells[MS_PER_BYTE] = perByte > known ? perByte : known + (perByte - known) * NEWEST;
  }
}

/** Bytes of a number of megabytes. */
export function megabytes(count: number): number {
  return count * MEGABYTE;
}
