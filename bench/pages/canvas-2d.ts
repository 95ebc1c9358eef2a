import { flingContender, type Scene } from './contender';
import {
  BACKGROUND,
  BADGE,
  BAR,
  badgeColorOf,
  barColorOf,
  COLUMN_X,
  cssColor,
  delayText,
  distanceText,
  FONT_FAMILY,
  FONT_SIZE,
  numberText,
  ROW_HEIGHT,
  routeText,
  STRIPE,
  TEXT_COLOR,
  VIEW_HEIGHT,
  VIEW_WIDTH,
} from './rows';

const BACKGROUND_CSS = cssColor(BACKGROUND);
const STRIPE_CSS = cssColor(STRIPE);
const TEXT_CSS = cssColor(TEXT_COLOR);
const BASELINE = 18;

let context: CanvasRenderingContext2D;
let rowCount = 0;

const scene: Scene = {
  mount(rows, fling) {
    rowCount = rows;
    const canvas = document.createElement('canvas');
    canvas.width = VIEW_WIDTH;
    canvas.height = VIEW_HEIGHT;
    canvas.style.display = 'block';
    document.body.append(canvas);
    const found = canvas.getContext('2d', { alpha: false });
    if (!found) throw new Error('canvas-2d: no 2D context');
    context = found;
    context.font = `${FONT_SIZE}px ${FONT_FAMILY}`;
    draw(fling.offset);
  },
  frame(fling) {
    draw(fling.offset);
  },
};

/** Immediate mode: every visible row drawn anew each frame. */
export const contender = flingContender(scene);

function draw(offset: number): void {
  context.fillStyle = BACKGROUND_CSS;
  context.fillRect(0, 0, VIEW_WIDTH, VIEW_HEIGHT);
  const last = Math.min(rowCount - 1, Math.floor((offset + VIEW_HEIGHT - 1) / ROW_HEIGHT));
  for (let index = Math.floor(offset / ROW_HEIGHT); index <= last; index++) {
    const top = index * ROW_HEIGHT - offset;
    if (index & 1) {
      context.fillStyle = STRIPE_CSS;
      context.fillRect(0, top, VIEW_WIDTH, ROW_HEIGHT);
    }
    context.fillStyle = cssColor(barColorOf(index));
    context.fillRect(BAR.x, top + BAR.y, BAR.width, BAR.height);
    context.fillStyle = cssColor(badgeColorOf(index));
    context.beginPath();
    context.roundRect(BADGE.x, top + BADGE.y, BADGE.width, BADGE.height, BADGE.radius);
    context.fill();
    context.fillStyle = TEXT_CSS;
    context.fillText(numberText(index), COLUMN_X[0], top + BASELINE);
    context.fillText(routeText(index), COLUMN_X[1], top + BASELINE);
    context.fillText(distanceText(index), COLUMN_X[2], top + BASELINE);
    context.fillText(delayText(index), COLUMN_X[3], top + BASELINE);
  }
}
