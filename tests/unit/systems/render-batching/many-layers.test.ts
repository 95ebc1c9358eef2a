import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columns, STACK, touch } from '../../../../src/ecs';
import {
  BLEND_SCREEN,
  CACHE_ALWAYS,
  CacheHint,
  hideLayer,
  markLayer,
} from '../../../../src/ecs/stores';
import { moveLayer } from '../../../move-layer';
import { setFilter, setOpacity, start } from './group-stage';
import { CLEAR_RED, GREEN, RED, type Stage } from './stage';

const RUNS = process.env.RAFTER_LONG ? 400 : 6;

describe('with 1,200 layers, once what keeps pictures of them is loaded', () => {
  it('a frame in which nothing happens looks at none, and one in which a few are drawn at those near them', async () => {
    const { stage, inner } = await openMany();
    const looked = (): number => stage.batching.baking!.looked();
    stage.frame();
    expect(looked()).toBe(0);
    stage.paint(inner[600]!, RED);
    stage.frame();
    expect(stage.stats.draws).toBeGreaterThan(0);
    expect(looked()).toBeGreaterThan(0);
    expect(looked()).toBeLessThanOrEqual(2 * 32);
    stage.frame();
    expect(looked()).toBe(0);
    // Where it is that moved is found for it alone.
    stage.place(inner[0]!, 2, 2, 5, 5);
    stage.frame();
    expect(looked()).toBeLessThanOrEqual(2 * 32);
  });

  it('finds those that are drawn where others have come and gone', async () => {
    const { stage, rows } = await openMany();
    for (const row of rows.slice(0, 600)) stage.remove(row);
    columns(stage.world, CacheHint).value[rows[800]!] = CACHE_ALWAYS;
    stage.frame();
    for (let i = 0; i < 10; i++) {
      move(stage, rows[800]!, i);
      stage.frame();
    }
    expect(stage.stats.baked).toBe(1);
  });

  it('a frame looks at those that ask to be groups, and at those that have just ceased to', async () => {
    const { stage, rows, inner } = await openMany();
    const looked = (): number => stage.batching.baking!.looked();
    for (const i of [10, 20]) setOpacity(stage, rows[i]!, 0.5);
    setFilter(stage, rows[30]!, [{ name: 'saturate', numbers: [2], color: 0 }]);
    stage.frame(2);
    expect(stage.stats.groups).toBe(3);
    expect(looked()).toBe(3);
    for (const i of [10, 20]) setOpacity(stage, rows[i]!, 1);
    setFilter(stage, rows[30]!, []);
    stage.paint(inner[10]!, RED);
    stage.frame(100);
    expect(stage.stats.groups).toBe(0);
    // One that fades while groups are turned off is one when they are on again.
    const { tunables } = stage.batching.render;
    tunables!.set('groups', false);
    setOpacity(stage, rows[50]!, 0.5);
    stage.frame(2);
    tunables!.set('groups', true);
    stage.frame(2);
    expect(stage.stats.groups).toBe(1);
    setOpacity(stage, rows[50]!, 1);
    stage.frame(100);
    // Any that is one or ceases to be has them listed anew.
    setOpacity(stage, rows[40]!, 0.5);
    stage.frame(2);
    expect(looked()).toBe(1);
  });
});

describe('pictures of layers and groups', () => {
  it('are what they are where all layers are looked at in every frame, after any edits', async () => {
    const edit = fc.record({
      what: fc.constantFrom(
        ...([
          'move',
          'move',
          'paint',
          'place',
          'fade',
          'hide',
          'blend',
          'filter',
          'glide',
        ] as const),
      ),
      of: fc.nat(7),
      to: fc.nat(9),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 20, maxLength: 40 }), async (edits) => {
        const pair = [await openNested(), await openNested()];
        for (const { what, of, to } of edits) {
          for (const { stage, rows, inner } of pair) apply(stage, rows[of]!, inner[of]!, what, to);
          const repeat = what === 'glide' ? 8 : 1;
          for (let i = 0; i < repeat; i++) {
            if (what === 'glide') {
              for (const { stage, rows } of pair) move(stage, rows[of]!, to + i);
            }
            // The list of the second is built anew in every frame, and with it all that is known of layers.
            touch(pair[1]!.stage.world, pair[1]!.none, STACK);
            for (const { stage } of pair) stage.frame();
            const [kept, anew] = pair.map(({ stage }) => picturesOf(stage));
            // Around a group of which a filter within was taken out, what that showed may be drawn once more.
            expect(kept!.damagedPixels).toBeGreaterThanOrEqual(anew!.damagedPixels);
            expect({ ...kept, damagedPixels: 0 }).toEqual({ ...anew, damagedPixels: 0 });
          }
        }
      }),
      { numRuns: RUNS },
    );
  });
});

type What = 'move' | 'paint' | 'place' | 'fade' | 'hide' | 'blend' | 'filter' | 'glide' | 'show';

function apply(stage: Stage, row: number, inner: number, what: What, to: number): void {
  const layer = stage.layerOf(row);
  if (what === 'move') move(stage, row, to * 31);
  if (what === 'paint') stage.paint(inner, to % 2 === 0 ? RED : GREEN);
  if (what === 'place') stage.place(inner, to * 9, to * 5, 20 + to * 20, 30);
  if (what === 'show') stage.show(to % 3 === 0 ? row : inner, to < 5);
  if (what === 'fade') setOpacity(stage, row, to < 5 ? 1 : to / 10);
  if (what === 'hide') hideLayer(stage.world, stage.table, layer, to < 5);
  if (what === 'blend') {
    stage.table.blend[layer] = to < 5 ? 0 : BLEND_SCREEN;
    markLayer(stage.world, stage.table, layer);
    stage.paint(row, RED);
  }
  if (what === 'filter') {
    setFilter(stage, row, to < 5 ? [] : [{ name: 'blur', numbers: [to], color: 0 }]);
  }
}

function move(stage: Stage, row: number, by: number): void {
  moveLayer(stage.world, stage.table, stage.layerOf(row), by, by % 7);
}

function picturesOf({ stats }: Stage) {
  const { baked, totalBakes, bakedBytes, groups, groupBytes, groupsTaken, damagedPixels } = stats;
  return { baked, totalBakes, bakedBytes, groups, groupBytes, groupsTaken, damagedPixels };
}

/** Eight layers, in one another and beside, of boxes that are dear to draw. */
async function openNested() {
  const stage = await start({ keep: false });
  const rows: number[] = [];
  const inner: number[] = [];
  for (let i = 0; i < 8; i++) {
    const parent = i % 4 === 0 ? 0 : rows[i - 1 - (i % 2)]!;
    const row = stage.layer(20 + i * 15, 20 + i * 10, 120, 90, i % 2 === 0 ? RED : 0, parent);
    rows.push(row);
    for (let k = 0; k < 30; k++) stage.box(k, k, 100, 60, CLEAR_RED, row);
    inner.push(stage.box(10, 10, 60, 40, GREEN, row));
  }
  const none = stage.box(0, 0, 0, 0, 0);
  stage.frame(2);
  return { stage, rows, inner, none };
}

async function openMany() {
  const stage = await start({ width: 1280, height: 720, keep: false });
  const rows: number[] = [];
  const inner: number[] = [];
  for (let i = 0; i < 1200; i++) {
    const row = stage.layer((i % 60) * 21, Math.floor(i / 60) * 14, 10, 10, RED);
    rows.push(row);
    inner.push(stage.box(1, 1, 5, 5, GREEN, row));
  }
  stage.frame(3);
  return { stage, rows, inner };
}
