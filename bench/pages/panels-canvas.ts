import type { NumberedScene } from './contender';
import {
  COUNTER,
  COUNTER_TEXT,
  countOf,
  PANEL_HEIGHT,
  PANEL_WIDTH,
  PANELS,
  panelColor,
  panelLeft,
  panelTop,
} from './panels';
import { BACKGROUND, cssColor, FONT_FAMILY, FONT_SIZE, VIEW_HEIGHT, VIEW_WIDTH } from './rows';

const BASELINE = 13;
const COUNTER_CSS = cssColor(COUNTER.color);
const TEXT_CSS = cssColor(COUNTER_TEXT.color);

let context: CanvasRenderingContext2D;

/** The panels by canvas 2D: drawn once; then the counter's own rectangle alone. */
export const panelsScene: NumberedScene = {
  mount() {
    const canvas = document.createElement('canvas');
    canvas.width = VIEW_WIDTH;
    canvas.height = VIEW_HEIGHT;
    canvas.style.display = 'block';
    document.body.append(canvas);
    const found = canvas.getContext('2d', { alpha: false });
    if (!found) throw new Error('panels-canvas: no 2D context');
    context = found;
    context.font = `${FONT_SIZE}px ${FONT_FAMILY}`;
    context.fillStyle = cssColor(BACKGROUND);
    context.fillRect(0, 0, VIEW_WIDTH, VIEW_HEIGHT);
    for (let i = 0; i < PANELS; i++) {
      context.fillStyle = cssColor(panelColor(i));
      context.fillRect(panelLeft(i), panelTop(i), PANEL_WIDTH, PANEL_HEIGHT);
    }
    draw(countOf(0));
  },
  frame(index) {
    draw(countOf(index));
  },
};

function draw(count: number): void {
  context.fillStyle = COUNTER_CSS;
  context.fillRect(COUNTER.x, COUNTER.y, COUNTER.width, COUNTER.height);
  context.fillStyle = TEXT_CSS;
  context.fillText(String(count), COUNTER_TEXT.x, COUNTER_TEXT.y + BASELINE);
}
