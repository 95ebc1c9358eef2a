import { afterEach, describe, expect, it } from 'vitest';
import { columns, move, type Row } from '../../../../src/ecs';
import {
  Border,
  markLayer,
  Radius,
  STATE_HOVERED,
  State,
  StateColors,
} from '../../../../src/ecs/stores';
import {
  KIND_EMPTY,
  KIND_GLYPH,
  KIND_ROUND,
  KIND_SOLID,
  RECORD_BORDER_WIDTH,
  RECORD_COLOR,
  RECORD_KIND_LAYER,
  RECORD_RADII_BOTTOM,
  RECORD_RADII_TOP,
  RECORD_WIDTH,
  RECORD_WORDS,
  RECORD_X,
} from '../../../../src/systems/render-batching';
import { moveLayer } from '../../../move-layer';
import {
  BACKGROUND,
  BLUE,
  CLEAR_RED,
  createStage,
  GREEN,
  RED,
  type Stage,
  type StageOptions,
} from './stage';

const stages: Stage[] = [];

afterEach(() => {
  for (const stage of stages.splice(0)) stage.dispose();
});

describe('an idle frame', () => {
  it('writes, sends and draws nothing', () => {
    const stage = open();
    const page = stage.box(0, 0, 640, 400, RED);
    stage.label('hello', 10, 10, 100, 20, page);
    stage.layer(50, 50, 100, 100, CLEAR_RED, page);
    stage.frame();
    expect(stage.stats.draws).toBeGreaterThan(0);
    stage.backend.resetCounters();
    stage.frame(100);
    const { counters } = stage.backend;
    expect(Object.values(counters).every((count) => count === 0)).toBe(true);
    expect(stage.stats).toMatchObject({ draws: 0, recordsWritten: 0, bytesUploaded: 0 });
    expect(stage.stats.framesSkipped).toBe(100);
  });

  it('follows an element that was touched without a change', () => {
    const stage = open();
    const row = stage.box(10, 10, 20, 20, RED);
    stage.frame();
    stage.show(row, true);
    const built = stage.stats.listBuilds;
    stage.frame();
    // Order may have changed, so the list is built; no index differs.
    expect(stage.batching.stats.listBuilds).toBe(built + 1);
    expect(stage.backend.counters.indexUploads).toBe(1);
  });
});

describe('records', () => {
  it('hold a rectangle without corners as solid, one with radius or border as round', () => {
    const stage = open({ keep: true });
    stage.box(1, 2, 30, 40, RED);
    const rounded = stage.box(0, 0, 10, 10, RED);
    const bordered = stage.box(0, 0, 10, 10, 0);
    const radius = columns(stage.world, Radius);
    radius.topLeft[rounded] = 1;
    radius.topRight[rounded] = 2;
    radius.bottomRight[rounded] = 3.5;
    radius.bottomLeft[rounded] = 4;
    const border = columns(stage.world, Border);
    for (const side of ['top', 'right', 'bottom', 'left'] as const) {
      border[side][bordered] = 2;
      border[`${side}Color`][bordered] = BLUE;
    }
    stage.frame();
    expect(kinds(stage)).toEqual([KIND_SOLID, KIND_ROUND, KIND_ROUND]);
    const [, second, third] = drawn(stage);
    expect(stage.backend.records[second! + RECORD_RADII_TOP]).toBe(16 | (32 << 16));
    expect(stage.backend.records[second! + RECORD_RADII_BOTTOM]).toBe(64 | (56 << 16));
    expect(floats(stage)[third! + RECORD_BORDER_WIDTH]).toBe(2);
  });

  it('snap both edges of a box to device pixels, so that neighbours neither gap nor overlap', () => {
    for (const dpr of [1, 1.25, 1.5, 2]) {
      const stage = open({ keep: true, dpr });
      for (let i = 0; i < 40; i++) stage.box(i * 7.3, 0, 7.3, 10, RED);
      stage.frame();
      const edges = drawn(stage).map((at) => {
        const x = floats(stage)[at + RECORD_X]!;
        return [x * dpr, (x + floats(stage)[at + RECORD_WIDTH]!) * dpr];
      });
      edges.forEach(([left, right], i) => {
        expect(left).toBeCloseTo(Math.round(left!), 3);
        if (i > 0) expect(left).toBeCloseTo(edges[i - 1]![1]!, 3);
        expect(right! - left!).toBeGreaterThan(7.3 * dpr - 1.001);
      });
    }
  });

  it('of a scaled layer keep fractions, and snap again when the scale is back to 1', () => {
    const stage = open({ keep: true });
    const row = stage.layer(0, 0, 10.4, 10, RED);
    const width = (): number => floats(stage)[drawn(stage)[0]! + RECORD_WIDTH]!;
    stage.frame();
    expect(width()).toBe(10);
    const id = stage.layerOf(row);
    stage.table.scaleX[id] = 2;
    markLayer(stage.world, stage.table, id);
    stage.frame();
    expect(width()).toBeCloseTo(10.4, 5);
    stage.table.scaleX[id] = 1;
    markLayer(stage.world, stage.table, id);
    stage.frame();
    expect(width()).toBe(10);
  });

  it('take the colour for the state of the element, the pressed one first', () => {
    const stage = open({ keep: true });
    const row = stage.box(0, 0, 10, 10, RED);
    const colors = columns(stage.world, StateColors);
    colors.hover[row] = GREEN;
    stage.frame();
    columns(stage.world, State).bits[row] = STATE_HOVERED;
    stage.paint(row, RED);
    stage.frame();
    expect(stage.backend.records[drawn(stage)[0]! + RECORD_COLOR]).toBe(GREEN);
  });

  it('end text that does not fit with an ellipsis, and keep a letter where not even that fits', () => {
    const stage = open({ keep: true });
    stage.label('x'.repeat(10), 0, 0, 30, 13);
    const tiny = stage.label('xxx', 0, 20, 3, 13);
    stage.frame();
    // Four letters of 6 px and the ellipsis' 6 px fit into 30; of the other a letter and its ellipsis are cut.
    expect(kinds(stage)).toEqual(Array.from({ length: 5 + 2 }, () => KIND_GLYPH));
    stage.place(tiny, 0, 20, 18, 13);
    stage.frame();
    expect(kinds(stage)).toHaveLength(8);
  });

  it('return to the store when text gets shorter, the element goes or the world shrinks', () => {
    const stage = open();
    const base = stage.stats.records;
    const label = stage.label('x'.repeat(300), 0, 0, 4000, 13);
    stage.frame();
    expect(stage.stats.records).toBeGreaterThanOrEqual(300);
    stage.write(label, 'x'.repeat(5));
    stage.frame();
    expect(stage.stats.records).toBeLessThan(300);
    stage.remove(label);
    stage.frame();
    expect(stage.stats.records).toBe(base + 1);
  });

  it('grow past their first room, and everything sent stays drawn', () => {
    const stage = open({ keep: true, width: 200, height: 200 });
    for (let i = 0; i < 3000; i++) stage.box(i % 200, Math.floor(i / 20), 1, 1, CLEAR_RED);
    for (let i = 0; i < 300; i++) stage.layer(i % 200, 1, 2, 2, CLEAR_RED);
    stage.frame();
    expect(drawn(stage)).toHaveLength(3300);
    expect(stage.backend.counters).toMatchObject({
      recordUploads: 1,
      layerUploads: 1,
      indexUploads: 1,
    });
  });
});

describe('painter’s order', () => {
  it('draws opaque solids first, without blending, where nothing blended lies under them', () => {
    const stage = open({ keep: true });
    stage.box(0, 0, 100, 100, RED);
    stage.box(200, 0, 100, 100, CLEAR_RED);
    stage.box(210, 10, 10, 10, GREEN);
    stage.box(0, 200, 100, 100, BLUE);
    stage.frame();
    expect(stage.backend.lastFrame!.draws.map(({ program }) => program)).toEqual([
      'solid',
      'simple',
    ]);
    expect(colors(stage)).toEqual([RED, BLUE, CLEAR_RED, GREEN]);
  });

  it('puts a solid back in its place when something blended moves under it', () => {
    const stage = open({ keep: true });
    const glass = stage.box(200, 0, 50, 50, CLEAR_RED);
    stage.box(0, 0, 100, 100, RED);
    stage.frame();
    expect(colors(stage)).toEqual([RED, CLEAR_RED]);
    stage.place(glass, 10, 10, 50, 50);
    stage.frame();
    expect(colors(stage)).toEqual([CLEAR_RED, RED]);
  });

  it('holds between layers that move over one another', () => {
    const stage = open({ keep: true });
    const under = stage.layer(300, 0, 50, 50, CLEAR_RED);
    stage.layer(0, 0, 100, 100, RED);
    stage.frame();
    expect(colors(stage)).toEqual([RED, CLEAR_RED]);
    moveLayer(stage.world, stage.table, stage.layerOf(under), -290, 0);
    stage.frame();
    expect(colors(stage)).toEqual([CLEAR_RED, RED]);
    moveLayer(stage.world, stage.table, stage.layerOf(under), 0, 0);
    stage.frame();
    expect(colors(stage)).toEqual([RED, CLEAR_RED]);
  });

  it('keeps solids of layers that fade, turn, grow or are cut round out of the unblended draw', () => {
    const stage = open({ keep: true });
    const row = stage.layer(10, 10, 100, 100, RED);
    const id = stage.layerOf(row);
    const { table, world } = stage;
    const programs = (): string[] => {
      markLayer(world, table, id);
      stage.frame();
      return stage.backend.lastFrame!.draws.map(({ program }) => program);
    };
    expect(programs()).toEqual(['solid']);
    table.opacity[id] = 0.5;
    expect(programs()).toEqual(['simple']);
    table.opacity[id] = 1;
    table.rotation[id] = 0.3;
    expect(programs()).toEqual(['blended']);
    table.rotation[id] = 0;
    table.scaleX[id] = 1.5;
    expect(programs()).toEqual(['blended']);
    table.scaleX[id] = 1;
    expect(programs()).toEqual(['solid']);
    table.clips[id] = 1;
    table.clipRight[id] = 100;
    table.clipBottom[id] = 100;
    expect(programs()).toEqual(['solid']);
    table.clipRadii[id * 4] = 8;
    expect(programs()).toEqual(['blended']);
  });

  it('draws simple layers by the simple program beside general ones, and by few draws', () => {
    const stage = open({ keep: true });
    const page = stage.box(0, 0, 640, 400, BACKGROUND);
    for (let i = 0; i < 60; i++) stage.label('many letters', 10, 2 + i * 6, 100, 13, page);
    const turned = stage.layer(200, 200, 50, 50, RED, page);
    stage.table.rotation[stage.layerOf(turned)] = 1;
    const last = stage.layer(0, 0, 10, 10, 0, page);
    for (let i = 0; i < 60; i++) stage.label('more letters', 300, 2 + i * 6, 100, 13, last);
    stage.frame();
    const programs = stage.backend.lastFrame!.draws.map(({ program }) => program);
    expect(programs).toEqual(['simple', 'blended', 'simple']);
  });

  it('follows an element that moves among its siblings', () => {
    const stage = open({ keep: true });
    const first = stage.box(0, 0, 50, 50, RED);
    stage.box(20, 20, 50, 50, GREEN);
    stage.frame();
    expect(colors(stage)).toEqual([RED, GREEN]);
    move(stage.world, first as Row);
    stage.frame();
    // All of it is damaged, and nothing is seen of what lies under it there.
    expect(colors(stage)).toEqual([RED]);
    expect(stage.stats.damagedPixels).toBe(50 * 50);
    stage.resize(639, 400);
    stage.frame();
    expect(colors(stage)).toEqual([GREEN, RED]);
  });
});

describe('solids of the background’s colour', () => {
  it('are left out where nothing lies under them, and come back when either colour changes', () => {
    const stage = open({ keep: true });
    const page = stage.box(0, 0, 640, 400, BACKGROUND);
    stage.frame();
    expect(stage.backend.lastFrame!.draws).toEqual([]);
    stage.paint(page, RED);
    stage.frame();
    expect(colors(stage)).toEqual([RED]);
    stage.paint(page, BACKGROUND);
    stage.frame();
    expect(stage.backend.lastFrame!.draws).toEqual([]);
    stage.view.background = GREEN;
    stage.frame();
    expect(stage.backend.lastFrame!.clearColor).toBe(GREEN);
    expect(colors(stage)).toEqual([BACKGROUND]);
  });

  it('are drawn over anything else', () => {
    const stage = open({ keep: true });
    stage.box(0, 0, 100, 100, RED);
    stage.box(10, 10, 20, 20, BACKGROUND);
    stage.frame();
    expect(colors(stage)).toEqual([RED, BACKGROUND]);
  });

  it('are drawn where the host clears nothing', () => {
    const stage = open({
      keep: true,
      wrap: (backend) => Object.create(backend, { preserves: { value: false } }),
    });
    stage.box(0, 0, 640, 400, BACKGROUND);
    stage.frame();
    expect(colors(stage)).toEqual([BACKGROUND]);
  });
});

function open(options?: StageOptions): Stage {
  const stage = createStage(options);
  stages.push(stage);
  return stage;
}

function floats(stage: Stage): Float32Array {
  return new Float32Array(stage.backend.records.buffer);
}

/** First word of every record drawn in the last frame that shows something, in order. */
function drawn({ backend }: Stage): number[] {
  const found: number[] = [];
  for (const { first, count } of backend.lastFrame!.draws) {
    for (let at = first; at < first + count; at += 6) {
      const record = (backend.indices[at]! / 4) * RECORD_WORDS;
      if ((backend.records[record + RECORD_KIND_LAYER]! & 255) !== KIND_EMPTY) found.push(record);
    }
  }
  return found;
}

/** Of all there is to draw. */
function kinds(stage: Stage): number[] {
  stage.batching.invalidate();
  stage.frame();
  return drawn(stage).map((at) => stage.backend.records[at + RECORD_KIND_LAYER]! & 255);
}

function colors(stage: Stage): number[] {
  return drawn(stage).map((at) => stage.backend.records[at + RECORD_COLOR]!);
}
