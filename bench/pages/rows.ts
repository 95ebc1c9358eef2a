/** The scene every contender shows: a list of `rows` rows in a 1280 x 720 viewport, flung by `FLING_STEP` px a frame. */
export const VIEW_WIDTH = 1280;
export const VIEW_HEIGHT = 720;
export const ROW_HEIGHT = 28;
export const FLING_STEP = 60;
/** Rows that can be on screen at once, one of them cut at each end. */
export const POOLED_ROWS = Math.ceil(VIEW_HEIGHT / ROW_HEIGHT) + 1;

export const BACKGROUND = 0xffffff;
/** Tint of every second row. */
export const STRIPE = 0xf1f4f9;
export const TEXT_COLOR = 0x222222;
export const FONT_SIZE = 13;
export const FONT_FAMILY = 'sans-serif';
/** Top of a text line within its row: a line of 16 px in the middle of 28. */
export const TEXT_TOP = 6;
/** Left edges of the four text columns: number, route, distance, delay. */
export const COLUMN_X = [16, 140, 420, 640] as const;
export const BAR = { x: 800, y: 8, width: 200, height: 12 } as const;
export const BADGE = { x: 1180, y: 5, width: 72, height: 18, radius: 9 } as const;

export const BAR_COLORS = [0x4e79a7, 0x59a14f, 0xedc948, 0xf28e2b, 0xe15759] as const;
export const BADGE_COLORS = [0x76b7b2, 0xb07aa1, 0xff9da7, 0x9c755f] as const;

const AIRPORTS =
  'ABQ ATL AUS BNA BOS BWI CLE DCA DEN DFW DTW EWR IAD IAH JFK LAS LAX LGA MCI MCO MIA MSP OAK ORD'.split(
    ' ',
  );

/** Every route text there is; `routeOf` gives an index into it. */
export const ROUTES: readonly string[] = AIRPORTS.flatMap((from) =>
  AIRPORTS.map((to) => `${from} - ${to}`),
);

/** Index into `ROUTES` of a row. */
export function routeOf(index: number): number {
  return mix(index, ROUTES.length);
}

/** Miles of a row, 60 to 2,659. */
export function distanceOf(index: number): number {
  return 60 + mix(index + 0x51ed27, 2600);
}

/** Minutes late of a row, -20 to 219. */
export function delayOf(index: number): number {
  return mix(index + 0x2c1b3c, 240) - 20;
}

/** Colour of a row's bar, 0xRRGGBB. */
export function barColorOf(index: number): number {
  return BAR_COLORS[Math.floor((distanceOf(index) - 60) / 520)] ?? BAR_COLORS[0];
}

/** Colour of a row's badge, 0xRRGGBB. */
export function badgeColorOf(index: number): number {
  return BADGE_COLORS[Math.floor((delayOf(index) + 20) / 60)] ?? BADGE_COLORS[0];
}

/** Text of a numeric column as the contenders that take strings show it. */
export function numberText(index: number): string {
  return String(index);
}

export function distanceText(index: number): string {
  return `${distanceOf(index)} mi`;
}

export function delayText(index: number): string {
  return `${delayOf(index)} min`;
}

export function routeText(index: number): string {
  return ROUTES[routeOf(index)] ?? '';
}

/** 0xRRGGBB as a CSS colour. */
export function cssColor(color: number): string {
  return `#${color.toString(16).padStart(6, '0')}`;
}

/** A fling in whole pixels that turns at both ends; `offset` is the scroll position after the last `advance`. */
export type Fling = { offset: number; step: number; advance(): void };

/** Starts in the middle of the list, on a row's edge. */
export function createFling(rows: number): Fling {
  const end = Math.max(0, rows * ROW_HEIGHT - VIEW_HEIGHT);
  return {
    offset: Math.min(end, Math.floor(rows / 2) * ROW_HEIGHT),
    step: FLING_STEP,
    advance() {
      if (this.offset + this.step > end || this.offset + this.step < 0) this.step = -this.step;
      this.offset = Math.min(end, Math.max(0, this.offset + this.step));
    },
  };
}

/**
 * A fixed hash, modulo `size`: the data of a row is computed from its index, so that ten million rows take no memory. The rest is
 * taken in here, for 32 bits that are handed back may be an object.
 */
function mix(index: number, size: number): number {
  let value = index | 0;
  value = Math.imul(value ^ (value >>> 16), 0x21f0aaad);
  value = Math.imul(value ^ (value >>> 15), 0x735a2d97);
  return ((value ^ (value >>> 15)) >>> 0) % size;
}
