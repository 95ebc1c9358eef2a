import { Application, Container } from 'pixi.js';
import type { MeasureContender } from 'rafter-ui/benchmark';
import { box, virtualList } from '../../src/index';
import { openPixi } from './pixi-application';
import { bindRow, createRow } from './pixi-rows';
import { addParts, bindParts } from './rafter';
import { openRafter } from './rafter-app';
import { BACKGROUND, POOLED_ROWS, ROW_HEIGHT, VIEW_HEIGHT, VIEW_WIDTH } from './rows';

const VIEW = { position: 'absolute', width: VIEW_WIDTH, height: VIEW_HEIGHT } as const;
/** Frames until all is drawn and what is loaded on demand has come. */
const FRAMES = 5;

type Weighed = {
  /** Shows the rows; gives what takes them away. */
  show(rows: number): Promise<() => void>;
};

/** Shows rows and gives the bytes of heap and arrays that come with them. What a first showing leaves behind for good is there before. */
function weighed(open: () => Promise<Weighed>): MeasureContender<Weighed> {
  return {
    async setup() {
      const stage = await open();
      (await stage.show(POOLED_ROWS))();
      return stage;
    },
    async measure(stage, { parameters }) {
      const before = await heap();
      const hide = await stage.show(parameters.rows!);
      const held = (await heap()) - before;
      hide();
      return { held: held / 1e6, row: held / parameters.rows! };
    },
  };
}

/** A virtual list, or an element for each row. */
export const rafterWeighed = (isVirtual: boolean): MeasureContender<Weighed> =>
  weighed(async () => {
    return {
      // A new app each time: its arrays do not shrink.
      async show(rows) {
        const shown = await openRafter(BACKGROUND);
        const { world } = shown;
        const bind = bindParts(world);
        const page = box(world, { ...VIEW, overflow: 'hidden' });
        if (isVirtual) {
          const size = { count: rows, estimatedSize: ROW_HEIGHT, fixedSize: true } as const;
          const template = (row: number) => addParts(world, row as never);
          virtualList(world, { ...VIEW, ...size, parent: page, template, bind });
        } else {
          for (let index = 0; index < rows; index++) {
            const place = { left: 0, top: index * ROW_HEIGHT, width: '100%', height: ROW_HEIGHT };
            const row = box(world, { parent: page, position: 'absolute', ...place } as never);
            bind(world, addParts(world, row), index);
          }
        }
        for (let frame = 0; frame < FRAMES; frame++) shown.step(await nextFrame());
        return () => {
          shown.dispose();
          document.querySelector('canvas')!.remove();
        };
      },
    };
  });

/** As many rows of Pixi's scene graph as are in sight, or one for each row. */
export const pixiWeighed = (isPooled: boolean): MeasureContender<Weighed> =>
  weighed(async () => {
    const application = new Application();
    await openPixi(application);
    return {
      async show(rows) {
        const page = new Container();
        for (let index = 0; index < (isPooled ? POOLED_ROWS : rows); index++) {
          const row = createRow();
          bindRow(row, index);
          row.view.y = index * ROW_HEIGHT;
          page.addChild(row.view);
        }
        application.stage.addChild(page);
        application.render();
        return () => {
          page.destroy({ children: true });
          application.render();
        };
      },
    };
  });

async function heap(): Promise<number> {
  const { gc } = globalThis as { gc?: () => void };
  const page = performance as { memory?: { usedJSHeapSize: number } };
  if (!gc || !page.memory)
    throw new Error(
      'weighing needs a Chromium with --js-flags=--expose-gc and --enable-precise-memory-info',
    );
  await nextFrame();
  // Twice: array buffers go a collection after the objects that held them.
  gc();
  await nextFrame();
  gc();
  // What one object tells is that of when it was asked for.
  return page.memory.usedJSHeapSize;
}

function nextFrame(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}
