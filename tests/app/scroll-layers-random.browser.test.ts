import {
  type App,
  box,
  despawn,
  type Entity,
  keepAwake,
  type Row,
  resource,
  setStyle,
  setText,
  text,
  type VirtualList,
  virtualList,
} from 'rafter-ui';
import { describe, expect, it } from 'vitest';
import { ListTable } from '../../src/ecs/stores';
import { createRandom, type Random } from '../property/random';
import { pixelsOf, until } from './page';
import {
  composedOf,
  HEIGHT,
  openScrolled,
  type Scrolled,
  scrollUntilUsed,
  setRatio,
  WIDTH,
  worstOf,
} from './scroll-layers-page';

const IS_LONG = import.meta.env.RAFTER_LONG === '1';
const SCENES = 12;
const STEPS = 60;
const RATIOS = [1.5, 1, 2];
const SECTIONS = Array.from({ length: 140 }, (_, i) => i * 20 + 5);

type Parts = readonly [row: Row, cell: Entity, clipped: Entity, label: Entity, chip: Entity];

/** One of two lists that are told the same. */
type Side = Scrolled & Scene;

type Scene = {
  readonly seed: number;
  isVariable: boolean;
  readonly words: Map<number, string>;
  readonly heights: Map<number, number>;
  /** By index: how it looks besides. */
  readonly looks: Map<number, Look>;
  /** What is bound to an index, and the other way round: the lists have pools of different sizes. */
  readonly partsOf: Map<number, Parts>;
  readonly indexOf: Map<Parts, number>;
  lid: Entity | undefined;
};

type Look = typeof PLAIN;

const PLAIN = { chip: 250, fill: '', cell: 60, wide: 80, opacity: 1, visible: true, shift: 0 };

// By default other tests show what this one looks for by chance.
describe.runIf(IS_LONG)('a list that the page moves', () => {
  for (let run = 0; run < SCENES; run++) {
    const ratio = RATIOS[run % RATIOS.length]!;
    it(`shows what it does without, whatever happens (${run}, at ${ratio})`, async () => {
      await setRatio(ratio);
      const random = createRandom(run + 1);
      const seed = random.int(2 ** 30);
      const sides = [await open(true, seed), await open(false, seed)] as const;
      await loadGroups(sides);
      await scrollUntilUsed(...sides);
      await loadAll(sides);
      await scrollUntilUsed(...sides);
      let used = 0;
      const told: string[] = [];
      for (let i = 0; i < STEPS; i++) {
        const change = random.int(2 ** 30);
        for (const side of sides) {
          const what = disturb(side, createRandom(change));
          side.step();
          if (side === sides[0]) told.push(`${what} (${side.state()})`);
        }
        if (sides[0].state() === 'used') used++;
        const worst = worstOf(composedOf(sides[0].canvas), pixelsOf(sides[1].canvas));
        if (worst > 1) throw new Error(`off by ${worst} after ${told.join(', ')}`);
        expect(sides[0].list.blank).toBe(0);
      }
      if (used < STEPS / 8) throw new Error(`used in ${used} of ${STEPS}: ${told.join(', ')}`);
      expect(sides.flatMap(({ errors }) => errors)).toEqual([]);
    });
  }
});

/** Has a cell fade until it is drawn as a group: what does that is loaded with the first, and draws those to come. */
async function loadGroups(sides: readonly Side[]): Promise<void> {
  const fade = (opacity: number): void => {
    for (const side of sides) {
      side.looks.set(1, { ...PLAIN, opacity });
      show(side.app, side, 1);
    }
  };
  fade(0.5);
  await until(() => {
    for (const { step } of sides) step();
    return sides.every(({ app }) => app.renderer.stats().groups > 0);
  });
  fade(1);
}

/** Waits for what lists load once they move: one that knows more of its rows' sizes than the other would be elsewhere. */
async function loadAll(sides: readonly Side[]): Promise<void> {
  for (let i = 0; i < 10; i++) {
    for (const { step } of sides) step();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function open(scrollLayers: boolean, seed: number): Promise<Side> {
  const scene: Scene = {
    ...{ seed, isVariable: false, words: new Map(), heights: new Map(), looks: new Map() },
    ...{ partsOf: new Map(), indexOf: new Map(), lid: undefined },
  };
  const scrolled = await openScrolled({
    scrollLayers,
    left: scrollLayers ? 0 : WIDTH + 20,
    make: (app) => makeList(app, scene, scrollLayers),
  });
  // Rows that were measured count for where the others are: both lists have bound as many.
  for (const list of resource(scrolled.app.world, ListTable).lists) list.ahead = 200;
  return Object.assign(scene, scrolled, { words: scene.words });
}

/** Rows with clipped cells and texts; in some scenes of many heights, with shadows over each other, on a colour of their own. */
function makeList(app: App, scene: Scene, scrollLayers: boolean): VirtualList {
  const { world } = app;
  const random = createRandom(scene.seed);
  const hasShadows = random.int(3) === 0;
  scene.isVariable = random.int(2) === 0;
  const { isVariable } = scene;
  return virtualList<Parts>(world, {
    ...{ position: 'absolute', left: 0, top: 10, width: WIDTH, height: HEIGHT - 40 },
    ...(random.int(2) === 0 ? { fill: '#102030' } : {}),
    count: 3000,
    fixedSize: !isVariable,
    estimatedSize: 30,
    scrollLayers,
    ...(scene.seed % 2 === 0 ? { sections: SECTIONS } : {}),
    template: (row) => {
      const cell = box(world, {
        ...{ parent: row, position: 'absolute', left: 60, top: 3, width: 80, height: 20 },
        ...{ overflow: 'hidden', fill: '#334455' },
      });
      const chip = { left: 250, top: 4, width: 40, height: 14 };
      const parts: Parts = [
        row as never,
        cell,
        text(world, { parent: cell, fontSize: 15 }),
        text(world, { parent: row, position: 'absolute', left: 160, top: 4, fontSize: 13 }),
        box(world, {
          ...{ parent: row, position: 'absolute', ...chip },
          ...(hasShadows ? { boxShadow: '0 6px 14px #000a' } : { borderRadius: 5 }),
        }),
      ];
      return parts;
    },
    bind(_, parts, index) {
      const before = scene.indexOf.get(parts);
      if (before !== undefined && scene.partsOf.get(before) === parts) scene.partsOf.delete(before);
      scene.indexOf.set(parts, index);
      scene.partsOf.set(index, parts);
      show(app, scene, index);
    },
  });
}

/** Writes all of what a row shows. */
function show({ world }: App, scene: Scene, index: number): void {
  const parts = scene.partsOf.get(index);
  if (!parts) return;
  const [row, cell, clipped, label, chip] = parts;
  const look = scene.looks.get(index) ?? PLAIN;
  const height = scene.heights.get(index) ?? 22 + ((index * 7) % 30);
  setStyle(world, row, {
    fill: index % 2 ? '#223344' : '#00000000',
    hoverFill: '#664400',
    ...(scene.isVariable ? { height } : {}),
  });
  setStyle(world, cell, { left: look.cell, width: look.wide, opacity: look.opacity });
  setStyle(world, label, { visible: look.visible });
  setStyle(world, chip, {
    fill: look.fill || (index % 5 ? '#aa5522' : '#22aa55'),
    left: look.chip,
    translate: [look.shift, 0],
  });
  setText(world, clipped, `Clipped words of ${index}, and more`);
  setText(world, label, scene.words.get(index) ?? `Row ${index}`);
}

/** Does something to a list; most of the time it is scrolled. Gives what. */
function disturb(side: Side, random: Random): string {
  const { app, list, words, heights, looks, canvas } = side;
  const { world } = app;
  const index = Math.max(0, list.firstVisible) + random.int(12);
  const change = (part: Partial<Look>): void => {
    looks.set(index, { ...(looks.get(index) ?? PLAIN), ...part });
    show(app, side, index);
  };
  const by = random.pick([0, 1, 7, 20, 60, 90, -3, -40, -120]);
  list.scrollBy(by);
  if (side.lid !== undefined && random.int(3) === 0) {
    despawn(world, side.lid);
    side.lid = undefined;
  }
  switch (random.int(24)) {
    case 0:
      words.set(index, `Other words ${random.int(1000)}`);
      list.refresh();
      return `words, ${by}`;
    case 1:
      heights.set(index, 18 + random.int(60));
      list.refresh();
      return `height of ${index}, ${by}`;
    case 2:
      list.setCount(2900 + random.int(100));
      return `count, ${by}`;
    case 3:
      list.scrollTo(random.int(60_000));
      return 'jump';
    case 4:
      change({ fill: '#ff00ff', chip: 200 + random.int(60) });
      return `chip, ${by}`;
    case 5:
      change({ cell: 40 + random.int(30), wide: 60 + random.int(60) });
      return `cell, ${by}`;
    case 6:
      change({ opacity: random.pick([0.5, 1]) });
      return `opacity, ${by}`;
    case 7: {
      const at = canvas.getBoundingClientRect();
      const clientX = at.left + 30 + random.int(200);
      const clientY = at.top + 30 + random.int(300);
      canvas.dispatchEvent(
        new PointerEvent('pointermove', { clientX, clientY, pointerId: 1, pointerType: 'mouse' }),
      );
      return `hover, ${by}`;
    }
    case 8:
      if (random.int(3) !== 0) return `${by}`;
      side.lid ??= box(world, {
        ...{ position: 'absolute', left: 30, top: 40, width: 90, height: 60, fill: '#008800' },
      });
      return `lid, ${by}`;
    case 9:
      change({ visible: random.int(2) === 0 });
      return `visible, ${by}`;
    case 10:
      setStyle(world, list.entity, { width: WIDTH - random.int(2) * 40 });
      return `width, ${by}`;
    case 11:
      change({ shift: random.int(9) });
      return `translate, ${by}`;
    default:
      keepAwake(world);
      return `${by}`;
  }
}
