import { afterEach, describe, expect, it } from 'vitest';
import {
  columns,
  createWorld,
  despawn,
  type Entity,
  ROW_MASK,
  resource,
  spawn,
} from '../../../../src/ecs';
import {
  BoxKind,
  BoxShadow,
  HitTester,
  Ink,
  type Shadow,
  STATE_DISABLED,
  STATE_INTERACTIVE,
  State,
} from '../../../../src/ecs/stores';
import { createShadowTable } from '../../../../src/ecs/stores/shadows';
import {
  KIND_INSET_SHADOW,
  KIND_ROUND,
  KIND_SHADOW,
  KIND_SOLID,
  RECORD_BORDER_WIDTH,
  RECORD_KIND_LAYER,
  RECORD_SHADOW_PART,
  RECORD_WORDS,
  SHADOW_OPAQUE,
} from '../../../../src/systems/render-batching';
import { Runs } from '../../../../src/systems/render-batching/runs';
import { createHeadlessApp } from '../../../../src/testing/headless-app';
import { box, defineStyle, type Style, setStyle } from '../../../../src/ui';
import { heapSlope } from '../../../heap-slope';
import { CLEAR_RED, createStage, RED, type Stage } from './stage';

const stages: Stage[] = [];

afterEach(() => {
  for (const stage of stages.splice(0)) stage.dispose();
});

describe('records of shadows', () => {
  it('stand below the rectangle, the first shadow on top, and inset ones above it', () => {
    const { stage, row } = open({
      fill: '#ffffff',
      boxShadow: '0 0 #010000, inset 0 0 #020000, 0 0 #030000, inset 0 0 #040000',
      width: 20,
      height: 20,
    });
    expect(kinds(stage, row)).toEqual([
      KIND_SHADOW,
      KIND_SHADOW,
      KIND_SOLID,
      KIND_INSET_SHADOW,
      KIND_INSET_SHADOW,
    ]);
    expect(words(stage, row).map((record) => record[5]! & 255)).toEqual([3, 1, 255, 4, 2]);
  });

  it('hold the shape before it is blurred, and the padding box of inset ones', () => {
    const { stage, row } = open({
      borderWidth: 3,
      boxShadow: '5px 6px 7px 8px #000, inset 1px 2px 3px 4px #000',
      width: 20,
      height: 30,
    });
    const [outer, inset] = floats(stage, row);
    expect(outer!.subarray(0, 4)).toEqual(Float32Array.of(97, 98, 36, 46));
    expect(outer!.subarray(10, 14)).toEqual(Float32Array.of(5, 6, 7, 8));
    expect(inset!.subarray(0, 4)).toEqual(Float32Array.of(103, 103, 14, 24));
    expect(inset!.subarray(10, 14)).toEqual(Float32Array.of(1, 2, 3, 4));
    expect([outer![RECORD_BORDER_WIDTH], inset![RECORD_BORDER_WIDTH]]).toEqual([0, 3]);
  });

  it('come in four parts around and inside of a large box', () => {
    const { stage, row } = open({ boxShadow: '0 0 9px #000, inset 0 0 9px #000' });
    const parts = words(stage, row).map((record) => record[RECORD_SHADOW_PART]);
    expect(parts).toEqual([1, 2, 3, 4, 1, 2, 3, 4]);
  });

  it.each([
    [{ fill: '#ffffff' }, true],
    [{ fill: '#ffffff80' }, false],
    [{}, false],
    [{ fill: '#ffffff', borderWidth: 2, borderColor: '#00000080' }, false],
    [{ fill: '#ffffff', borderWidth: 2, borderColor: '#000000' }, true],
  ] as const)('say whether the box is opaque: %j', (style, opaque) => {
    const { stage, row } = open({ ...style, boxShadow: '0 0 9px #000', width: 9 });
    expect((words(stage, row)[0]![RECORD_SHADOW_PART]! & SHADOW_OPAQUE) !== 0).toBe(opaque);
  });

  it('go when the shadow goes', () => {
    const { stage, row } = open({ fill: '#ffffff', borderRadius: 4, boxShadow: '0 0 9px #000' });
    setStyle(stage.world, row, { boxShadow: 'none' });
    stage.frame();
    expect(kinds(stage, row)).toEqual([KIND_ROUND]);
    expect(programs(stage)).not.toContain('effects');
  });

  it('are written and uploaded without garbage', () => {
    // One that keeps what it is sent would make copies.
    const stage = createStage();
    stages.push(stage);
    const row = stage.box(100, 100, 40, 40, RED);
    setStyle(stage.world, row, { boxShadow: '0 2px 9px #000, inset 0 0 9px #000' });
    let turn = 0;
    const slope = heapSlope(() => {
      stage.place(row, 100 + (turn++ & 7) * 1.3, 100, 40.7, 40.2);
      stage.frame();
    }, 5_000);
    expect(slope).toBeLessThanOrEqual(16);
  });
});

it('follows the variants of classes', () => {
  const app = createHeadlessApp();
  const shadowed = defineStyle({
    boxShadow: '0 1px #000',
    disabled: { boxShadow: '0 0 #000, 0 0 #000' },
  });
  const row = box(app.world, { width: 9, height: 9, styles: [shadowed] }) & ROW_MASK;
  const count = (): number => {
    app.frames(1);
    return columns(app.world, Runs).count[row]!;
  };
  expect(count()).toBe(1);
  columns(app.world, State).bits[row]! |= STATE_DISABLED;
  expect(count()).toBe(2);
  columns(app.world, State).bits[row] = 0;
  expect(count()).toBe(1);
  app.dispose();
});

describe('ink of shadows', () => {
  it.each([
    ['0 0 #000', [100, 100, 140, 140]],
    ['0 0 10px #000', [85, 85, 155, 155]],
    ['3px -4px 10px 2px #000', [86, 79, 160, 153]],
    ['20px 0 0 -5px #000', [100, 100, 155, 140]],
    ['90px 0 #000, -90px 0 #000', [10, 100, 230, 140]],
    ['inset 9px 9px 99px 9px #000', [100, 100, 140, 140]],
  ])('is the box and what shows of it: %s', (boxShadow, expected) => {
    const { stage, row } = open({ fill: '#ffffff', boxShadow });
    const { left, top, right, bottom } = columns(stage.world, Ink);
    expect([left[row], top[row], right[row], bottom[row]]).toEqual(expected);
  });

  it('is damaged where it was and where it is when the element moves', () => {
    const { stage, row } = open({ fill: '#ffffff', boxShadow: '0 0 10px #000' });
    stage.place(row, 110, 100, 40, 40);
    stage.frame();
    expect(stage.stats.damagedPixels).toBe(80 * 70);
  });

  it('takes no input', () => {
    const { stage, row } = open({ fill: '#ffffff', boxShadow: '0 0 40px 20px #000' });
    columns(stage.world, State).bits[row] = STATE_INTERACTIVE;
    const hits = resource(stage.world, HitTester);
    expect(hits.hit(120, 120)).toBe(row);
    expect(hits.hit(95, 120)).not.toBe(row);
  });
});

describe('the program of shadows', () => {
  it('draws shadows alone, and others what is around them', () => {
    const stage = createStage({ keep: true });
    stages.push(stage);
    const page = stage.box(0, 0, 400, 300, RED);
    for (let i = 0; i < 3; i++) {
      const row = stage.box(50 * i, 50, 40, 40, CLEAR_RED, page);
      setStyle(stage.world, row, { boxShadow: '0 0 9px #000' });
    }
    stage.frame();
    expect(programs(stage)).toEqual(['solid', 'effects', 'simple']);
  });
});

describe('the table of shadows', () => {
  it('gives the same text the same id, and no id to none', () => {
    const { table } = makeTable();
    expect([table.idOf('none', read), table.idOf('1', read), table.idOf('2', read)]).toEqual([
      0, 1, 2,
    ]);
    expect(table.idOf('1', never)).toBe(1);
    expect(table.idOf('', () => [])).toBe(0);
  });

  it('uses ids again that no element has any more, and says so when all are in use', () => {
    const { table, add, world } = makeTable();
    const elements = [1, 2, 3].map((i) => add(table.idOf(String(i), read)));
    expect(() => table.idOf('4', read)).toThrow(
      /4 different shadows are in use; give elements the same/,
    );
    despawn(world, elements[1]!);
    expect(table.idOf('4', read)).toBe(2);
    expect(table.lists[2]!.lengths[0]).toBe(4);
    expect(table.idOf('1', never)).toBe(1);
    expect(table.idOf('3', never)).toBe(3);
  });
});

function open({ width = 40, height = 40, ...style }: Style & { width?: number; height?: number }) {
  const stage = createStage({ keep: true });
  stages.push(stage);
  const row = stage.box(100, 100, width, height, 0);
  setStyle(stage.world, row, style);
  stage.frame();
  return { stage, row };
}

function words({ world, backend }: Stage, row: number): Uint32Array[] {
  const { start, count } = columns(world, Runs);
  return Array.from({ length: count[row]! }, (_, i) =>
    backend.records.slice((start[row]! + i) * RECORD_WORDS, (start[row]! + i + 1) * RECORD_WORDS),
  );
}

function floats(stage: Stage, row: number): Float32Array[] {
  return words(stage, row).map((record) => new Float32Array(record.buffer));
}

function kinds(stage: Stage, row: number): number[] {
  return words(stage, row).map((record) => record[RECORD_KIND_LAYER]! & 255);
}

function programs({ backend }: Stage): string[] {
  return backend.lastFrame!.draws.map(({ program }) => program);
}

function makeTable() {
  const world = createWorld();
  return {
    world,
    table: createShadowTable(world, 4),
    add(id: number): Entity {
      const element = spawn(world, BoxKind);
      columns(world, BoxShadow).id[element & ROW_MASK] = id;
      return element;
    },
  };
}

function read(text: string): Shadow[] {
  return [{ x: Number(text), y: 0, blur: 0, spread: 0, color: 0, inset: false }];
}

function never(): never {
  throw new Error('read twice');
}
