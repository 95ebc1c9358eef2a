import 'bidi-js';
import { describe, expect, it } from 'vitest';
import { colorCount, difference, mount, until } from '../app/page';
import { type Missing, missable, takeAway } from './missing';
import { scenes } from './scenes';
import { screen, settled } from './screen';

const isLong = Boolean(import.meta.env.RAFTER_LONG);
const names = isLong ? Object.keys(scenes) : ['pictures'];
/** All sixteen sets of what may be missing; all together where time is short, for what is done without one is done then. */
const sets = Array.from({ length: 2 ** missable.length }, (_, bits) =>
  missable.filter((_, i) => (bits & (1 << i)) !== 0),
).filter(({ length }) => isLong || length === missable.length);

describe.each(names)('a browser that lacks things, with a picture of %s', (name) => {
  let wanted: Uint32Array | undefined;

  it.each(sets.map((set) => ({ set, what: set.join(', ') || 'nothing' })))(
    'shows the same picture, no pixel apart: $what',
    async ({ set }) => {
      wanted ??= await shownWithout([], name);
      expect(colorCount(wanted)).toBeGreaterThan(8);
      expect(difference(await shownWithout(set, name), wanted)).toBe(0);
    },
  );
});

describe('a browser without ResizeObserver', () => {
  it('follows the size of its canvas, and stops with the app', async () => {
    takeAway(['ResizeObserver']);
    const { app, canvas, errors } = await mount();
    scenes.words!(app.world);
    app.start();
    await settled(app);
    canvas.style.width = '260px';
    await until(() => canvas.width === 260);
    app.dispose();
    canvas.style.width = '280px';
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(canvas.width).toBe(260);
    expect(errors).toEqual([]);
  });
});

async function shownWithout(set: readonly Missing[], name: string): Promise<Uint32Array> {
  const giveBack = takeAway(set);
  const { app, errors } = await screen(name);
  const { pixels } = await app.renderer.toImage();
  app.dispose();
  giveBack();
  expect(errors).toEqual([]);
  return new Uint32Array(pixels.buffer);
}
