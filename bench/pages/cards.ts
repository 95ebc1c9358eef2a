/** 60 cards with texts and a chart each that glide to and fro, as those of a game's menu do. */
export const CARDS = 60;
export const CARD_WIDTH = 150;
export const CARD_HEIGHT = 90;
export const CARD_RADIUS = 8;
export const CARD_COLOR = 0x1f2a37;
export const CARD_TEXT = 0xe6edf3;
export const LINES = [10, 28, 46] as const;
export const LINE_LEFT = 10;
export const BARS = 13;
export const BAR_WIDTH = 6;
const BAR_STEP = 10;
const CARDS_PER_ROW = 8;
const LABELS = ['Station', 'Output kW', 'Queue'] as const;
const BAR_COLORS = [0x4e79a7, 0x59a14f, 0xedc948, 0xf28e2b, 0xe15759] as const;

export function cardLeft(index: number): number {
  return 14 + (index % CARDS_PER_ROW) * 156;
}

export function cardTop(index: number): number {
  return 6 + Math.floor(index / CARDS_PER_ROW) * 89;
}

/** How far a card is from its place in a frame, whole CSS pixels. */
export function shiftOf(index: number, frame: number): number {
  return Math.round(Math.sin(frame / 20 + index) * 12);
}

export function lineText(index: number, line: number): string {
  return `${LABELS[line]} ${index * 7 + line}`;
}

/** Left edge of a bar in its card; it ends 8 px above the card's. */
export function barLeft(bar: number): number {
  return 10 + bar * BAR_STEP;
}

export function barHeight(index: number, bar: number): number {
  return 3 + ((index * 5 + bar * 3) % 13);
}

export function barTop(index: number, bar: number): number {
  return CARD_HEIGHT - 8 - barHeight(index, bar);
}

export function barColor(index: number): number {
  return BAR_COLORS[index % BAR_COLORS.length]!;
}

/** How opaque a card is in a frame, where the cards fade in and out. */
export function opacityOf(card: number, frame: number): number {
  return 0.5 + 0.45 * Math.sin((frame + card * 7) / 20);
}
