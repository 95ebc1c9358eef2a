import { type App, Box, columns, treeOf } from 'rafter-ui';
import { expect, vi } from 'vitest';
import { atEnd } from './page';

/** The page's device pixel ratio, changed by hand; counts who listens to it. */
export function fakeRatio(): { change(ratio: number): void; listeners(): number } {
  const queries = new Set<EventTarget>();
  const open = new Set<unknown>();
  vi.stubGlobal('devicePixelRatio', 1);
  vi.stubGlobal('matchMedia', (media: string) => {
    expect(media).toBe(`(resolution: ${devicePixelRatio}dppx)`);
    const query = new EventTarget();
    const { addEventListener, removeEventListener } = query;
    query.addEventListener = (type, listener, options) => {
      open.add(listener);
      addEventListener.call(query, type, () => open.delete(listener), { once: true });
      addEventListener.call(query, type, listener, options);
    };
    query.removeEventListener = (type, listener, options) => {
      open.delete(listener);
      removeEventListener.call(query, type, listener, options);
    };
    queries.add(query);
    return query;
  });
  atEnd(() => vi.unstubAllGlobals());
  return {
    change(ratio) {
      vi.stubGlobal('devicePixelRatio', ratio);
      const old = [...queries];
      queries.clear();
      for (const query of old) query.dispatchEvent(new Event('change'));
    },
    listeners: () => open.size,
  };
}

/** All boxes in CSS pixels, in tree order. */
export function boxesOf({ world }: App): number[] {
  const { x, y, width, height } = columns(world, Box);
  const { order, length } = treeOf(world);
  const values: number[] = [];
  for (let i = 0; i < length; i++) {
    const row = order[i]!;
    values.push(x[row]!, y[row]!, width[row]!, height[row]!);
  }
  return values;
}
