import { expect, it, vi } from 'vitest';
import { dark } from '../../examples/feed/palette';
import { createScreen } from '../../examples/feed/screen';
import { installMemory, type Leak } from '../../src/memory';
import { createRandom } from '../../src/statistics';
import { createHeadlessApp } from '../../src/testing/headless-app';
import { text } from '../../src/ui';

// The example imports all of the package, with what of it asks for a page when it is loaded; older Node has no navigator.
vi.hoisted(() => {
  if (!('navigator' in globalThis)) vi.stubGlobal('navigator', { userAgent: 'Node' });
});

// Painted on a canvas, which only pages have.
vi.mock('../../examples/cards/pictures', () => ({
  face: (index: number) => `face-${index}.png`,
  landscape: (index: number) => `landscape-${index}.png`,
}));

const FRAMES_A_SECOND = 10;
const FRAME_MS = 1000 / FRAMES_A_SECOND;
/** Frames from one message to the next, as in the example. */
const PACE = 15;

/** The feed of the example, which somebody scrolls, at rest, slowly and by flings, while messages come. */
function soak(minutes: number, leaksOne: boolean): { leaks: Leak[]; toldAt: number } {
  const app = createHeadlessApp({ width: 800, height: 720, theme: dark.theme });
  const { world } = app;
  const memory = installMemory(app, { ports: { sources: [] } });
  const leaks: Leak[] = [];
  let toldAt = Number.NaN;
  let frame = 0;
  memory.census.onLeak((leak) => {
    leaks.push(leak);
    toldAt = frame / FRAMES_A_SECOND;
  });
  const feed = createScreen(app, dark);
  const pool = memory.pool('notes', () => ({ at: 0 }));
  const notes: { at: number }[] = [];
  const random = createRandom(3);
  let speed = 0;
  for (; frame < minutes * 60 * FRAMES_A_SECOND; frame++) {
    if (frame % 30 === 0) speed = random() < 0.3 ? 0 : (random() - 0.45) * 900;
    if (speed !== 0) feed.list.scrollBy(speed);
    speed *= 0.94;
    if (frame % PACE === 0) feed.arrive();
    if (random() < 0.2) notes.push(pool.acquire());
    if (notes.length > 0 && random() < 0.25) pool.release(notes.shift()!);
    if (leaksOne && frame % FRAMES_A_SECOND === 0) text(world, { content: 'lost' });
    app.step(1000 + frame * FRAME_MS);
  }
  app.dispose();
  return { leaks, toldAt };
}

it('is silent about the feed of the example, scrolled for ten minutes', () => {
  expect(soak(10, false).leaks).toEqual([]);
});

it('finds an element a second that is lost beside it within a minute of having seen that long', () => {
  const { leaks, toldAt } = soak(3, true);
  expect(leaks[0]?.kind).toBe('elements');
  expect(leaks[0]?.perSecond).toBeGreaterThan(0.8);
  expect(toldAt).toBeLessThan(62);
});
