import { describe, expect, it } from 'vitest';
import { columns, type Row, resolve } from '../../../../src/ecs';
import { Box } from '../../../../src/ecs/stores';
import { createHeadlessApp } from '../../../../src/testing/headless-app';
import { setText, text, virtualList } from '../../../../src/ui';
import { createListApp, setHeight, shownLayers } from './list-app';

const WORDS =
  'Lists of messages that wrap are as high as their width has them be, so all change at once. ';

/** A list of texts that wrap, as wide as the surface. */
function createWrapping() {
  const app = createHeadlessApp({ width: 400, height: 400 });
  const { world } = app;
  const boundTo = new Map<Row, number>();
  const list = virtualList(world, {
    width: '100%',
    height: '100%',
    count: 1000,
    estimatedSize: 60,
    template: (row) => [text(world, { parent: row, whiteSpace: 'normal' }), row] as const,
    bind(_, [label, row], index) {
      boundTo.set(resolve(world, row), index);
      setText(world, label, WORDS.repeat(1 + ((index * 7) % 5)));
    },
  });
  /** Height of a row and the share of it above the edge. */
  function cutOf(index: number): [height: number, share: number] {
    const row = [...boundTo].find(([, own]) => own === index)![0];
    const height = columns(world, Box).height[row]!;
    return [height, 0 - shownLayers(app, boundTo).get(index)! / height];
  }
  return { app, list, cutOf };
}

describe('a row that the upper edge cuts', () => {
  it('keeps the same share above it when all rows wrap anew', () => {
    const { app, list, cutOf } = createWrapping();
    app.frames(2);
    list.scrollToIndex(500);
    app.frames(2);
    list.scrollBy(31);
    app.frames(2);
    const first = list.firstVisible;
    const [height, share] = cutOf(first);
    expect(share).toBeGreaterThan(0.1);
    for (const width of [220, 130, 400, 333]) {
      app.resize(width, 400);
      app.frames(1);
      expect(list.firstVisible, `${width}`).toBe(first);
      const [now, above] = cutOf(first);
      // A row is placed to the pixel.
      expect(Math.abs(above - share) * now, `${width}`).toBeLessThan(1);
      expect(list.blank).toBe(0);
      app.frames(2);
      expect(Math.abs(cutOf(first)[1] - share) * now, `${width}, later`).toBeLessThan(1);
    }
    app.resize(400, 400);
    app.frames(2);
    expect(Math.abs(cutOf(first)[0] - height)).toBeLessThan(0.02);
    app.dispose();
  });

  it('that fills the viewport keeps it too when it alone gets another height', () => {
    const made = createListApp({ heightOf: (index) => (index === 5 ? 2000 : 40) });
    const { app, list, shown, rowOf } = made;
    app.frames(2);
    list.scrollTo(5 * 40 + 800);
    app.frames(2);
    expect(shown().get(5)).toBe(-800);
    for (const height of [3000, 1000, 2000]) {
      setHeight(app, rowOf(5), height);
      app.frames(2);
      expect(shown().get(5)).toBe(-0.4 * height);
    }
    app.dispose();
  });

  it('that does not, and alone gets another height, grows out of sight', () => {
    const { app, list, shown, rowOf } = createListApp();
    app.frames(2);
    list.scrollTo(5 * 40 + 10);
    app.frames(2);
    setHeight(app, rowOf(5), 100);
    app.frames(2);
    expect([shown().get(5), shown().get(6)]).toEqual([-70, 30]);
    app.dispose();
  });

  it('is the first one still at the top of a list, and the last one at its end', () => {
    const { app, list } = createWrapping();
    app.frames(2);
    app.resize(200, 400);
    app.frames(2);
    expect([list.scrollTop, list.firstVisible]).toEqual([0, 0]);
    list.setCount(0);
    app.resize(300, 400);
    app.frames(2);
    expect(list.firstVisible).toBe(-1);
    app.dispose();
  });
});
