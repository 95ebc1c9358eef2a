/** What drawing takes, by place in `DrawCosts.ns`. A frame; a rectangle more; a draw; a quad whatever its size; */
export const COST_FRAME = 0;
export const COST_PART = 1;
export const COST_DRAW = 2;
export const COST_QUAD = 3;
/** a pixel that is cleared in a part, and one of what each program draws. */
export const COST_CLEARED = 4;
export const COST_SOLID = 5;
export const COST_SIMPLE = 6;
export const COST_GLYPH = 7;
export const COST_BLENDED = 8;
export const COST_IMAGES = 9;
export const COST_LINES = 10;
export const COST_EFFECTS = 11;
export const COST_PICTURE = 12;
export const COSTS = 13;

/**
 * Nanoseconds of each on a software rasteriser, until this device's own are learnt: pixels by bench `render/shader`, those of a picture
 * by what `render/baking` leaves; a quad are four vertices that read record and layer.
 */
const KNOWN_NS = [50_000, 25_000, 35_000, 500, 5, 4, 14, 20, 32, 55, 75, 145, 10] as const;

/**
 * Pixels that cost as much as another rectangle: on a software rasteriser a scissored clear takes 25 µs and two draws 60, a pixel
 * cleared and drawn about 20 ns.
 */
const PASS_PIXELS = 4096;
/** Percent of the surface above which the whole of it is drawn: clearing all is cheaper than clearing a part. */
const FULL_PERCENT = 60;

/** What drawing costs on this device, as far as it is known. One object for all that decides by it; what learns writes it. */
export type DrawCosts = {
  /** Nanoseconds by `COST_...`. */
  readonly ns: Float64Array;
  /** Pixels that a damaged rectangle more is worth; a whole number. */
  passPixels: number;
  /** Percent of the surface above which all of it is drawn; a whole number. */
  fullPercent: number;
};

/** Makes what is known without having learnt anything. */
export function createDrawCosts(passPixels = PASS_PIXELS): DrawCosts {
  return { ns: Float64Array.from(KNOWN_NS), passPixels, fullPercent: FULL_PERCENT };
}

/** Makes costs that again. */
export function forgetCosts(costs: DrawCosts, passPixels = PASS_PIXELS): void {
  costs.ns.set(KNOWN_NS);
  costs.passPixels = passPixels;
  costs.fullPercent = FULL_PERCENT;
}
