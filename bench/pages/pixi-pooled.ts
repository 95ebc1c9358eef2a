import { Application } from 'pixi.js';
import { flingContender, type LiveScene } from './contender';
import { idleContender } from './idle';
import { openPixi } from './pixi-application';
import { bindRow, createRow, type PixiRow } from './pixi-rows';
import { POOLED_ROWS, ROW_HEIGHT } from './rows';

const pool: PixiRow[] = [];
const application = new Application();
let rowCount = 0;

/** The list by pooled rows of Pixi's scene graph. */
export const listScene: LiveScene = {
  async mount(rows, fling) {
    rowCount = rows;
    await openPixi(application);
    for (let i = 0; i < POOLED_ROWS; i++) {
      const row = createRow();
      application.stage.addChild(row.view);
      pool.push(row);
    }
    show(fling.offset);
    application.render();
  },
  frame(fling) {
    show(fling.offset);
    application.render();
  },
  start() {
    application.start();
  },
  stop() {
    application.stop();
  },
};

/** Pixi's scene graph with pooled rows: containers, sprites, bitmap texts. */
export const contender = flingContender(listScene);

/** The same scene at rest. */
export const atRest = idleContender(listScene);

function show(offset: number): void {
  const first = Math.floor(offset / ROW_HEIGHT);
  for (let index = first; index < first + POOLED_ROWS; index++) {
    const row = pool[index % POOLED_ROWS];
    if (!row) continue;
    if (row.index !== index) {
      bindRow(row, index);
      row.view.visible = index < rowCount;
    }
    row.view.y = index * ROW_HEIGHT - offset;
  }
}
