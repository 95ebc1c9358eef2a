import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  columns,
  type DirtList,
  despawn,
  type Entity,
  move,
  PAINT,
  PROJECTION,
  ROW_MASK,
  resource,
  STACK,
  touch,
  watchDirt,
} from '../../../../src/ecs';
import {
  LayerTable,
  STATE_DISABLED,
  STATE_HIDDEN,
  STATE_HOVERED,
  STATE_INTERACTIVE,
  STATE_PRESSED,
  StateColors,
} from '../../../../src/ecs/stores';
import { POINTER_TOUCH } from '../../../../src/systems/input';
import { on } from '../../../../src/ui';
import { moveLayer } from '../../../move-layer';
import { createStage, rowsWith, type Stage } from './stage';

const OPAQUE = 0xff0000ff;

let stage: Stage;
let paint: DirtList;
let root: Entity;
let left: Entity;
let label: Entity;
let right: Entity;

beforeEach(() => {
  stage = createStage();
  root = stage.box(0, [0, 0, 400, 400], STATE_INTERACTIVE);
  left = stage.box(root, [0, 0, 100, 100], STATE_INTERACTIVE);
  label = stage.box(left, [10, 10, 50, 20]);
  right = stage.box(root, [200, 0, 100, 100], STATE_INTERACTIVE);
  const colors = columns(stage.world, StateColors);
  for (const entity of [left, right]) {
    colors.hover[entity & ROW_MASK] = OPAQUE;
    colors.pressed[entity & ROW_MASK] = OPAQUE;
  }
  stage.frame();
  paint = watchDirt(stage.world, PAINT);
  paint.take();
  stage.frame();
});

afterEach(() => {
  expect(stage.systemFailures).toEqual([]);
  expect(stage.failures).toEqual([]);
  stage.dispose();
});

describe('hover', () => {
  it('marks the row under the pointer and all it is in, and what is left is left', () => {
    stage.move(20, 20);
    stage.frame();
    expect(hovered()).toEqual(rows(root, left, label));
    stage.move(250, 50);
    stage.frame();
    expect(hovered()).toEqual(rows(root, right));
    stage.leave();
    stage.frame();
    expect(hovered()).toEqual([]);
  });

  it('touches only rows whose look it changes', () => {
    stage.move(20, 20);
    stage.frame();
    expect(painted()).toEqual(rows(left));
    stage.move(30, 70);
    stage.frame();
    expect(painted()).toEqual([]);
    stage.move(250, 50);
    stage.frame();
    expect(painted()).toEqual(rows(left, right));
    stage.input.blur(0);
    stage.frame();
    expect(painted()).toEqual(rows(right));
  });

  it('follows what moves under a pointer that rests', () => {
    const table = resource(stage.world, LayerTable);
    const pane = stage.box(root, [0, 0, 50, 50]);
    const id = stage.layer(pane, 0, 200);
    stage.frame();
    stage.move(20, 260);
    stage.frame();
    expect(hovered()).toEqual(rows(root));
    moveLayer(stage.world, table, id, 0, 40);
    stage.frame();
    expect(hovered()).toEqual(rows(root, pane));
    moveLayer(stage.world, table, id, 0, 100);
    stage.frame();
    expect(hovered()).toEqual(rows(root));
    stage.place(right, [0, 250, 100, 100]);
    stage.frame();
    expect(hovered()).toEqual(rows(root, right));
    stage.place(right, [200, 0, 100, 100]);
    stage.frame();
    expect(hovered()).toEqual(rows(root));
    stage.leave();
    stage.place(right, [0, 250, 100, 100]);
    stage.frame();
    expect(hovered()).toEqual([]);
  });

  it('follows what appears and goes under a pointer that rests', () => {
    stage.move(350, 350);
    stage.frame();
    const first = stage.box(root, [300, 300, 100, 100]);
    stage.frame();
    expect(hovered()).toEqual(rows(root, first));
    despawn(stage.world, first);
    const second = stage.box(root, [300, 300, 100, 100]);
    expect(rows(second)).toEqual(rows(first));
    stage.frame();
    expect(hovered()).toEqual(rows(root, second));
    const cover = stage.box(root, [300, 300, 100, 100]);
    stage.frame();
    expect(hovered()).toEqual(rows(root, cover));
    despawn(stage.world, cover);
    stage.frame();
    expect(hovered()).toEqual(rows(root, second));
    stage.set(right, STATE_HIDDEN);
    stage.move(250, 50);
    stage.frame();
    expect(hovered()).toEqual(rows(root));
    stage.unset(right, STATE_HIDDEN);
    touch(stage.world, right & ROW_MASK, STACK);
    stage.frame();
    expect(hovered()).toEqual(rows(root, right));
    despawn(stage.world, right);
    stage.frame();
    expect(hovered()).toEqual(rows(root));
  });

  it('stays with what is pressed while the pointer is down', () => {
    stage.down(20, 20);
    stage.move(250, 50);
    stage.frame();
    stage.place(right, [240, 40, 100, 100]);
    stage.frame();
    expect(hovered()).toEqual(rows(root, left, label));
    stage.up(250, 50);
    stage.frame();
    expect(hovered()).toEqual(rows(root, right));
  });

  it('keeps to the element that moved to another parent', () => {
    stage.move(20, 20);
    stage.frame();
    move(stage.world, left, right);
    stage.frame();
    expect(hovered()).toEqual(rows(root, right, left, label));
    stage.move(350, 350);
    stage.frame();
    expect(hovered()).toEqual(rows(root));
  });

  it('belongs to the pointer that moved last; another that leaves takes nothing away', () => {
    stage.move(250, 50, 1);
    stage.down(20, 20, 2, POINTER_TOUCH);
    stage.frame();
    expect(hovered()).toEqual(rows(root, left, label));
    stage.leave(1);
    stage.frame();
    expect(hovered()).toEqual(rows(root, left, label));
    stage.up(20, 20, 2, POINTER_TOUCH);
    stage.frame();
    expect(hovered()).toEqual([]);
  });

  it('skips what is disabled and keeps what it is in', () => {
    const inner = stage.box(right, [210, 10, 20, 20]);
    stage.set(right, STATE_DISABLED);
    stage.frame();
    stage.move(215, 15);
    stage.frame();
    expect(hovered()).toEqual(rows(root));
    stage.unset(right, STATE_DISABLED);
    stage.move(216, 15);
    stage.frame();
    expect(hovered()).toEqual(rows(root, right, inner));
  });
});

describe('a press', () => {
  it('marks the nearest interactive row until the pointer goes up', () => {
    stage.down(20, 20);
    stage.frame();
    expect(pressed()).toEqual(rows(left));
    stage.up(20, 20);
    stage.frame();
    expect(pressed()).toEqual([]);
    stage.down(350, 350);
    stage.frame();
    expect(pressed()).toEqual(rows(root));
    stage.unset(root, STATE_INTERACTIVE);
    stage.down(350, 350);
    stage.frame();
    expect(pressed()).toEqual([]);
  });

  it('activates the row it began on, wherever in it the pointer goes up', () => {
    logAll();
    stage.down(20, 20);
    stage.move(90, 90);
    stage.up(90, 90);
    stage.frame();
    expect(stage.taken().filter((entry) => entry.startsWith('activate'))).toEqual([
      'activate left',
      'activate root',
    ]);
  });

  it('activates nothing when it ends elsewhere, is cancelled, leaves, or is not the primary button', () => {
    logAll('activate');
    stage.down(20, 20);
    stage.up(250, 50);
    stage.down(20, 20);
    stage.cancel();
    stage.up(20, 20);
    stage.down(20, 20);
    stage.leave();
    stage.up(20, 20);
    stage.down(20, 20);
    stage.input.blur(0);
    stage.up(20, 20);
    stage.down(20, 20, 1, 0, 2);
    stage.up(20, 20, 1, 0, 2);
    stage.up(20, 20);
    stage.down(20, 20, 1);
    stage.up(20, 20, 2);
    stage.frame();
    expect(stage.taken()).toEqual([]);
    expect(pressed()).toEqual(rows(left));
    stage.up(20, 20, 1);
    stage.frame();
    expect(stage.taken()).toEqual(['activate left', 'activate root']);
    expect(pressed()).toEqual([]);
  });

  it('activates nothing when the up is handled', () => {
    logAll('activate');
    on(stage.world, left, 'pointerup', (event) => {
      event.handled = true;
    });
    stage.down(20, 20);
    stage.up(20, 20);
    stage.frame();
    expect(stage.taken()).toEqual([]);
    expect(pressed()).toEqual([]);
  });

  it('holds the pointer: its moves and its up go to what was pressed, even outside', () => {
    logAll('pointermove', 'pointerup');
    stage.log(label, 'label', 'pointermove', 'pointerup');
    stage.down(20, 20);
    stage.move(250, 50);
    stage.up(1000, 50);
    stage.frame();
    expect(stage.taken()).toEqual([
      'pointermove label',
      'pointermove left',
      'pointermove root',
      'pointerup label',
      'pointerup left',
      'pointerup root',
    ]);
    stage.move(250, 50);
    stage.frame();
    expect(stage.taken()).toEqual(['pointermove right', 'pointermove root']);
  });

  it('holds each pointer by itself, and a row pressed by two until both are up', () => {
    logAll('pointermove', 'activate');
    stage.down(20, 20, 1, POINTER_TOUCH);
    stage.down(250, 50, 2, POINTER_TOUCH);
    stage.down(250, 50, 3, POINTER_TOUCH);
    stage.move(250, 50, 1, POINTER_TOUCH);
    stage.frame();
    expect(pressed()).toEqual(rows(left, right));
    expect(stage.taken()).toEqual(['pointermove left', 'pointermove root']);
    stage.up(250, 50, 2, POINTER_TOUCH);
    stage.frame();
    expect(pressed()).toEqual(rows(left, right));
    stage.up(250, 50, 3, POINTER_TOUCH);
    stage.up(20, 20, 1, POINTER_TOUCH);
    stage.frame();
    expect(pressed()).toEqual([]);
    const activated = stage.taken().filter((entry) => !entry.endsWith('root'));
    expect(activated).toEqual(['activate right', 'activate right', 'activate left']);
  });

  it('that is taken away tells so with a cancelled up', () => {
    const ups: boolean[] = [];
    on(stage.world, left, 'pointerup', (event) => ups.push(event.cancelled));
    stage.down(20, 20);
    stage.cancel();
    stage.down(20, 20);
    stage.up(20, 20);
    stage.down(20, 20);
    stage.down(20, 20);
    stage.input.blur(0);
    stage.frame();
    expect(ups).toEqual([true, false, true, true]);
  });

  it('does nothing to what is disabled, nor to what is inside it', () => {
    logAll();
    stage.set(left, STATE_DISABLED);
    for (const [x, y] of [
      [20, 20],
      [80, 80],
    ] as const) {
      stage.down(x, y);
      stage.frame();
      expect(pressed()).toEqual([]);
      stage.up(x, y);
      stage.frame();
    }
    expect(stage.taken()).toEqual([]);
  });

  it('activates nothing that was disabled meanwhile', () => {
    logAll('activate');
    stage.down(20, 20);
    stage.frame();
    stage.set(left, STATE_DISABLED);
    stage.up(20, 20);
    stage.frame();
    expect(stage.taken()).toEqual([]);
    expect(pressed()).toEqual([]);
  });

  it('ends quietly when its element dies, and the next owner of the row starts fresh', () => {
    logAll('pointerup', 'activate');
    stage.down(80, 80);
    stage.frame();
    despawn(stage.world, left);
    const heir = stage.box(root, [0, 0, 100, 100], STATE_INTERACTIVE);
    stage.log(heir, 'heir', 'pointerup', 'activate');
    stage.frame();
    stage.up(80, 80);
    stage.frame();
    expect(stage.taken()).toEqual([]);
    expect(pressed()).toEqual([]);
    stage.down(80, 80);
    stage.up(80, 80);
    stage.frame();
    expect(stage.taken()).toEqual([
      'pointerup heir',
      'pointerup root',
      'activate heir',
      'activate root',
    ]);
  });

  it('goes on with the pressed row when the child that was hit dies', () => {
    logAll('pointerup', 'activate');
    stage.down(20, 20);
    stage.frame();
    despawn(stage.world, label);
    stage.up(20, 20);
    stage.frame();
    expect(stage.taken()).toEqual([
      'pointerup left',
      'pointerup root',
      'activate left',
      'activate root',
    ]);
  });

  it('is one of 32 at most; more fingers press nothing and break nothing', () => {
    logAll('activate');
    for (let id = 0; id < 40; id++) stage.down(20, 20, id, POINTER_TOUCH);
    stage.frame();
    for (let id = 0; id < 40; id++) stage.up(20, 20, id, POINTER_TOUCH);
    stage.frame();
    expect(stage.taken().filter((entry) => entry === 'activate left')).toHaveLength(32);
    expect(pressed()).toEqual([]);
  });
});

describe('the hover system', () => {
  it('says what it touches, and comes after layers', () => {
    expect(stage.runner.systems.map(({ name }) => name)).toEqual([
      'input',
      'projection/layers',
      'input/hover-again',
    ]);
    touch(stage.world, left & ROW_MASK, PROJECTION);
    stage.frame();
    expect(hovered()).toEqual([]);
  });
});

function hovered(): number[] {
  return rowsWith(stage.world, STATE_HOVERED);
}

function pressed(): number[] {
  return rowsWith(stage.world, STATE_PRESSED);
}

/** Rows touched for painting since the last call. */
function painted(): number[] {
  const touched = [...paint.rows.subarray(paint.taken, paint.length)].sort((a, b) => a - b);
  paint.take();
  return touched;
}

function rows(...entities: Entity[]): number[] {
  return entities.map((entity) => entity & ROW_MASK);
}

function logAll(...only: Parameters<Stage['log']>[2][]): void {
  const types =
    only.length > 0 ? only : (['pointerdown', 'pointermove', 'pointerup', 'activate'] as const);
  stage.log(left, 'left', ...types);
  stage.log(right, 'right', ...types);
  stage.log(root, 'root', ...types);
}
