import type { FrameContender } from 'rafter-ui/benchmark';
import type { App } from '../../src/index';
import { openApp } from '../text/page';
import { QUADS, startQuads } from './moving-quads';
import { addQuads, movingSystem } from './moving-scene';

/** Elements of an app on a canvas. */
export const contender: FrameContender<App> = {
  async setup({ parameters }) {
    const { app } = await openApp();
    const quads = startQuads(parameters.quads ?? QUADS);
    const rows = addQuads(app.world, quads);
    app.step(performance.now());
    app.addSystem(movingSystem(app.world, quads, rows));
    return app;
  },
  frame: (app, _, now) => app.step(now),
  frames: 20,
};
