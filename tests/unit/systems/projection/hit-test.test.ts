import { afterEach, describe, expect, it } from 'vitest';
import { columns, LAYOUT, resource, touch } from '../../../../src/ecs';
import {
  DISPLAY_NONE,
  HitTester,
  hideLayer,
  LayoutStyle,
  markLayer,
  STATE_FOCUSABLE,
  STATE_INTERACTIVE,
  STATE_LISTENING,
  State,
} from '../../../../src/ecs/stores';
import { moveLayer } from '../../../move-layer';
import { createStage, RED, type Stage } from '../render-batching/stage';

const stages: Stage[] = [];

afterEach(() => {
  for (const stage of stages.splice(0)) stage.dispose();
});

describe('a hit', () => {
  it('is the last element in the tree whose box holds the point, left and top edge included', () => {
    const { stage, page, hit } = open();
    const first = stage.box(10, 10, 20, 20, RED, page);
    const second = stage.box(20, 20, 20, 20, RED, page);
    stage.frame();
    expect([hit(10, 10), hit(29.9, 10), hit(30, 10), hit(25, 25)]).toEqual([
      first,
      first,
      page,
      second,
    ]);
    expect(hit(-1, 0)).toBe(0);
  });

  it.each([STATE_INTERACTIVE, STATE_FOCUSABLE, STATE_LISTENING])(
    'goes through a root without handlers, and stops with bit %d',
    (bit) => {
      const stage = createStage();
      stages.push(stage);
      const root = stage.box(0, 0, 100, 100, RED);
      stage.frame();
      const tester = resource(stage.world, HitTester);
      expect(tester.hit(5, 5)).toBe(0);
      columns(stage.world, State).bits[root] = bit;
      expect(tester.hit(5, 5)).toBe(root);
    },
  );

  it('finds nothing hidden, displayed nowhere or parked', () => {
    const { stage, page, hit } = open();
    const row = stage.layer(10, 10, 20, 20, RED, page);
    const child = stage.box(0, 0, 20, 20, RED, row);
    stage.frame();
    expect(hit(15, 15)).toBe(child);
    stage.show(child, false);
    expect(hit(15, 15)).toBe(row);
    stage.show(child, true);
    columns(stage.world, LayoutStyle).display[child] = DISPLAY_NONE;
    touch(stage.world, child, LAYOUT);
    expect(hit(15, 15)).toBe(row);
    hideLayer(stage.world, stage.table, stage.layerOf(row), true);
    expect(hit(15, 15)).toBe(page);
  });

  it('follows a layer that moves, turns and grows, and says where in it the point lies', () => {
    const { stage, page, hit, tester } = open();
    const row = stage.layer(100, 100, 20, 10, RED, page);
    const id = stage.layerOf(row);
    stage.table.rotation[id] = Math.PI / 2;
    stage.table.scaleX[id] = 2;
    moveLayer(stage.world, stage.table, id, 10, 0);
    stage.frame();
    // Turned a quarter to the right: 40 px down, 10 px to the left.
    expect([hit(105, 135), hit(105, 145), hit(115, 105)]).toEqual([row, page, page]);
    tester.toLocal(row, 105, 130);
    expect([tester.localX, tester.localY]).toEqual([expect.closeTo(15, 4), expect.closeTo(5, 4)]);
  });

  it('stops at clips, round corners and turned edges included', () => {
    const { stage, page, hit } = open();
    const port = stage.layer(100, 100, 50, 50, 0, page);
    const content = stage.box(-50, -50, 200, 200, RED, port);
    const id = stage.layerOf(port);
    stage.table.clips[id] = 1;
    stage.table.clipRight[id] = 50;
    stage.table.clipBottom[id] = 50;
    markLayer(stage.world, stage.table, id);
    stage.frame();
    expect([hit(101, 101), hit(149, 149), hit(99, 120), hit(150, 120)]).toEqual([
      content,
      content,
      page,
      page,
    ]);
    stage.table.clipRadii.fill(1000, id * 4, id * 4 + 4);
    markLayer(stage.world, stage.table, id);
    stage.frame();
    // Radii that meet shrink to a circle of 25 px.
    expect([hit(101, 101), hit(125, 101), hit(142, 142), hit(144, 144)]).toEqual([
      page,
      content,
      content,
      page,
    ]);
    stage.table.clipRadii.fill(0, id * 4, id * 4 + 4);
    stage.table.rotation[id] = Math.PI / 4;
    markLayer(stage.world, stage.table, id);
    stage.frame();
    // A corner of the clip's bounds lies outside the turned clip.
    expect([hit(100, 110), hit(70, 105)]).toEqual([content, page]);
  });

  it('finds nothing in a layer that shows nothing, nor a box without numbers', () => {
    const { stage, page, hit } = open();
    const row = stage.layer(10, 10, 20, 20, RED, page);
    const id = stage.layerOf(row);
    stage.frame();
    for (const scale of [0, Number.NaN, Number.POSITIVE_INFINITY]) {
      stage.table.scaleX[id] = scale;
      markLayer(stage.world, stage.table, id);
      stage.frame();
      expect(hit(15, 15)).toBe(page);
    }
    stage.table.scaleX[id] = 1;
    markLayer(stage.world, stage.table, id);
    stage.place(row, 0, Number.NaN, 20, 20);
    stage.frame();
    expect(hit(15, 15)).toBe(page);
  });
});

function open() {
  const stage = createStage();
  stages.push(stage);
  const page = stage.box(0, 0, 640, 400, RED);
  columns(stage.world, State).bits[page] = STATE_INTERACTIVE;
  const tester = resource(stage.world, HitTester);
  return { stage, page, tester, hit: (x: number, y: number) => tester.hit(x, y) };
}
