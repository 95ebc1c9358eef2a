import type { FontMetrics, FontSpec, TextMeasurer } from '../../ecs/stores';

/** Share of the budget for drawing that measuring leaves, so that glyphs come where new text is measured in every frame. */
const LEAST_SHARE = 1 / 4;
/** Share of the budget that letters take where their text is set; those of further texts wait for the time to draw them. */
const AT_ONCE = 1 / 8;
/** Share for drawing and for letters that wait, each, in frames that do both; what is between takes a third as well. */
const EACH_SHARE = 1 / 3;
/** What is new takes about as long again to lay out and to ask for as to measure, as code does that has not run for long. */
const WITH_LAYOUT = 2;
/** Share in which texts are written that show nothing yet, from the first of them on. */
const WRITING_SHARE = 1 / 3;
/** So many glyphs may still be drawn at once, lest a first short text show half of its letters: the alphabet twice, and signs. */
const FEW = 64;
/** So many lengths are measured at once: those of few letters, and of the pairs that they make. */
const FEW_LENGTHS = FEW * 2;

/** Milliseconds of a frame beside this budget from which two frames in a row are slow, whatever the display; what they may spend of it. */
const SLOW_MS = 36;
const SLOW_SHARE = 1 / 3;
const MOST_MS = 24;

export type FrameBudgetOptions = {
  measurer: TextMeasurer;
  clock: { now(): number };
  /** Most milliseconds a frame, but in slow frames; read every frame. */
  budget: { readonly rasterBudget: number };
};

/** A measurer whose time in a frame is taken off what that frame may spend on drawing glyphs: text is measured where it is set. */
class FrameBudget implements TextMeasurer {
  /** Letters that wait are being measured, not those of a text that is set. */
  isPlacing = false;
  /** Glyphs or letters are left over, so that the next frame comes at once. */
  isBehind = false;
  private wasBehind = false;
  private endedAt = 0;
  // What the last frame took beside the budget and measuring, and what slow frames are given.
  private otherMs = 0;
  private slowMs = 0;
  private lengths = 0;
  private spentMs = 0;
  private placingMs = 0;
  /** When the first of the texts that show nothing was written in this frame, -1 before. */
  private writesSince = -1;
  /** Glyphs wait for the next frame, as they did in the one before. */
  private isWaiting = false;
  private hasWaited = false;
  private readonly measurer: TextMeasurer;
  private readonly clock: { now(): number };
  private readonly budget: { readonly rasterBudget: number };

  constructor({ measurer, clock, budget }: FrameBudgetOptions) {
    this.measurer = measurer;
    this.clock = clock;
    this.budget = budget;
  }

  /** Milliseconds for drawing glyphs in this frame, of which so many wait. `isUnplaced`: there are letters to be measured as well. */
  msFor(waiting: number, isUnplaced: boolean): number {
    const { mostMs } = this;
    if (waiting <= FEW && !isUnplaced) return mostMs;
    if (this.waitsWith(waiting)) return 0;
    if (isUnplaced) return Math.max(this.least / 2, mostMs * EACH_SHARE - this.spentMs);
    return Math.max(this.least, mostMs - this.spentMs * WITH_LAYOUT);
  }

  /**
   * Whether texts that are new took so much of this frame that their glyphs, of which so many wait, had better be asked for and drawn
   * from the next one on. Never twice in a row.
   */
  waitsWith(waiting: number): boolean {
    const measuringMs = this.spentMs - this.placingMs;
    if (waiting <= FEW || this.hasWaited || measuringMs <= this.mostMs / 2) return false;
    this.isWaiting = true;
    return true;
  }

  /** Whether the letters at hand have had their time in this frame. */
  get isOut(): boolean {
    const { mostMs } = this;
    if (!this.isPlacing) return this.lengths > FEW_LENGTHS && this.spentMs > mostMs * AT_ONCE;
    return this.placingMs > this.least / 2 && this.spentMs > mostMs * EACH_SHARE;
  }

  /**
   * Whether texts that show nothing yet have been written for so long in this frame that further ones had better be written from the
   * next one on, beside so many glyphs that wait.
   */
  isWritten(waiting: number): boolean {
    if (waiting <= FEW) return false;
    const now = this.clock.now();
    if (this.writesSince < 0) this.writesSince = now;
    return now - this.writesSince > this.mostMs * WRITING_SHARE;
  }

  endFrame(): void {
    const now = this.clock.now();
    // Where nothing was left over, nobody knows what of the time was a frame.
    const otherMs = this.wasBehind ? now - this.endedAt - this.mostMs - this.spentMs : 0;
    const least = Math.min(otherMs, this.otherMs);
    this.slowMs = least > SLOW_MS ? Math.min(MOST_MS, least * SLOW_SHARE) : 0;
    this.otherMs = otherMs;
    this.endedAt = now;
    this.wasBehind = this.isBehind || this.isWaiting;
    this.isBehind = false;
    this.lengths = 0;
    this.spentMs = 0;
    this.placingMs = 0;
    this.writesSince = -1;
    this.hasWaited = this.isWaiting;
    this.isWaiting = false;
  }

  /** More than the knob says where frames are slow anyway: there are fewer of them. */
  private get mostMs(): number {
    return Math.max(this.budget.rasterBudget, this.slowMs);
  }

  private get least(): number {
    return this.mostMs * LEAST_SHARE;
  }

  measure(font: FontSpec, text: string): number {
    const begin = this.clock.now();
    const length = this.measurer.measure(font, text);
    this.lengths++;
    this.spend(begin);
    return length;
  }

  metrics(font: FontSpec): FontMetrics {
    const begin = this.clock.now();
    const metrics = this.measurer.metrics(font);
    this.spend(begin);
    return metrics;
  }

  ligates(font: FontSpec, text: string): boolean {
    const begin = this.clock.now();
    const ligates = this.measurer.ligates?.(font, text) ?? false;
    this.spend(begin);
    return ligates;
  }

  ligateEach(font: FontSpec, texts: readonly string[]): readonly boolean[] | undefined {
    const begin = this.clock.now();
    const found = this.measurer.ligateEach?.(font, texts);
    this.spend(begin);
    return found;
  }

  private spend(begin: number): void {
    const ms = this.clock.now() - begin;
    this.spentMs += ms;
    if (this.isPlacing) this.placingMs += ms;
  }
}

export type { FrameBudget };

/** Gives the budget of a frame, of which measuring through it takes its part. */
export function createFrameBudget(options: FrameBudgetOptions): FrameBudget {
  return new FrameBudget(options);
}
