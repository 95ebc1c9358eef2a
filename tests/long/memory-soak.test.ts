import { expect, it } from 'vitest';
import { createMessages } from '../../examples/feed/messages';
import { installMemory, type Leak } from '../../src/memory';
import { createRandom } from '../../src/statistics';
import { createHeadlessApp } from '../../src/testing/headless-app';
import { setText, text, virtualList } from '../../src/ui';

/** Ten minutes at 10 frames a second. */
const FRAMES = 6_000;
const FRAME_MS = 1000 / 10;

/** A feed that somebody scrolls, at rest, slowly and by flings, while messages come. */
function soak(leaksOne: boolean): Leak[] {
  const app = createHeadlessApp({ width: 800, height: 720 });
  const { world } = app;
  const memory = installMemory(app, { ports: { sources: [] } });
  const leaks: Leak[] = [];
  memory.census.onLeak((leak) => leaks.push(leak));
  const messages = createMessages(7);
  const list = virtualList(world, {
    width: 600,
    height: 720,
    count: 10_000,
    estimatedSize: 60,
    template: (row) => [text(world, { parent: row, width: 560, fontSize: 14 })],
    bind: (_, [label], index) => setText(world, label!, messages.body(index)),
  });
  const pool = memory.pool('notes', () => ({ at: 0 }));
  const notes: { at: number }[] = [];
  const random = createRandom(3);
  let speed = 0;
  for (let frame = 0; frame < FRAMES; frame++) {
    if (frame % 30 === 0) speed = random() < 0.3 ? 0 : (random() - 0.45) * 900;
    if (speed !== 0) list.scrollBy(speed);
    speed *= 0.94;
    if (frame % 20 === 0) list.insertRows(list.count, 1);
    if (random() < 0.2) notes.push(pool.acquire());
    if (notes.length > 0 && random() < 0.25) pool.release(notes.shift()!);
    if (leaksOne && frame % 10 === 0) text(world, { content: 'lost' });
    app.step(1000 + frame * FRAME_MS);
  }
  app.dispose();
  return leaks;
}

it('is silent about a feed that is scrolled for ten minutes', () => {
  expect(soak(false)).toEqual([]);
});

it('finds an element a second that is lost beside it', () => {
  const [leak] = soak(true);
  expect(leak?.kind).toBe('elements');
  expect(leak?.to).toBeLessThan(leak!.from + 60);
});
