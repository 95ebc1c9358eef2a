// Needs a process of its own in the long tests, which measure garbage: that of an app whose list scrolls, or whose elements change, is measured by default.
import { afterEach, describe, expect, it } from 'vitest';
import { hideLayer } from '../../../../src/ecs/stores';
import { heapSlope } from '../../../heap-slope';
import { moveLayer } from '../../../move-layer';
import { BACKGROUND, createStage, GREEN, RED, type Stage } from './stage';

const FRAMES = process.env.RAFTER_LONG === '1' ? 20_000 : 1_000;
/** Elements of a page of which a hundred change in every frame. */
const COUNT = process.env.RAFTER_LONG === '1' ? 10_000 : 2_000;
const ROWS = 45;
const LABELS = 8;
const HEIGHT = 30;

const stages: Stage[] = [];

afterEach(() => {
  for (const stage of stages.splice(0)) stage.dispose();
});

describe('a scroll frame', () => {
  it('writes the rows that enter and nothing else, sends no index and draws at most 4 times', () => {
    const list = createList(1);
    list.scroll(0, 600);
    const { stage } = list;
    const { counters } = stage.backend;
    for (let frame = 600; frame < 900; frame++) {
      stage.backend.resetCounters();
      const entered = list.scroll(frame, frame + 1);
      // A label of at most 12 letters each, and the badge.
      expect(stage.stats.recordsWritten).toBeLessThanOrEqual(entered * (LABELS * 12 + 1));
      expect(counters.indexUploads).toBe(0);
      expect(counters.draws).toBeLessThanOrEqual(4);
      expect(counters.layerUploads).toBe(1);
    }
  });

  it.runIf(process.env.RAFTER_LONG)(
    'leaves no garbage, at any pixel ratio',
    () => {
      for (const dpr of [1, 1.25]) {
        const list = createList(dpr);
        expect(heapSlope((frame) => list.scroll(frame, frame + 1), FRAMES)).toBeLessThanOrEqual(16);
      }
    },
    120_000,
  );
});

describe(`a frame of ${COUNT} elements with 100 dirty`, () => {
  it.runIf(process.env.RAFTER_LONG)(
    'leaves no garbage',
    () => {
      const stage = open(1);
      const page = stage.box(0, 0, 800, 600, BACKGROUND);
      const rows: number[] = [];
      for (let i = 0; i < COUNT; i++) {
        const x = (i % 100) * 8;
        const y = Math.floor(i / 100) * 6;
        if (i % 5 === 0) rows.push(stage.label('77', x, y, 60, 13, page));
        else rows.push(stage.box(x, y, 7, 5, RED, page));
      }
      const contents = ['12', '345', '6'];
      const run = (frame: number): void => {
        for (let i = 0; i < 100; i++) {
          const at = (frame * 37 + i * 100 + (i % 3)) % COUNT;
          const row = rows[at]!;
          if (at % 5 === 0) stage.write(row, contents[(frame + i) % 3]!);
          else if (i % 2 === 0) stage.paint(row, frame % 2 === 0 ? RED : GREEN);
          else stage.place(row, (at % 100) * 8 + (frame % 3), Math.floor(at / 100) * 6, 7, 5);
        }
        stage.frame();
      };
      expect(heapSlope(run, FRAMES / 2)).toBeLessThanOrEqual(16);
    },
    120_000,
  );
});

/** A list as virtualization drives it: pooled rows, each a layer; parked ones hidden; rows that enter bound anew. */
function createList(dpr: number) {
  const stage = open(dpr);
  const page = stage.box(0, 0, 800, 600, BACKGROUND);
  const layers: number[] = [];
  const labels: number[][] = [];
  const badges: number[] = [];
  const bound = new Int32Array(ROWS).fill(-1);
  const contents = Array.from({ length: 64 }, (_, i) => `${i * 37}`.padEnd(2 + (i % 11), 'abc'));
  for (let slot = 0; slot < ROWS; slot++) {
    const row = stage.layer(0, 0, 800, HEIGHT, slot % 2 ? 0xff202020 : 0, page);
    layers.push(stage.layerOf(row));
    const own: number[] = [];
    for (let i = 0; i < LABELS; i++) own.push(stage.label('', 10 + i * 90, 8, 88, 13, row));
    labels.push(own);
    badges.push(stage.box(740, 5, 40, 20, RED, row));
  }

  function bind(slot: number, index: number): void {
    bound[slot] = index;
    const own = labels[slot]!;
    for (let i = 0; i < LABELS; i++) stage.write(own[i]!, contents[(index * 7 + i) % 64]!);
    stage.paint(badges[slot]!, index % 3 === 0 ? RED : GREEN);
  }

  /** Runs frames; returns how many rows entered. */
  function scroll(from: number, to: number): number {
    let entered = 0;
    for (let frame = from; frame < to; frame++) {
      const top = frame * 47;
      const first = Math.floor(top / HEIGHT);
      const last = Math.floor((top + 600) / HEIGHT);
      for (let slot = 0; slot < ROWS; slot++) {
        const index = first + ((slot - (first % ROWS) + ROWS) % ROWS);
        hideLayer(stage.world, stage.table, layers[slot]!, index > last);
        if (index > last) continue;
        moveLayer(stage.world, stage.table, layers[slot]!, 0, index * HEIGHT - top);
        if (bound[slot] === index) continue;
        bind(slot, index);
        entered++;
      }
      stage.frame();
    }
    return entered;
  }

  return { stage, scroll };
}

function open(dpr: number): Stage {
  const stage = createStage({ width: 800, height: 600, dpr, checkFinite: false });
  stages.push(stage);
  return stage;
}
