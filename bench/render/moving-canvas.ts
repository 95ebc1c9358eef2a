import type { FrameContender } from 'rafter-ui/benchmark';
import { cssColor, FONT_FAMILY, VIEW_HEIGHT, VIEW_WIDTH } from '../pages/rows';
import { addCanvas } from '../text/page';
import { FONT_SIZE, moveQuads, QUADS, type Quads, quadAt, startQuads } from './moving-quads';

type Look = { width: number; height: number; fill: string; label: string };
type State = {
  context: CanvasRenderingContext2D;
  quads: Quads;
  rows: Int32Array;
  x: Float32Array;
  y: Float32Array;
  looks: readonly Look[];
};

/** Immediate mode: everything drawn anew each frame. */
export const contender: FrameContender<State> = {
  setup({ parameters }) {
    const context = addCanvas().getContext('2d', { alpha: false });
    if (!context) throw new Error('canvas-2d: no 2D context');
    context.font = `${FONT_SIZE}px ${FONT_FAMILY}`;
    const quads = startQuads(parameters.quads ?? QUADS);
    const looks = Array.from(quads.x, (_, i) => {
      const { color, ...look } = quadAt(i);
      return { ...look, fill: cssColor(color) };
    });
    const rows = Int32Array.from(looks, (_, i) => i);
    return { context, quads, rows, x: quads.x, y: quads.y, looks };
  },
  frame({ context, quads, rows, x, y, looks }) {
    moveQuads(quads, rows, x, y);
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, VIEW_WIDTH, VIEW_HEIGHT);
    for (let i = 0; i < looks.length; i++) {
      const { width, height, fill, label } = looks[i]!;
      context.fillStyle = fill;
      context.fillRect(x[i]!, y[i]!, width, height);
      if (label === '') continue;
      context.fillStyle = '#ffffff';
      context.fillText(label, x[i]!, y[i]! + FONT_SIZE);
    }
  },
  frames: 20,
};
