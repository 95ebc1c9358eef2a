import type { MeasureContender } from 'rafter-ui/benchmark';
import { loadScreen } from './fonts';
import { addCanvas, beginSlice, endSlice, nextFrame } from './page';
import { alphabets, han, type Screen, type ScreenLine, sizeOf } from './screens';

type Cold = { call: number; lines: readonly ScreenLine[] };

export const hanScreen = firstScreen(han);
export const alphabetScreen = firstScreen(alphabets);

/** The same screen by `fillText`, all in one frame, and a pixel read back: until then nothing need be drawn. */
function firstScreen(screen: Screen): MeasureContender<Cold> {
  const { family } = screen;
  return {
    async setup() {
      return { call: 0, lines: await loadScreen(screen) };
    },
    async measure(state, { now }) {
      const canvas = addCanvas();
      const context = canvas.getContext('2d', { alpha: false });
      if (!context) throw new Error('canvas-2d: no 2D context');
      context.fillRect(0, 0, 1, 1);
      context.getImageData(0, 0, 1, 1);
      await nextFrame();
      beginSlice();
      const start = now();
      context.font = `${sizeOf(state.call++)}px ${family}`;
      context.textBaseline = 'top';
      context.fillStyle = '#ffffff';
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.fillStyle = '#222222';
      for (const { content, top, left } of state.lines) context.fillText(content, left, top);
      const set = now() - start;
      context.getImageData(0, 0, 1, 1);
      const total = now() - start;
      endSlice();
      canvas.remove();
      return { longest: total, set, longestStep: total - set, total, frames: 1 };
    },
  };
}
