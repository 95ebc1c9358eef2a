import { numberFormat } from '../../src/ecs/stores';
import { createHeadlessApp, type HeadlessApp } from '../../src/testing/headless-app';
import { box, setNumber, text } from '../../src/ui';

const FRAME_MS = 16;
const COLUMNS = 12;

/** Numbers that all change in every frame, in an app without page or GPU: as much text as a frame can have. */
export type NumberScene = { readonly app: HeadlessApp; frame(): void; dispose(): void };

/** Makes the scene with this many numbers of ten glyphs. */
export function createNumberScene(count: number): NumberScene {
  const app = createHeadlessApp({ width: 1280, height: 720 });
  const { world } = app;
  const format = numberFormat({ decimals: 2, group: ',' });
  const parent = box(world, { width: 1280, height: 720 });
  const cells = Array.from({ length: count }, (_, i) => {
    const left = (i % COLUMNS) * 100;
    const top = Math.floor(i / COLUMNS) * 8;
    return text(world, { parent, position: 'absolute', left, top, width: 95, fontSize: 13 });
  });
  let now = 1000;
  let turn = 0;
  return {
    app,
    frame() {
      turn++;
      for (const [i, cell] of cells.entries()) {
        setNumber(world, cell, 100_000.25 + ((i * 7919 + turn * 104_729) % 900_000), format);
      }
      now += FRAME_MS;
      app.step(now);
    },
    dispose: () => app.dispose(),
  };
}
