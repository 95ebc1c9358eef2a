import { ScrollBox } from '@pixi/ui';
import { Application, Rectangle, Ticker } from 'pixi.js';
import { flingContender, type Scene } from './contender';
import { openPixi } from './pixi-application';
import { bindRow, createRow } from './pixi-rows';
import { ROW_HEIGHT, VIEW_HEIGHT, VIEW_WIDTH } from './rows';

const application = new Application();
let scrollBox: ScrollBox;

const scene: Scene = {
  async mount(rows, fling) {
    // The scroll box takes its position over on this ticker; frames run it by hand.
    Ticker.shared.autoStart = false;
    Ticker.shared.stop();
    await openPixi(application);
    const views = Array.from({ length: rows }, (_, index) => {
      const row = createRow();
      bindRow(row, index);
      // The box stacks its items by their bounds, and only every second row has a stripe of the full height.
      row.view.boundsArea = new Rectangle(0, 0, VIEW_WIDTH, ROW_HEIGHT);
      return row.view;
    });
    scrollBox = new ScrollBox({
      width: VIEW_WIDTH,
      height: VIEW_HEIGHT,
      type: 'vertical',
      elementsMargin: 0,
      padding: 0,
      disableEasing: true,
      disableProximityCheck: true,
      items: views,
    });
    application.stage.addChild(scrollBox);
    // A pause of 2 s, such as there is between passes, hides rows, and the next frame would show them all again.
    setInterval(() => scrollBox.scrollToPosition({ y: -scrollBox.scrollY }), 1_000);
    show(fling.offset, performance.now());
  },
  frame(fling, now) {
    show(fling.offset, now);
  },
};

/** The scroll box of @pixi/ui, which holds every row and draws them all while it scrolls. */
export const contender = flingContender(scene, { rows: 1_000, frames: 15 });

function show(offset: number, now: number): void {
  scrollBox.scrollToPosition({ y: offset });
  Ticker.shared.update(now);
  application.render();
}
