import { afterEach, describe, expect, it } from 'vitest';
import { columns, resource, STACK, touch } from '../../../../src/ecs';
import {
  BLEND_MULTIPLY,
  BLEND_NORMAL,
  CACHE_ALWAYS,
  CACHE_NEVER,
  CacheHint,
  hideLayer,
  markLayer,
  PaintOrders,
  STACK_LEVEL,
  Stacking,
} from '../../../../src/ecs/stores';
import {
  KIND_PICTURE,
  RECORD_KIND_LAYER,
  RECORD_WORDS,
} from '../../../../src/systems/render-batching/record-format';
import { heapSlope } from '../../../heap-slope';
import { moveLayer } from '../../../move-layer';
import {
  BACKGROUND,
  CLEAR_RED,
  createStage,
  GREEN,
  RED,
  type Stage,
  type StageOptions,
} from './stage';

const FRAMES = process.env.RAFTER_LONG === '1' ? 20_000 : 1_000;
const WIDTH = 120;
const HEIGHT = 90;

const stages: Stage[] = [];

afterEach(() => {
  for (const stage of stages.splice(0)) stage.dispose();
});

describe('a layer that glides', () => {
  it('is drawn from its picture once it was the same for 3 frames', async () => {
    const { stage, glide } = await open(1);
    glide(3);
    expect(stage.stats.baked).toBe(0);
    glide(1);
    expect(stage.stats).toMatchObject({ baked: 1, bakes: 1, totalBakes: 1, bakedBytes: bytes(1) });
    const { rects } = stage.backend.lastFrame!;
    expect(rects.flatMap(({ draws }) => draws).map(({ program }) => program)).toEqual(['picture']);
    glide(50);
    expect(stage.stats).toMatchObject({ baked: 1, bakes: 0, totalBakes: 1 });
    expect(stage.stats.quadsBy).toMatchObject({ pictures: 1, simple: 0 });
  });

  it('is one of three whose pictures are taken in a frame', async () => {
    const { stage, glide } = await open(8);
    const taken: number[] = [];
    for (let i = 0; i < 8; i++) {
      glide(1);
      if (stage.stats.bakes > 0) taken.push(stage.stats.bakes);
    }
    expect(taken).toEqual([3, 3, 2]);
    expect(stage.stats.baked).toBe(8);
  });

  it('has its picture hold all that it shows, with a pixel around', async () => {
    const { stage, cards, glide } = await open(1, { dpr: 2 });
    // Left out until then: it is lowest, and of the colour behind everything.
    stage.paint(cards[0]!, BACKGROUND);
    glide(6);
    const [picture] = stage.backend.pictures.values();
    expect(picture).toMatchObject({ width: WIDTH * 2 + 2, height: HEIGHT * 2 + 2 });
    expect(picture!.draws.reduce((sum, { count }) => sum + count, 0)).toBe(3 * 6);
  });

  it('has its picture hold what was drawn first', async () => {
    const { stage, cards, glide } = await open(2);
    stage.paint(cards[1]!, GREEN);
    glide(6);
    for (const { draws } of stage.backend.pictures.values()) {
      expect(draws.reduce((sum, { count }) => sum + count, 0)).toBe(3 * 6);
    }
  });

  it('leaves no garbage and writes one record', async () => {
    const { stage, glide } = await open(6, { keep: false });
    glide(20);
    expect(stage.stats.baked).toBe(6);
    glide(1);
    expect(stage.stats.draws).toBe(6);
    expect(heapSlope(() => glide(1), FRAMES)).toBeLessThanOrEqual(16);
    expect(stage.stats).toMatchObject({ baked: 6, totalBakes: 6 });
  }, 60_000);
});

describe('what mixes with what lies below it', () => {
  it('is in no picture, nor is what it is in', async () => {
    for (const within of [false, true]) {
      const { stage, cards, glide } = await open(1, {}, true);
      glide(1);
      const own = stage.layerOf(cards[0]!);
      const inner = stage.table.parent.findIndex((up, id) => up === own && id !== 0);
      blend(stage, within ? inner : own);
      glide(20);
      expect(stage.stats).toMatchObject({ baked: 0, totalBakes: 0 });
      stage.table.blend[within ? inner : own] = BLEND_NORMAL;
      markLayer(stage.world, stage.table, within ? inner : own);
      glide(40);
      expect(stage.stats.baked).toBe(1);
    }
  });
});

describe('a picture', () => {
  it('mixes with nothing, whatever comes before it', async () => {
    const { stage, cards, glide } = await open(2);
    blend(stage, stage.layerOf(cards[0]!));
    glide(10);
    stage.batching.invalidate();
    glide(1);
    const draws = stage.backend.lastFrame!.draws.map(({ program, blend }) => [program, blend]);
    expect(draws).toEqual([
      // A group, which is one for its blend mode.
      ['picture', BLEND_MULTIPLY],
      ['picture', BLEND_NORMAL],
    ]);
    expect(stage.stats.breaks).toEqual({ part: 1, blend: 1, program: 0, gap: 0 });
  });

  it('is where its layer is, at any pixel ratio', async () => {
    for (const dpr of [1, 1.5]) {
      const { stage, cards, glide } = await open(1, { dpr }, true);
      glide(8);
      const layer = stage.layerOf(cards[0]!);
      for (const [x, y] of [
        [50, 20],
        [33.4, 7.9],
      ] as const) {
        moveLayer(stage.world, stage.table, layer, x, y);
        stage.frame();
        expect(stage.stats.quadsBy.pictures).toBe(1);
        const floats = new Float32Array(stage.backend.records.buffer);
        const at = stage.backend.records.findIndex(
          (word, i) => i % RECORD_WORDS === RECORD_KIND_LAYER && (word & 255) === KIND_PICTURE,
        );
        const corner = [0, 1].map((i) => floats[at - RECORD_KIND_LAYER + i]! * dpr);
        expect(corner[0]).toBeCloseTo(Math.round((10 + x) * dpr) - 1, 3);
        expect(corner[1]).toBeCloseTo(Math.round((10 + y) * dpr) - 1, 3);
      }
    }
  });

  it('is drawn before what lies over it, opaque or not', async () => {
    const { stage, glide } = await open(1);
    stage.box(30, 30, 50, 50, RED);
    const programs = (): string[] => {
      stage.batching.invalidate();
      glide(1);
      return stage.backend.lastFrame!.draws.map(({ program }) => program);
    };
    expect(programs()).toEqual(['simple']);
    glide(10);
    expect(programs()).toEqual(['picture', 'simple']);
  });

  type Change = (stage: Stage, card: number, inner: number) => void;
  const changes: Record<string, Change> = {
    'a colour of what is in it': (stage, _, inner) => stage.paint(inner, GREEN),
    'the place of what is in it': (stage, _, inner) => stage.place(inner, 3, 3, 20, 20),
    'its own colour': (stage, card) => stage.paint(card, 0x80808080),
    'what is added': (stage, card) => void stage.box(5, 5, 10, 10, RED, card),
    'what is removed': (stage, _, inner) => stage.remove(inner),
    'what is hidden': (stage, _, inner) => stage.show(inner, false),
    'its opacity': (stage, card) => {
      stage.table.opacity[stage.layerOf(card)] = 0.5;
      markLayer(stage.world, stage.table, stage.layerOf(card));
    },
    'its blend mode': (stage, card) => blend(stage, stage.layerOf(card)),
    'the blend mode of a layer in it': (stage, card) => {
      const own = stage.layerOf(card);
      blend(
        stage,
        stage.table.parent.findIndex((up, id) => up === own && id !== 0),
      );
    },
    'the blend mode of the layer around': (stage, card) =>
      blend(stage, stage.table.parent[stage.layerOf(card)]!),
    'its clip': (stage, card) => {
      const layer = stage.layerOf(card);
      stage.table.clips[layer] = 1;
      stage.table.clipRight[layer] = 50;
      stage.table.clipBottom[layer] = 50;
      markLayer(stage.world, stage.table, layer);
    },
    'its scale': (stage, card) => {
      stage.table.scaleX[stage.layerOf(card)] = 1.5;
      markLayer(stage.world, stage.table, stage.layerOf(card));
    },
    'the layer around, which is turned': (stage, card) => {
      const layer = stage.table.parent[stage.layerOf(card)]!;
      stage.table.rotation[layer] = 0.2;
      markLayer(stage.world, stage.table, layer);
    },
    'the opacity of the layer around': (stage, card) => {
      const layer = stage.table.parent[stage.layerOf(card)]!;
      stage.table.opacity[layer] = 0.5;
      markLayer(stage.world, stage.table, layer);
    },
    'a layer in it that moves': (stage, card) => {
      const own = stage.layerOf(card);
      const within = stage.table.parent.findIndex((up, id) => up === own && id !== 0);
      moveLayer(stage.world, stage.table, within, 7, 0);
    },
    'a layer in it that is hidden': (stage, card) => {
      const own = stage.layerOf(card);
      const within = stage.table.parent.findIndex((up, id) => up === own && id !== 0);
      hideLayer(stage.world, stage.table, within, true);
    },
    'the pixel ratio': (stage) => stage.resize(640, 400, 1.5),
    'the device, which was lost': (stage) => {
      stage.backend.lose();
      stage.backend.restore();
    },
  };

  for (const [what, change] of Object.entries(changes)) {
    it(`goes with ${what}`, async () => {
      const { stage, cards, inners, glide } = await open(1, {}, true);
      glide(8);
      expect(stage.stats.baked).toBe(1);
      change(stage, cards[0]!, inners[0]!);
      glide(1);
      expect(stage.stats.baked).toBe(0);
      // What fades or mixes is a group from now on, whose picture is another one.
      const { groups } = stage.stats;
      expect(groups).toBe(/opacity|its blend|mode of the layer around/.test(what) ? 1 : 0);
      expect(stage.backend.pictures.size).toBe(groups);
      const draws = stage.backend.lastFrame!.draws.filter(({ program }) => program === 'picture');
      expect(draws).toHaveLength(groups);
    });
  }

  it('stays when what lies beside or around its layer changes', async () => {
    const { stage, glide } = await open(1, {}, true);
    const beside = stage.box(400, 300, 20, 20, RED);
    glide(8);
    stage.paint(beside, GREEN);
    glide(1);
    stage.box(300, 300, 20, 20, RED);
    glide(1);
    stage.remove(beside);
    glide(1);
    expect(stage.stats).toMatchObject({ baked: 1, totalBakes: 1 });
    expect(stage.stats.quadsBy.pictures).toBeGreaterThan(0);
  });

  it('is taken again when its layer has stayed the same, later each time that it did not pay', async () => {
    const { stage, inners, glide } = await open(1);
    glide(8);
    const waits: number[] = [];
    for (let round = 0; round < 3; round++) {
      stage.paint(inners[0]!, 0x80000000 + round);
      let frames = 0;
      do {
        glide(1);
        frames++;
      } while (stage.stats.bakes === 0);
      waits.push(frames - 1);
    }
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(waits[2]).toBeGreaterThan(waits[0]!);
  });

  it('is cut by the clip around, and taken only where that cuts nothing', async () => {
    const stage = await start({});
    const frame = stage.layer(0, 0, 300, 200, 0);
    const around = stage.layerOf(frame);
    stage.table.clips[around] = 1;
    stage.table.clipRight[around] = 200;
    stage.table.clipBottom[around] = 200;
    const card = addCard(stage, 150, 20, frame).card;
    for (let i = 0; i < 30; i++) shift(stage, card, i % 2, 0);
    expect(stage.stats.baked).toBe(0);
    for (let i = 0; i < 40; i++) shift(stage, card, -100 + (i % 2), 0);
    expect(stage.stats.baked).toBe(1);
    shift(stage, card, 20, 0);
    expect(stage.stats).toMatchObject({ baked: 1, totalBakes: 1 });
    expect(stage.stats.quadsBy.pictures).toBeGreaterThan(0);
    expect(stage.stats.damage[2]).toBeLessThanOrEqual(200);
  });

  it('that was drawn longest ago goes when there are more than the budget, and none that is drawn', async () => {
    const stage = await start({ width: 1600, height: 400 });
    stage.batching.render.tunables!.set('bakeBudget', 1);
    const cards = [0, 1, 2].map((i) => addCard(stage, 10 + i * 450, 10).card);
    for (const card of cards) stage.place(card, 0, 0, 400, 300);
    // Two of 402 x 302 pixels fit into a megabyte.
    const glide = (which: number[], frames: number): number => {
      for (let i = 0; i < frames; i++) {
        for (const at of which) {
          const layer = stage.layerOf(cards[at]!);
          moveLayer(stage.world, stage.table, layer, stage.table.x[layer]! === 1 ? 2 : 1, 0);
        }
        stage.frame();
      }
      return stage.stats.quadsBy.pictures;
    };
    glide([0, 1, 2], 40);
    // All three are drawn in each frame: none makes room for another.
    expect(stage.stats).toMatchObject({ baked: 2, totalBakes: 2, bakedBytes: 402 * 302 * 4 * 2 });
    glide([0], 20);
    glide([1], 20);
    glide([2], 20);
    expect(stage.stats.baked).toBe(2);
    const before = stage.stats.totalBakes;
    expect([glide([1], 1), glide([2], 1), glide([0], 1)]).toEqual([1, 1, 0]);
    glide([0], 20);
    expect(stage.stats).toMatchObject({ baked: 2, totalBakes: before + 1 });
    expect([glide([0], 1), glide([2], 1), glide([1], 1)]).toEqual([1, 1, 0]);
  });
});

describe('a hint', () => {
  it('keeps a layer from being a picture, and what it is in', async () => {
    const { stage, cards, inners, glide } = await open(2);
    setHint(stage, inners[0]!, CACHE_NEVER);
    glide(30);
    expect(stage.stats.baked).toBe(1);
    setHint(stage, cards[1]!, CACHE_NEVER);
    glide(30);
    expect(stage.stats.baked).toBe(0);
  });

  it('makes a picture of what would not pay', async () => {
    const stage = await start({});
    const cheap = [0, 1].map((i) => stage.layer(10, 10 + i * 100, 60, 40, RED));
    setHint(stage, cheap[1]!, CACHE_ALWAYS);
    for (let i = 0; i < 40; i++) {
      for (const row of cheap) moveLayer(stage.world, stage.table, stage.layerOf(row), i % 2, 0);
      stage.frame();
    }
    expect(stage.stats.baked).toBe(1);
  });
});

describe('no picture is taken', () => {
  it('of what is not drawn again', async () => {
    const { stage } = await open(3);
    const far = stage.box(600, 380, 10, 10, RED);
    for (let i = 0; i < 40; i++) {
      stage.paint(far, i % 2 === 0 ? RED : GREEN);
      stage.frame();
    }
    expect(stage.stats.totalBakes).toBe(0);
  });

  it('while the knob is off, and those there are go', async () => {
    const { stage, glide } = await open(3);
    glide(10);
    expect(stage.stats.baked).toBe(3);
    stage.batching.render.tunables!.set('baking', false);
    glide(10);
    expect(stage.stats).toMatchObject({ baked: 0, bakedBytes: 0 });
    stage.batching.render.tunables!.set('baking', true);
    glide(30);
    expect(stage.stats.baked).toBe(3);
  });

  it('of the inner one of two layers of which the outer one has one', async () => {
    const { stage, cards, glide } = await open(1);
    const inner = stage.layer(20, 20, 30, 30, CLEAR_RED, cards[0]!);
    for (const row of [cards[0]!, inner]) setHint(stage, row, CACHE_ALWAYS);
    glide(30);
    expect(stage.stats.baked).toBe(1);
    const { totalBakes } = stage.stats;
    glide(30);
    expect(stage.stats.totalBakes).toBe(totalBakes);
  });

  it('where something else is drawn between what is in a layer', async () => {
    const { stage, cards, inners, glide } = await open(2);
    columns(stage.world, Stacking).level[inners[0]!] = 1;
    columns(stage.world, Stacking).kind[inners[0]!] = STACK_LEVEL;
    resource(stage.world, PaintOrders).use();
    touch(stage.world, inners[0]!, STACK);
    glide(30);
    expect(stage.stats.baked).toBe(1);
    columns(stage.world, Stacking).level[inners[0]!] = 0;
    columns(stage.world, Stacking).kind[inners[0]!] = 0;
    touch(stage.world, inners[0]!, STACK);
    glide(30);
    expect(stage.stats.baked).toBe(2);
    expect(cards).toHaveLength(2);
  });

  it('of a layer with one in it whose edges may come to lie in the middle of pixels', async () => {
    const { stage, cards, glide } = await open(1);
    const inner = stage.layer(20, 20, 30, 30, RED, cards[0]!);
    const { scaleX, rotation } = stage.table;
    scaleX[stage.layerOf(inner)] = 1.3;
    glide(30);
    expect(stage.stats.baked).toBe(0);
    // Edges of what is turned are soft.
    rotation[stage.layerOf(inner)] = 0.3;
    markLayer(stage.world, stage.table, stage.layerOf(inner));
    glide(30);
    expect(stage.stats.baked).toBe(1);
  });
});

/** Cards of three boxes that show through, each a layer; `glide` moves all of them in every frame. */
async function open(count: number, options: StageOptions = {}, nested = false) {
  const stage = await start(options);
  const page = nested ? stage.layer(0, 0, 600, 380, 0) : 0;
  const cards: number[] = [];
  const inners: number[] = [];
  for (let i = 0; i < count; i++) {
    const made = addCard(stage, 10 + (i % 4) * 140, 10 + Math.floor(i / 4) * 110, page);
    cards.push(made.card);
    inners.push(made.inner);
    if (nested) stage.layer(20, 20, 30, 30, CLEAR_RED, made.card);
  }
  let moved = 0;
  return {
    stage,
    cards,
    inners,
    glide(frames: number): void {
      for (let frame = 0; frame < frames; frame++) {
        moved++;
        for (const card of cards) {
          const layer = stage.layerOf(card);
          moveLayer(stage.world, stage.table, layer, moved % 8, 0);
        }
        stage.frame();
      }
    },
  };
}

async function start(options: StageOptions): Promise<Stage> {
  const stage = createStage({ keep: true, ...options });
  stages.push(stage);
  await stage.batching.loadBaking();
  return stage;
}

function addCard(stage: Stage, x: number, y: number, parent = 0) {
  const card = stage.layer(x, y, WIDTH, HEIGHT, CLEAR_RED, parent);
  const inner = stage.box(0, 0, WIDTH, HEIGHT, CLEAR_RED, card);
  stage.box(0, 0, WIDTH, HEIGHT, CLEAR_RED, card);
  return { card, inner };
}

function shift(stage: Stage, card: number, x: number, y: number, draws = true): void {
  moveLayer(stage.world, stage.table, stage.layerOf(card), x, y);
  if (draws) stage.frame();
}

function setHint(stage: Stage, row: number, hint: number): void {
  columns(stage.world, CacheHint).value[row] = hint;
  touch(stage.world, row, STACK);
}

function bytes(dpr: number): number {
  return (WIDTH * dpr + 2) * (HEIGHT * dpr + 2) * 4;
}

function blend(stage: Stage, layer: number): void {
  stage.table.blend[layer] = BLEND_MULTIPLY;
  markLayer(stage.world, stage.table, layer);
}
