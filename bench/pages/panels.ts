import { VIEW_WIDTH } from './rows';

/** 5,000 panels that never change and, over them, a number that changes in every frame. */
export const PANELS = 5_000;
export const PANEL_WIDTH = 11;
export const PANEL_HEIGHT = 13;
const PANELS_PER_ROW = 100;
const STEP_X = VIEW_WIDTH / PANELS_PER_ROW;
const STEP_Y = 14;
export const PANEL_COLORS = [0x1f2a37, 0x22333b, 0x2d3142, 0x23395b] as const;

export const COUNTER = { x: 610, y: 340, width: 60, height: 24, color: 0x0f1720 } as const;
/** Where the text of the counter begins; its line is 16 px high. */
export const COUNTER_TEXT = { x: 616, y: 344, color: 0xffffff } as const;

/** Left edge of a panel, whole CSS pixels. */
export function panelLeft(index: number): number {
  return Math.floor((index % PANELS_PER_ROW) * STEP_X);
}

export function panelTop(index: number): number {
  return Math.floor(index / PANELS_PER_ROW) * STEP_Y;
}

/** 0xRRGGBB. */
export function panelColor(index: number): number {
  return PANEL_COLORS[(index * 7 + Math.floor(index / PANELS_PER_ROW)) % PANEL_COLORS.length]!;
}

/** What the counter shows in a frame: always four digits. */
export function countOf(frame: number): number {
  return 1000 + ((frame * 37) % 9000);
}
