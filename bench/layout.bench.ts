import { suite } from 'rafter-ui/benchmark';
import { CONTENT, columns, LAYOUT, touch } from '../src/ecs';
import { Text } from '../src/ecs/stores';
import { createLayoutScene, type LayoutScene } from './layout/scene';

const ELEMENTS = 10_000;
const LEAVES_A_RUN = 200;

/** Every style dirty. */
const everything = {
  run({ world, rows, update }: LayoutScene) {
    for (const row of rows) touch(world, row, LAYOUT);
    update();
  },
  counters: ({ totals }: LayoutScene) => ({ ...totals }),
  teardown: ({ system }: LayoutScene) => system.dispose(),
};

suite('layout', (s) => {
  s.bench('full-10k', {
    notes:
      'layout alone, without peers: every style of 10,111 elements dirty; 40 % are text, some have percentages, minimums and borders',
    setup: () => createLayoutScene(ELEMENTS),
    ...everything,
  });

  s.bench('full', {
    gate: false,
    parameters: { elements: [1_000, 10_000, 100_000] },
    effort: { minSamples: 2 },
    notes: 'the same tree with fewer and more sections',
    setup: ({ parameters }) => createLayoutScene(parameters.elements!),
    ...everything,
  });

  s.bench('one-leaf', {
    unit: 'µs',
    notes: 'one text of the same tree has another width: up to where sizes stay, and down again',
    setup: () => createLayoutScene(ELEMENTS),
    operations: LEAVES_A_RUN,
    run(scene: LayoutScene) {
      const { world, leaves, update } = scene;
      const { width } = columns(world, Text);
      for (let i = 0; i < LEAVES_A_RUN; i++) {
        const { turn } = scene;
        const leaf = leaves[(turn * 7919) % leaves.length]!;
        width[leaf] = 20 + (turn % 37);
        touch(world, leaf, CONTENT);
        update();
        scene.turn++;
      }
    },
    counters: everything.counters,
    teardown: everything.teardown,
  });
});
