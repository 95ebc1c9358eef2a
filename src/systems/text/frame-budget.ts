import type { FontMetrics, FontSpec, TextMeasurer } from '../../ecs/stores';

/** Share of the budget for drawing that measuring leaves, so that glyphs come where new text is measured in every frame. */
const LEAST_SHARE = 1 / 4;
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
  private spentMs = 0;
  private readonly measurer: TextMeasurer;
  private readonly clock: { now(): number };
  private readonly budget: { readonly rasterBudget: number };

  constructor({ measurer, clock, budget }: FrameBudgetOptions) {
    this.measurer = measurer;
    this.clock = clock;
    this.budget = budget;
  }

  /** Milliseconds for drawing glyphs in this frame, of which so many wait. */
  msFor(waiting: number): number {
    const { rasterBudget } = this.budget;
    if (waiting <= FEW) return rasterBudget;
    return Math.max(rasterBudget * LEAST_SHARE, rasterBudget - this.spentMs);
  }

  endFrame(): void {
    this.spentMs = 0;
  }

  measure(font: FontSpec, text: string): number {
    const begin = this.clock.now();
    const length = this.measurer.measure(font, text);
    this.spentMs += this.clock.now() - begin;
    return length;
  }

  metrics(font: FontSpec): FontMetrics {
    return this.measurer.metrics(font);
  }

  ligates(font: FontSpec, text: string): boolean {
    const begin = this.clock.now();
    const ligates = this.measurer.ligates?.(font, text) ?? false;
    this.spentMs += this.clock.now() - begin;
    return ligates;
  }
}

export type { FrameBudget };

/** Gives the budget of a frame, of which measuring through it takes its part. */
export function createFrameBudget(options: FrameBudgetOptions): FrameBudget {
  return new FrameBudget(options);
}
