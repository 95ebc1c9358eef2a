import { describe, expect, it } from 'vitest';
import { columns, resource, STACK, touch } from '../../../../src/ecs';
import {
  BLEND_MULTIPLY,
  BLEND_SCREEN,
  CACHE_ALWAYS,
  CacheHint,
  markLayer,
  PaintOrders,
  STACK_LEVEL,
  Stacking,
} from '../../../../src/ecs/stores';
import {
  KIND_PICTURE,
  RECORD_KIND_LAYER,
  RECORD_PICTURE_ALPHA,
  RECORD_WORDS,
} from '../../../../src/systems/render-batching/record-format';
import { atEnd } from '../../../endings';
import { heapSlope } from '../../../heap-slope';
import { moveLayer } from '../../../move-layer';
import { clip, open, setFilter, setOpacity, start } from './group-stage';
import { createStage, GREEN, RED, type Stage } from './stage';

const FRAMES = process.env.RAFTER_LONG === '1' ? 20_000 : 1_000;
const BLUE = 0xffff0000;

describe('an element that fades', () => {
  it('is drawn as one picture where its parts overlap', async () => {
    const { stage, fade } = await open();
    fade(0.5);
    expect(stage.stats).toMatchObject({ groups: 1, groupsTaken: 1, groupBytes: 102 * 82 * 4 });
    expect(programs(stage)).toEqual(['picture']);
    expect(pictureOf(stage).draws.reduce((sum, { count }) => sum + count, 0)).toBe(2 * 6);
    expect(alphas(stage)).toEqual([0.5]);
  });

  it.each([
    ['one box', (stage: Stage) => stage.layer(10, 10, 50, 50, RED)],
    [
      'boxes side by side',
      (stage: Stage) => {
        const row = stage.layer(10, 10, 100, 50, 0);
        stage.box(0, 0, 50, 50, RED, row);
        stage.box(50, 0, 50, 50, GREEN, row);
        return row;
      },
    ],
    [
      'a text',
      (stage: Stage) => {
        const row = stage.layer(10, 10, 100, 50, 0);
        stage.label('words of it', 0, 0, 100, 20, row);
        return row;
      },
    ],
  ])('is drawn as it is where it is %s', async (_, make) => {
    const stage = await start();
    const row = make(stage);
    setOpacity(stage, row, 0.5);
    stage.frame(3);
    expect(stage.stats).toMatchObject({ groups: 0, baked: 0 });
    expect(stage.stats.quadsBy.pictures).toBe(0);
  });

  it.each([
    ['a text on a box', (stage: Stage, row: number) => stage.label('text', 0, 0, 60, 20, row)],
    ['two boxes', (stage: Stage, row: number) => stage.box(49, 0, 20, 20, GREEN, row)],
    ['layers', (stage: Stage, row: number) => stage.layer(40, 40, 20, 20, GREEN, row)],
    [
      'a text with a colour behind',
      (stage: Stage, row: number) => {
        stage.paint(row, 0);
        stage.paint(stage.label('text', 0, 0, 60, 20, row), RED);
      },
    ],
  ])('is put together where it is %s', async (_, add) => {
    const stage = await start();
    const row = stage.layer(10, 10, 50, 50, RED);
    add(stage, row);
    setOpacity(stage, row, 0.5);
    stage.frame(2);
    expect(stage.stats.groups).toBe(1);
  });

  it('draws nothing of what is in it again, and sends one row and one record', async () => {
    const { stage, fade } = await open();
    fade(0.5);
    for (let i = 1; i < 20; i++) {
      fade(i / 20);
      expect(stage.stats).toMatchObject({ groups: 1, groupsTaken: 0, bytesUploaded: 128 });
      expect(alphas(stage)[0]).toBeCloseTo(i / 20, 6);
    }
  });

  it('damages no more than it shows', async () => {
    const { stage, fade } = await open();
    fade(0.5);
    fade(0.4);
    expect(Array.from(stage.stats.damage.subarray(0, 4))).toEqual([10, 10, 110, 90]);
    expect(stage.stats.damageRects).toBe(1);
  });

  it('is drawn anew in the frame in which something in it changes', async () => {
    const { stage, inner, fade } = await open();
    fade(0.5);
    stage.paint(inner, BLUE);
    stage.frame();
    expect(stage.stats.groupsTaken).toBe(1);
    stage.place(inner, 30, 30, 90, 20);
    stage.frame();
    expect(stage.stats.groupsTaken).toBe(1);
    expect(pictureOf(stage).width).toBe(122);
    stage.frame(3);
    expect(stage.stats.groupsTaken).toBe(0);
  });

  it('is found to overlap, or not to, when what is in it moves', async () => {
    const { stage, inner, fade } = await open();
    stage.place(inner, 120, 0, 20, 20);
    fade(0.5);
    expect(stage.stats.groups).toBe(0);
    stage.place(inner, 90, 0, 20, 20);
    stage.frame();
    expect(stage.stats).toMatchObject({ groups: 1, groupsTaken: 1 });
    stage.place(inner, 120, 0, 20, 20);
    stage.frame();
    expect(stage.stats).toMatchObject({ groups: 0, groupBytes: 0 });
  });

  it('glides without being drawn anew', async () => {
    const { stage, row, fade } = await open();
    fade(0.5);
    for (let i = 0; i < 9; i++) {
      moveLayer(stage.world, stage.table, stage.layerOf(row), i * 3.3, i);
      stage.frame();
      expect(stage.stats.groupsTaken).toBe(0);
    }
    stage.table.rotation[stage.layerOf(row)] = 0.1;
    markLayer(stage.world, stage.table, stage.layerOf(row));
    stage.frame();
    expect(stage.stats.groupsTaken).toBe(1);
  });

  it('keeps its picture while it is invisible or opaque for a moment', async () => {
    const { stage, fade } = await open();
    fade(0.5);
    for (const opacity of [0.2, 0, 0.3, 1, 0.6]) {
      fade(opacity);
      expect(stage.stats).toMatchObject({ groups: 1, groupsTaken: 0 });
      expect(stage.stats.quadsBy.pictures).toBe(opacity === 0 ? 0 : 1);
    }
    fade(1);
    stage.frame(40);
    expect(stage.stats).toMatchObject({ groups: 0, groupBytes: 0 });
    fade(0);
    stage.frame(3);
    expect(stage.stats).toMatchObject({ groups: 0, groupsTaken: 0 });
  });

  it('is no group once something opaque in it changes', async () => {
    const { stage, inner, fade } = await open();
    fade(0.5);
    fade(1);
    stage.paint(inner, BLUE);
    stage.frame();
    expect(stage.stats.groups).toBe(0);
    expect(stage.stats.quadsBy.pictures).toBe(0);
  });

  it('is put together as soon as what does that is loaded, and drawn then', async () => {
    const stage = createStage({ keep: true });
    atEnd(() => stage.dispose());
    const row = stage.layer(10, 10, 100, 80, RED);
    stage.box(20, 20, 30, 30, GREEN, row);
    setOpacity(stage, row, 0.5);
    stage.frame();
    expect(stage.stats.quadsBy.pictures).toBe(0);
    // It was asked for by the frame.
    await stage.batching.loadBaking();
    stage.frame();
    expect(stage.stats).toMatchObject({ groups: 1, groupsTaken: 1 });
    expect(programs(stage)).toEqual(['picture']);
  });

  it('has nothing in it that lies above everything', async () => {
    const { stage, row, fade } = await open();
    const above = stage.layer(30, 30, 40, 40, BLUE, row);
    stage.table.top[stage.layerOf(above)] = 1;
    fade(0.5);
    expect(stage.stats.groups).toBe(1);
    expect(pictureOf(stage).draws.reduce((sum, { count }) => sum + count, 0)).toBe(2 * 6);
  });

  it('is drawn part by part while the knob is off', async () => {
    const { stage, fade } = await open();
    fade(0.5);
    stage.batching.render.tunables!.set('groups', false);
    stage.frame();
    expect(stage.stats).toMatchObject({ groups: 0, groupBytes: 0 });
    expect(stage.stats.quadsBy.pictures).toBe(0);
    stage.batching.render.tunables!.set('groups', true);
    stage.frame();
    expect(stage.stats).toMatchObject({ groups: 1, groupsTaken: 1 });
  });

  it('leaves no garbage while it fades and glides', async () => {
    const { stage, row, fade } = await open({ keep: false });
    fade(0.5);
    let i = 0;
    const step = (): void => {
      i++;
      stage.table.opacity[stage.layerOf(row)] = 0.2 + (i % 8) / 10;
      moveLayer(stage.world, stage.table, stage.layerOf(row), i % 50, i % 7);
      stage.frame();
    };
    for (let warm = 0; warm < 50; warm++) step();
    expect(stage.stats.groups).toBe(1);
    const { pictures } = stage.backend.counters;
    expect(heapSlope(step, FRAMES)).toBeLessThanOrEqual(16);
    expect(stage.backend.counters.pictures).toBe(pictures);
  }, 60_000);

  it('leaves no garbage where groups lie in one that is filtered, in quiet frames and while another moves', async () => {
    const { stage, row, inner } = await open({ keep: false });
    setFilter(stage, row, [
      { name: 'drop-shadow', numbers: [1.5, 2.5, 3.3], color: 0x80102030 },
      { name: 'saturate', numbers: [0.7], color: 0 },
    ]);
    const within = stage.layer(50, 40, 40, 30, GREEN, row);
    stage.box(5, 5, 30, 30, BLUE, within);
    setOpacity(stage, within, 0.5);
    const mover = stage.layer(200, 200, 10, 10, RED);
    stage.place(inner, 20, 20, 30, 30);
    stage.frame(50);
    expect(stage.stats.groups).toBe(2);
    const { pictures, filters } = stage.backend.counters;
    expect(heapSlope(() => stage.frame(), FRAMES)).toBeLessThanOrEqual(16);
    const move = (i: number): void => {
      moveLayer(stage.world, stage.table, stage.layerOf(mover), i % 50, i % 7);
      stage.frame();
    };
    expect(heapSlope(move, FRAMES)).toBeLessThanOrEqual(16);
    expect(stage.backend.counters).toMatchObject({ pictures, filters });
  }, 60_000);

  it('is drawn in full again after the device was lost', async () => {
    const { stage, fade } = await open();
    fade(0.5);
    stage.backend.lose();
    stage.frame(2);
    stage.backend.restore();
    stage.frame();
    expect(stage.stats).toMatchObject({ groups: 1, groupsTaken: 1 });
    expect(programs(stage)).toEqual(['picture']);
  });

  it('is drawn part by part where there can be no picture', async () => {
    const stage = await start({
      wrap: (backend) => ({
        ...backend,
        get lost() {
          return backend.lost;
        },
        loadPictures: async () => ({ ...(await backend.loadPictures!()), begin: () => false }),
      }),
    });
    const row = stage.layer(10, 10, 100, 80, RED);
    stage.box(20, 20, 30, 30, GREEN, row);
    setOpacity(stage, row, 0.5);
    stage.frame(3);
    expect(stage.stats).toMatchObject({ groups: 0, groupBytes: 0 });
    expect(stage.stats.quadsBy.pictures).toBe(0);
  });

  it('gives its picture back when it is out of sight, and takes it again', async () => {
    const { stage, row, fade } = await open();
    fade(0.5);
    moveLayer(stage.world, stage.table, stage.layerOf(row), 2000, 0);
    stage.frame(2);
    // Frames that find nothing to do count too.
    for (let i = 0; i < 40; i++) stage.frame();
    expect(stage.stats.groupBytes).toBe(0);
    moveLayer(stage.world, stage.table, stage.layerOf(row), 0, 0);
    stage.frame();
    expect(stage.stats).toMatchObject({ groupsTaken: 1, groupBytes: 102 * 82 * 4 });
  });

  it('goes with its element', async () => {
    const { stage, row, fade } = await open();
    fade(0.5);
    stage.remove(row);
    stage.frame(2);
    expect(stage.stats).toMatchObject({ groups: 0, groupBytes: 0 });
  });

  it('is shown with what it had when it was hidden', async () => {
    const { stage, row, fade } = await open();
    fade(0.5);
    stage.show(row, false);
    stage.frame();
    expect(stage.stats.groups).toBe(0);
    stage.show(row, true);
    stage.frame();
    expect(stage.stats).toMatchObject({ groups: 1, groupsTaken: 1 });
  });
});

describe('a group in a group', () => {
  it('is drawn into its picture as a picture', async () => {
    const { stage, row, fade } = await open();
    const within = stage.layer(10, 10, 40, 40, GREEN, row);
    const deep = stage.box(5, 5, 10, 10, BLUE, within);
    setOpacity(stage, within, 0.5);
    fade(0.5);
    stage.frame();
    expect(stage.stats.groups).toBe(2);
    expect(programs(stage)).toEqual(['picture']);
    const inner = Array.from(stage.backend.pictures.values()).find(({ width }) => width === 42)!;
    expect(inner.draws.some(({ program }) => program === 'picture')).toBe(false);
    const outer = Array.from(stage.backend.pictures.values()).find(({ width }) => width === 102)!;
    expect(outer.draws.map(({ program }) => program)).toContain('picture');
    setOpacity(stage, within, 0.7);
    stage.frame();
    expect(stage.stats.groupsTaken).toBe(1);
    fade(0.2);
    expect(stage.stats.groupsTaken).toBe(0);
    stage.paint(deep, RED);
    stage.frame();
    expect(stage.stats.groupsTaken).toBe(2);
  });

  it('has what mixes within it mix there, but for what would need what lies below', async () => {
    for (const [blend, groups] of [
      [BLEND_SCREEN, 1],
      [BLEND_MULTIPLY, 0],
    ] as const) {
      const { stage, row, fade } = await open();
      const within = stage.layer(10, 10, 40, 40, GREEN, row);
      stage.table.blend[stage.layerOf(within)] = blend;
      markLayer(stage.world, stage.table, stage.layerOf(within));
      fade(0.5);
      expect(stage.stats.groups).toBe(groups);
      if (groups === 0) continue;
      expect(pictureOf(stage).draws.map(({ blend }) => blend)).toEqual([0, BLEND_SCREEN]);
      expect(stage.backend.lastFrame!.draws.map(({ blend }) => blend)).toEqual([0]);
    }
  });

  it('mixes as one picture', async () => {
    const { stage, row } = await open();
    stage.table.blend[stage.layerOf(row)] = BLEND_MULTIPLY;
    markLayer(stage.world, stage.table, stage.layerOf(row));
    stage.frame();
    expect(stage.stats.groups).toBe(1);
    expect(stage.backend.lastFrame!.draws.map(({ blend }) => blend)).toEqual([BLEND_MULTIPLY]);
    expect(pictureOf(stage).draws.map(({ blend }) => blend)).toEqual([0]);
  });
});

describe('a layer between whose elements others are drawn', () => {
  it('is no group', async () => {
    const { stage, inner, fade } = await open();
    stage.box(200, 200, 10, 10, GREEN);
    columns(stage.world, Stacking).level[inner] = 1;
    columns(stage.world, Stacking).kind[inner] = STACK_LEVEL;
    resource(stage.world, PaintOrders).use();
    touch(stage.world, inner, STACK);
    fade(0.5);
    stage.frame();
    expect(stage.stats.groups).toBe(0);
  });
});

describe('a group under clips', () => {
  it('is taken again as it moves only where a clip cuts it', async () => {
    const stage = await start();
    const around = stage.layer(10, 10, 100, 80, RED);
    clip(stage, around, 0, 0, 100, 80);
    const row = stage.layer(20, 20, 40, 40, GREEN, around);
    stage.box(5, 5, 10, 10, BLUE, row);
    setOpacity(stage, row, 0.5);
    stage.frame(2);
    const taken = (x: number): number => {
      moveLayer(stage.world, stage.table, stage.layerOf(row), x, 0);
      stage.frame();
      return stage.stats.groupsTaken;
    };
    // What was taken whole is cut when it is drawn.
    expect([taken(10), taken(60)]).toEqual([0, 0]);
    stage.paint(row, RED);
    stage.frame();
    expect(pictureOf(stage).width).toBe(21);
    expect([taken(50), taken(0), taken(5)]).toEqual([1, 1, 0]);
    // With some room, for it had another size a moment ago.
    expect(pictureOf(stage).width).toBe(48);
  });

  it('leaves rows as they were, and has sent them so', async () => {
    const [stage, plain] = [await start(), createStage({ keep: true })];
    atEnd(() => plain.dispose());
    for (const each of [stage, plain]) {
      const around = each.layer(10, 10, 100, 80, RED);
      clip(each, around, 0, 0, 100, 80);
      each.table.clipRadii.fill(12, each.layerOf(around) * 4, each.layerOf(around) * 4 + 4);
      const row = each.layer(20, 20, 40, 40, GREEN, around);
      each.layer(5, 5, 10, 10, BLUE, row);
      setOpacity(each, row, 0.5);
      each.frame();
    }
    expect([stage.stats.groups, plain.stats.groups]).toEqual([1, 0]);
    const { count, words } = plain.rows;
    const wanted = Array.from(words.subarray(0, count * 16));
    expect(Array.from(stage.rows.words.subarray(0, count * 16))).toEqual(wanted);
    expect(Array.from(stage.backend.layers.subarray(0, count * 16))).toEqual(wanted);
    // What is in it is drawn by the program that knows no rounded clips.
    expect(pictureOf(stage).draws.map(({ program }) => program)).toEqual(['simple']);
  });
});

describe('a filter', () => {
  it('is applied when what is in the element changes, not when it moves or fades', async () => {
    const { stage, row, inner, fade } = await open();
    setFilter(stage, row, [{ name: 'blur', numbers: [4], color: 0 }]);
    stage.frame();
    expect(stage.stats).toMatchObject({ groups: 1, groupsTaken: 1 });
    expect(stage.backend.counters.filters).toBe(1);
    expect(pictureOf(stage)).toMatchObject({ width: 102 + 24, height: 82 + 24 });
    moveLayer(stage.world, stage.table, stage.layerOf(row), 30, 0);
    stage.frame();
    fade(0.5);
    expect(stage.backend.counters.filters).toBe(1);
    stage.paint(inner, BLUE);
    stage.frame();
    expect(stage.backend.counters.filters).toBe(2);
  });

  it('has all that it shows drawn again: where it was, and where it is', async () => {
    const { stage, row, inner } = await open();
    setFilter(stage, row, [{ name: 'drop-shadow', numbers: [20, 0, 2], color: RED }]);
    stage.frame();
    stage.paint(inner, BLUE);
    stage.frame();
    // A pixel more on each side, for what rounding lets out.
    const [left, top, right, bottom] = stage.stats.damage;
    expect([left, top, right, bottom]).toEqual([9, 9 - 6, 111 + 26, 91 + 6]);
    moveLayer(stage.world, stage.table, stage.layerOf(row), 40, 0);
    stage.frame();
    expect(Array.from(stage.stats.damage.subarray(0, 4))).toEqual([9, 3, 111 + 26 + 40, 97]);
    setFilter(stage, row, []);
    stage.frame();
    expect(Array.from(stage.stats.damage.subarray(0, 4))).toEqual([49, 3, 111 + 26 + 40, 97]);
    expect(stage.stats.groups).toBe(0);
  });

  it('has what it showed drawn again where that is less now', async () => {
    const { stage, row, inner } = await open();
    stage.place(inner, 90, 30, 30, 20);
    setFilter(stage, row, [{ name: 'blur', numbers: [4], color: 0 }]);
    stage.frame();
    stage.place(inner, 20, 30, 30, 20);
    stage.frame();
    // To 10 + 120, a pixel more, and as far as the blur reaches.
    expect(stage.stats.damage[2]).toBe(143);
  });

  it('makes a group of what it is in, for what it shows may lie on anything there', async () => {
    const { stage, row, inner, fade } = await open();
    stage.place(inner, 120, 0, 20, 20);
    const within = stage.layer(150, 0, 20, 20, BLUE, row);
    fade(0.5);
    expect(stage.stats.groups).toBe(0);
    setFilter(stage, within, [{ name: 'blur', numbers: [1], color: 0 }]);
    stage.frame();
    expect(stage.stats.groups).toBe(2);
    const outer = Array.from(stage.backend.pictures.values()).find(({ x }) => x === 9)!;
    expect(outer.x + outer.width).toBe(10 + 170 + 1 + 3);
  });

  it('keeps what it is in from being kept as a picture where it shows more than what is in it', async () => {
    for (const [name, baked] of [
      ['blur', 0],
      ['grayscale', 1],
    ] as const) {
      const { stage, row } = await open();
      const within = stage.layer(20, 40, 30, 30, BLUE, row);
      columns(stage.world, CacheHint).value[row] = CACHE_ALWAYS;
      touch(stage.world, row, STACK);
      setFilter(stage, within, [{ name, numbers: [1], color: 0 }]);
      for (let i = 0; i < 12; i++) {
        moveLayer(stage.world, stage.table, stage.layerOf(row), i * 2, 0);
        stage.frame();
      }
      expect(stage.stats).toMatchObject({ baked, groups: 1 });
    }
  });

  it('keeps what comes later from being drawn first where it shows something', async () => {
    const { stage, row } = await open();
    const later = stage.box(112, 20, 40, 40, GREEN);
    stage.frame();
    expect(stage.stats.quadsBy.solid).toBeGreaterThan(0);
    setFilter(stage, row, [{ name: 'blur', numbers: [4], color: 0 }]);
    stage.frame();
    stage.batching.invalidate();
    stage.frame();
    expect(stage.stats.quadsBy.solid).toBe(0);
    stage.place(later, 300, 20, 40, 40);
    stage.frame();
    stage.batching.invalidate();
    stage.frame();
    expect(stage.stats.quadsBy.solid).toBe(1);
  });

  it('sees beyond a clip that cuts what it shows', async () => {
    const stage = await start();
    const around = stage.layer(10, 10, 100, 80, RED);
    clip(stage, around, 0, 0, 50, 80);
    const row = stage.layer(20, 20, 60, 40, GREEN, around);
    setFilter(stage, row, [{ name: 'blur', numbers: [2], color: 0 }]);
    stage.frame(2);
    // From 29 - 6 to the clip's edge at 60, and as far beyond as the blur reaches.
    expect(pictureOf(stage)).toMatchObject({ x: 23, width: 60 + 6 - 23 });
    moveLayer(stage.world, stage.table, stage.layerOf(row), 5, 0);
    stage.frame();
    expect(stage.stats.groupsTaken).toBe(1);
  });
});

describe('a backend without pictures', () => {
  it('draws part by part, and tells once that filters are missing', async () => {
    const stage = await start({
      wrap: ({ loadPictures, ...backend }) => ({ ...backend, lost: false }),
    });
    const row = stage.layer(10, 10, 100, 80, RED);
    stage.box(20, 20, 30, 30, GREEN, row);
    setOpacity(stage, row, 0.5);
    stage.frame(2);
    expect(stage.failures).toEqual([]);
    setFilter(stage, row, [{ name: 'blur', numbers: [4], color: 0 }]);
    stage.frame(3);
    expect(stage.failures.map(String)).toEqual([
      'Error: filters are not drawn by null: use a renderer on a canvas of its own',
    ]);
    expect(stage.stats).toMatchObject({ groups: 0 });
    expect(stage.backend.counters).toMatchObject({ pictures: 0, pictureDraws: 0 });
  });
});

function programs(stage: Stage): string[] {
  return stage.backend.lastFrame!.draws.map(({ program }) => program);
}

function pictureOf(stage: Stage) {
  return Array.from(stage.backend.pictures.values()).at(-1)!;
}

/** What pictures are multiplied by. */
function alphas({ backend }: Stage): number[] {
  const floats = new Float32Array(backend.records.buffer);
  const found: number[] = [];
  for (let at = 0; at < backend.records.length; at += RECORD_WORDS) {
    if ((backend.records[at + RECORD_KIND_LAYER]! & 255) !== KIND_PICTURE) continue;
    found.push(floats[at + RECORD_PICTURE_ALPHA]!);
  }
  return found;
}

describe('pictures of groups', () => {
  const OWN = 102 * 82 * 4;

  /** So many layers that fade, one below the other, each of `OWN` bytes. */
  async function openSeveral(count: number) {
    const stage = await start({ height: 600 });
    const rows = Array.from({ length: count }, (_, i) => {
      const row = stage.layer(10, 10 + i * 100, 100, 80, RED);
      stage.box(20, 20, 30, 30, GREEN, row);
      setOpacity(stage, row, 0.5);
      return row;
    });
    const { switches } = { switches: stage.batching.render.tunables! };
    return { stage, rows, allow: (bytes: number) => switches.set('groupBudget', bytes / 2 ** 20) };
  }

  it('take no more bytes than they may; the rest is drawn part by part, counted and told of once', async () => {
    const { stage, allow } = await openSeveral(5);
    stage.frame(2);
    expect(stage.stats).toMatchObject({ groups: 5, groupBytes: 5 * OWN, groupsRefused: 0 });
    allow(3 * OWN + 1);
    stage.frame();
    expect(stage.stats).toMatchObject({ groups: 3, groupBytes: 3 * OWN, groupsRefused: 2 });
    // Drawn by parts in the same frame.
    expect(programs(stage).filter((program) => program === 'picture')).toHaveLength(3);
    expect(stage.stats.quadsBy.blended + stage.stats.quadsBy.simple).toBeGreaterThanOrEqual(4);
    stage.frame(200);
    expect(stage.stats).toMatchObject({ groups: 3, groupsRefused: 2 });
    expect(stage.failures.map((error) => (error as Error).message)).toEqual([
      expect.stringMatching(/groups need more than the .* MB that their pictures may take/),
    ]);
  });

  it('have room again when others go, or the budget is raised', async () => {
    const { stage, rows, allow } = await openSeveral(4);
    allow(2 * OWN);
    stage.frame(2);
    expect(stage.stats).toMatchObject({ groups: 2, groupsRefused: 2 });
    setOpacity(stage, rows[0]!, 0);
    stage.remove(rows[0]!);
    stage.frame();
    expect(stage.stats).toMatchObject({ groups: 2, groupsRefused: 1, groupBytes: 2 * OWN });
    allow(9 * OWN);
    stage.frame();
    expect(stage.stats).toMatchObject({ groups: 3, groupsRefused: 0, groupBytes: 3 * OWN });
    allow(0);
    stage.frame();
    expect(stage.stats).toMatchObject({ groups: 0, groupsRefused: 3, groupBytes: 0 });
  });

  it.each([
    // It is looked at again after 60 frames, and at once where its elements are others.
    ['has become', 60, (stage: Stage, inner: number) => stage.place(inner, 0, 0, 30, 20)],
    ['loses what was not', 1, (stage: Stage, inner: number) => stage.remove(inner)],
  ])('have room again where one that was refused %s small', async (_, frames, change) => {
    const { stage, rows, allow } = await openSeveral(2);
    const inner = stage.box(0, 0, 300, 20, GREEN, rows[1]!);
    allow(2 * OWN);
    stage.frame(2);
    expect(stage.stats).toMatchObject({ groups: 1, groupsRefused: 1 });
    change(stage, inner);
    stage.frame(frames);
    expect(stage.stats).toMatchObject({ groups: 2, groupsRefused: 0 });
  });

  it('of refused layers that change are not taken and given back, and leave no garbage', async () => {
    const { stage, rows, allow } = await openSeveral(2);
    allow(OWN);
    stage.frame(2);
    const { pictures } = stage.backend.counters;
    for (let i = 0; i < 20; i++) {
      setOpacity(stage, rows[1]!, 0.3 + i / 100);
      stage.frame();
      expect(stage.stats).toMatchObject({ groups: 1, groupsRefused: 1, draws: stage.stats.draws });
      expect(stage.stats.damagedPixels).toBeGreaterThan(0);
    }
    expect(stage.backend.counters.pictures).toBe(pictures);
  });

  it('count as hits of the cache where they were taken before, and as misses where they were not', async () => {
    const { stage, rows } = await openSeveral(3);
    stage.frame();
    expect(stage.stats).toMatchObject({ cacheHits: 0, cacheMisses: 3 });
    setOpacity(stage, rows[1]!, 0.4);
    stage.frame();
    expect(stage.stats).toMatchObject({ cacheHits: 1, cacheMisses: 0 });
    stage.frame();
    expect(stage.stats).toMatchObject({ cacheHits: 0, cacheMisses: 0 });
  });
});
