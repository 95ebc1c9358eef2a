import { Application, Graphics } from 'pixi.js';
import type { NumberedScene } from './contender';
import { openPixi } from './pixi-application';
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

/** A graphic for each, cleared and drawn anew in every frame, which is how Pixi draws a line that changes. */
export function sparksScene(): NumberedScene {
  const application = new Application();
  const graphics: Graphics[] = [];
  const place = new Float64Array(2);
  const style = { width: LINE_WIDTH, color: SPARK_COLOR, join: 'round', cap: 'round' } as const;

  function draw(index: number, from: number): void {
    const graphic = graphics[index]!;
    graphic.clear();
    for (let at = 0; at < SAMPLES; at++) {
      placeOf(at, sampleOf(index, from + at), place);
      if (at === 0) graphic.moveTo(place[0]!, place[1]!);
      else graphic.lineTo(place[0]!, place[1]!);
    }
    graphic.stroke(style);
  }

  return {
    async mount() {
      await openPixi(application);
      for (let index = 0; index < SPARKS; index++) {
        const graphic = new Graphics();
        graphic.position.set(sparkLeft(index), sparkTop(index));
        graphics.push(graphic);
        draw(index, 0);
      }
      application.stage.addChild(...graphics);
      application.render();
    },
    frame(frame) {
      for (let index = 0; index < SPARKS; index++) draw(index, frame + 1);
      application.render();
    },
  };
}
