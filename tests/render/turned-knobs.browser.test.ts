import { expect, it } from 'vitest';
import { columns, PLACE, resolve, touchRows } from '../../src/ecs';
import { Box } from '../../src/ecs/stores';
import { box, setStyle } from '../../src/ui';
import { differences } from './differences';
import { openOffscreen, pixelsOf } from './offscreen';

const WIDTH = 640;
const HEIGHT = 400;
/** More than one chunk of the draw list. */
const BOXES = 400;

it('a knob that is turned leaves what is drawn again where elements are, not where they once moved', async () => {
  const { app, canvas, frame } = await openOffscreen(WIDTH, HEIGHT);
  const { world } = app;
  const boxes = Array.from({ length: BOXES }, (_, i) =>
    box(world, {
      position: 'absolute',
      left: (i % 20) * 32,
      top: Math.floor(i / 20) * 16,
      width: 20,
      height: 14,
      fill: `rgb(${i % 200} 80 ${(i * 7) % 200})`,
    }),
  );
  for (let i = 0; i < 4; i++) frame();
  const rows = Int32Array.from(boxes, (entity) => resolve(world, entity));
  const { x } = columns(world, Box);
  for (const row of rows) x[row]! += 3;
  touchRows(world, rows, rows.length, PLACE);
  frame();
  // Far from where its chunk moved to.
  setStyle(world, boxes.at(-1)!, { left: 600, top: 350, width: 30, height: 30 });
  frame();
  frame();
  app.tunables.get('rendering')!.set('filterQuality', 0.5);
  frame();
  setStyle(world, boxes[0]!, { left: 590, top: 340, width: 30, height: 30, fill: '#ff0' });
  frame();
  expect(app.renderer.stats().damagedPixels).toBeLessThan((WIDTH * HEIGHT) / 2);
  const kept = pixelsOf(canvas);
  app.renderer.invalidate();
  frame();
  expect(differences(kept, pixelsOf(canvas)).max).toBe(0);
});
