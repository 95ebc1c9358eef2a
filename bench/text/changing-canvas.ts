import type { FrameContender } from 'rafter-ui/benchmark';
import {
  BACKGROUND,
  cssColor,
  FONT_FAMILY,
  TEXT_COLOR,
  VIEW_HEIGHT,
  VIEW_WIDTH,
} from '../pages/rows';
import { addCanvas } from './page';
import { placeOf, SMALL_FONT_SIZE, shortStrings, TEXTS, turnOf } from './strings';

const BACKGROUND_CSS = cssColor(BACKGROUND);
const TEXT_CSS = cssColor(TEXT_COLOR);

type State = {
  context: CanvasRenderingContext2D;
  places: readonly { left: number; top: number }[];
  pool: readonly string[];
};

/** Immediate mode: all drawn anew in each frame. */
export const contender: FrameContender<State> = {
  setup({ random }) {
    const pool = shortStrings(random);
    const context = addCanvas().getContext('2d', { alpha: false });
    if (!context) throw new Error('canvas-2d: no 2D context');
    context.font = `${SMALL_FONT_SIZE}px ${FONT_FAMILY}`;
    context.textBaseline = 'top';
    return { context, pool, places: Array.from({ length: TEXTS }, (_, i) => placeOf(i)) };
  },
  frame({ context, pool, places }, index) {
    context.fillStyle = BACKGROUND_CSS;
    context.fillRect(0, 0, VIEW_WIDTH, VIEW_HEIGHT);
    context.fillStyle = TEXT_CSS;
    for (let i = 0; i < TEXTS; i++) {
      const { left, top } = places[i]!;
      context.fillText(pool[turnOf(pool, index, i)]!, left, top);
    }
  },
};
