import { addCanvas } from '../text/page';
import type { NumberedScene } from './contender';
import { BACKGROUND, cssColor, VIEW_HEIGHT, VIEW_WIDTH } from './rows';
import {
  LINE_WIDTH,
  placeOf,
  SAMPLES,
  SPARK_COLOR,
  SPARKS,
  sampleOf,
  sparkLeft,
  sparkTop,
} from './sparks';

/** Canvas 2D: everything drawn anew, a path for each line. */
export function sparksScene(): NumberedScene {
  let context: CanvasRenderingContext2D;
  const place = new Float64Array(2);

  function draw(frame: number): void {
    context.fillStyle = cssColor(BACKGROUND);
    context.fillRect(0, 0, VIEW_WIDTH, VIEW_HEIGHT);
    context.strokeStyle = cssColor(SPARK_COLOR);
    context.lineWidth = LINE_WIDTH;
    context.lineJoin = 'round';
    context.lineCap = 'round';
    for (let index = 0; index < SPARKS; index++) {
      const left = sparkLeft(index);
      const top = sparkTop(index);
      context.beginPath();
      for (let at = 0; at < SAMPLES; at++) {
        placeOf(at, sampleOf(index, frame + at), place);
        context.lineTo(left + place[0]!, top + place[1]!);
      }
      context.stroke();
    }
  }

  return {
    mount() {
      const found = addCanvas().getContext('2d', { alpha: false });
      if (!found) throw new Error('canvas-2d: no 2D context');
      context = found;
      draw(0);
    },
    frame(frame) {
      draw(frame + 1);
    },
  };
}
