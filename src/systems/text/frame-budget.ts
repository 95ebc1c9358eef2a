import type { FontMetrics, FontSpec, TextMeasurer } from '../../ecs/stores';

/** Share of the budget for drawing that measuring leaves, so that glyphs come where new text is measured in every frame. */
const LEAST_SHARE = 1 / 4;
/** Share of the budget that letters take where their text is set; those of further texts wait for the time to draw them. */
const AT_ONCE = 1 / 4;

/** What is new takes about as long again to lay out and to ask for as to measure, as code does that has not run for long. */
const WITH_LAYOUT = 2;
/** So many glyphs may still be drawn at once, lest a first short text show half of its letters: the alphabet twice, and signs. */
const FEW = 64;

export type FrameBudgetOptions = {
  measurer: TextMeasurer;
  clock: { now(): number };
  /** Most milliseconds a frame; read every frame. */
  budget: { readonly rasterBudget: number };
};

/** A measurer whose time in a frame is taken off what that frame may spend on drawing glyphs: text is measured where it is set. */
class FrameBudget implements TextMeasurer {
  /** Letters that wait are being measured, not those of a text that is set. */
  isPlacing = false;
  private spentMs = 0;
  private placingMs = 0;
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
    const { rasterBudget } = this.budget;
    if (isUnplaced) {
      return Math.max((rasterBudget * LEAST_SHARE) / 2, rasterBudget / 2 - this.spentMs);
    }
    if (waiting <= FEW) return rasterBudget;
    return Math.max(rasterBudget * LEAST_SHARE, rasterBudget - this.spentMs * WITH_LAYOUT);
  }

  /** Whether the letters at hand have had their time in this frame. */
  get isOut(): boolean {
    const { rasterBudget } = this.budget;
    if (!this.isPlacing) return this.spentMs > rasterBudget * AT_ONCE;
    return this.placingMs > (rasterBudget * LEAST_SHARE) / 2 && this.spentMs > rasterBudget / 2;
  }

  endFrame(): void {
    this.spentMs = 0;
    this.placingMs = 0;
  }

  measure(font: FontSpec, text: string): number {
    const begin = this.clock.now();
    const length = this.measurer.measure(font, text);
    this.spend(begin);
    return length;
  }

  metrics(font: FontSpec): FontMetrics {
    return this.measurer.metrics(font);
  }

  ligates(font: FontSpec, text: string): boolean {
    const begin = this.clock.now();
    const ligates = this.measurer.ligates?.(font, text) ?? false;
    this.spend(begin);
    return ligates;
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
