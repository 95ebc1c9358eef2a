import { type App, type Entity, pushSamples, sparkline } from '../../src/index';
import type { NumberedScene } from './contender';
import { openRafter } from './rafter-app';
import { BACKGROUND, cssColor } from './rows';
import {
  LINE_WIDTH,
  SAMPLES,
  SPARK_COLOR,
  SPARK_HEIGHT,
  SPARK_MAX,
  SPARK_MIN,
  SPARK_WIDTH,
  SPARKS,
  sampleOf,
  sparkLeft,
  sparkTop,
} from './sparks';

/** Elements of their own, to which one sample each is pushed; `prepare` may turn what the app does. */
export function sparksScene(prepare: (app: App) => void = () => {}): NumberedScene {
  let app: App;
  const sparks: Entity[] = [];
  const sample = new Float64Array(1);
  return {
    async mount() {
      app = await openRafter(BACKGROUND);
      prepare(app);
      for (let index = 0; index < SPARKS; index++) {
        const place = {
          position: 'absolute',
          left: sparkLeft(index),
          top: sparkTop(index),
        } as const;
        sparks.push(
          sparkline(app.world, {
            ...place,
            width: SPARK_WIDTH,
            height: SPARK_HEIGHT,
            color: cssColor(SPARK_COLOR),
            lineWidth: LINE_WIDTH,
            min: SPARK_MIN,
            max: SPARK_MAX,
            samples: Array.from({ length: SAMPLES }, (_, at) => sampleOf(index, at)),
          }),
        );
      }
      app.step(performance.now());
    },
    frame(frame, now) {
      for (let index = 0; index < SPARKS; index++) {
        sample[0] = sampleOf(index, SAMPLES + frame);
        pushSamples(app.world, sparks[index]!, sample);
      }
      app.step(now);
    },
  };
}
