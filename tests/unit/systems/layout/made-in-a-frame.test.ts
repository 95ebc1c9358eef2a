import { box, columns, type Entity, resolve, text, virtualList } from 'rafter-ui';
import { createHeadlessApp } from 'rafter-ui/testing';
import { describe, expect, it, vi } from 'vitest';
import { Box } from '../../../../src/ecs/stores';

// The page imports the whole framework, and with it Pixi, which Node 20 cannot load without this.
vi.hoisted(() => vi.stubGlobal('navigator', globalThis.navigator ?? { userAgent: '' }));

describe('what a list makes while it settles', () => {
  it('is arranged from above, whatever order it was made in', () => {
    const app = createHeadlessApp({ width: 400, height: 600 });
    const { world } = app;
    const page = box(world, { flexDirection: 'column' });
    const badges: Entity[] = [];
    virtualList(world, {
      parent: page,
      flexGrow: 1,
      count: 12,
      estimatedSize: 20,
      template: (row) => [row] as const,
      bind(_, [row]) {
        const column = box(world, { parent: row, flexGrow: 1, flexDirection: 'column' });
        const line = box(world, { parent: column, alignItems: 'center', columnGap: 10 });
        // A boundary: what changes in it is not looked for above.
        const badge = box(world, { parent: line, width: 72, height: 30, flexShrink: 0 });
        text(world, { parent: badge, content: 'New' });
        text(world, { parent: line, content: 'a row', flexGrow: 1 });
        badges.push(badge);
      },
    });
    app.frames(3);
    const { width, height } = columns(world, Box);
    expect(badges.length).toBeGreaterThan(5);
    for (const badge of badges) {
      expect([width[resolve(world, badge)], height[resolve(world, badge)]]).toEqual([72, 30]);
    }
    app.dispose();
  });
});
