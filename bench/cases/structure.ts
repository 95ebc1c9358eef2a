import { columns, despawn, type Entity, PAINT, resolve, touch } from '../../src/ecs';
import { Fill } from '../../src/ecs/stores';
import { createHeadlessApp, type HeadlessApp } from '../../src/testing';
import { box } from '../../src/ui';
import type { BenchCase } from '../types';

const ELEMENTS = 10_000;
const FRAMES = 60;

/** What a frame costs in which the structure changed, beside one in which a colour did. */
export const cases: BenchCase[] = [
  {
    id: 'render/rebuild',
    unit: 'ms/frame',
    async run({ rounds }) {
      const app = createHeadlessApp({ width: 1280, height: 720 });
      const { world } = app;
      const page = box(world, { flexDirection: 'column', overflow: 'hidden' });
      const panels: Entity[] = [];
      for (let i = 0; i < ELEMENTS; i++) {
        // Absolute: layout has nothing to do with the rest when one comes or goes.
        panels.push(
          box(world, {
            parent: page,
            position: 'absolute',
            left: (i % 100) * 12,
            top: Math.floor(i / 100) * 7,
            width: 10,
            height: 5,
            fill: '#4c6a94',
          }),
        );
      }
      app.frames(5);
      const ours: number[] = [];
      const peer: number[] = [];
      let color = 0;
      for (let round = 0; round < Math.max(9, rounds); round++) {
        let extra: Entity | undefined;
        ours.push(
          perFrame(app, () => {
            if (extra !== undefined) despawn(world, extra);
            extra =
              extra === undefined
                ? box(world, {
                    parent: page,
                    position: 'absolute',
                    width: 10,
                    height: 5,
                    fill: '#e5616b',
                  })
                : undefined;
          }),
        );
        peer.push(
          perFrame(app, () => {
            const row = resolve(world, panels[5000]!);
            columns(world, Fill).color[row] = (0xff000000 | ++color) >>> 0;
            touch(world, row, PAINT);
          }),
        );
      }
      app.dispose();
      return {
        ours,
        peers: { 'one colour changed': peer },
        notes:
          'Node, null backend: one of 10,000 elements added or removed in every frame, layout and list included.',
      };
    },
  },
];

function perFrame(app: HeadlessApp, edit: () => void): number {
  const started = performance.now();
  for (let i = 0; i < FRAMES; i++) {
    edit();
    app.frames(1);
  }
  return (performance.now() - started) / FRAMES;
}
