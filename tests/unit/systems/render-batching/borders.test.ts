import { afterEach, describe, expect, it } from 'vitest';
import { heapSlope } from '../../../../src/benchmark/heap-slope';
import { columns, PAINT, touch } from '../../../../src/ecs';
import { Border, Radius, STATE_FOCUS_VISIBLE, State } from '../../../../src/ecs/stores';
import {
  KIND_ROUND,
  KIND_SIDES,
  KIND_SOLID,
  RECORD_BORDER_COLOR,
  RECORD_BORDER_WIDTH,
  RECORD_COLOR,
  RECORD_KIND_LAYER,
  RECORD_SIDE_WIDTHS,
  RECORD_WORDS,
} from '../../../../src/systems/render-batching';
import { Runs } from '../../../../src/systems/render-batching/runs';
import { type Style, setStyle } from '../../../../src/ui';
import { createStage, RED, type Stage } from './stage';

const stages: Stage[] = [];
const GREY = 0xff808080;
const even = { borderWidth: 2, borderColor: '#808080' } as const;

afterEach(() => {
  for (const stage of stages.splice(0)) stage.dispose();
});

describe('the records of a box', () => {
  it('are one while its border is the same all around, as soon as it is seen', () => {
    expect(kinds(drawn({ fill: '#ff0000', borderWidth: 2 }))).toEqual([KIND_SOLID]);
    const [record] = drawn({ fill: '#ff0000', ...even });
    expect(kinds([record!])).toEqual([KIND_ROUND]);
    expect([record!.words[RECORD_BORDER_COLOR], record!.floats[RECORD_BORDER_WIDTH]]).toEqual([
      GREY,
      2,
    ]);
  });

  it('are a solid for each side that is seen, where corners are square', () => {
    const records = drawn({
      fill: '#ff0000',
      borderWidth: [1, 2, 3, 4],
      borderColor: '#808080',
    });
    expect(kinds(records)).toEqual(Array(5).fill(KIND_SOLID));
    expect(records.map(rect)).toEqual([
      [100, 100, 40, 30],
      [100, 100, 40, 1],
      [138, 101, 2, 26],
      [100, 127, 40, 3],
      [100, 101, 4, 26],
    ]);
    expect(records.map(({ words }) => words[RECORD_COLOR])).toEqual([RED, GREY, GREY, GREY, GREY]);
    expect(kinds(drawn({ borderBottomWidth: 1, borderColor: '#808080' }))).toEqual([KIND_SOLID]);
    const opposite = { borderTopWidth: 1, borderBottomWidth: 1 } as const;
    const two = drawn({ ...opposite, borderTopColor: '#808080', borderBottomColor: '#ffffff' });
    expect(two.map(rect)).toEqual([
      [100, 100, 40, 1],
      [100, 129, 40, 1],
    ]);
  });

  it('stay in the box where sides are wider than it', () => {
    const stage = open();
    const border = columns(stage.world, Border);
    const row = stage.box(100, 100, 40, 30, RED);
    for (const side of ['top', 'right', 'bottom', 'left'] as const) {
      border[side][row] = side === 'left' ? 99 : 20;
      border[`${side}Color`][row] = GREY;
    }
    touch(stage.world, row, PAINT);
    expect(recordsOf(stage, row).slice(1).map(rect)).toEqual([
      [100, 100, 40, 20],
      [120, 120, 20, 0],
      [100, 120, 40, 10],
      [100, 120, 40, 0],
    ]);
  });

  it.each<[string, Style]>([
    ['two colours meet', { ...even, borderTopColor: '#ffffff' }],
    ['one of two that meet is transparent', { ...even, borderLeftColor: 'transparent' }],
    ['widths differ around a round corner', { ...even, borderTopWidth: 0, borderRadius: 4 }],
  ])('are one of the effects program where %s', (_, style) => {
    const records = drawn({ fill: '#ff0000', ...style });
    expect(kinds(records)).toEqual([KIND_SIDES]);
    const top = style.borderTopWidth ?? 2;
    expect([...records[0]!.floats.slice(RECORD_SIDE_WIDTHS)]).toEqual([top, 2, 2, 2]);
    expect(records[0]!.effects).toBe(1);
  });

  it('lie between outer and inset shadows, and all up to them take the effects program', () => {
    const shadow = '0 0 #000000, inset 0 0 #000000';
    const rounded = { ...even, borderTopWidth: 0, borderRadius: 4, fill: '#ff0000' } as const;
    expect(drawn({ ...rounded, boxShadow: '0 1px #000000' })[0]!.effects).toBe(2);
    expect(drawn({ ...rounded, boxShadow: shadow })[0]!.effects).toBe(3);
    const square = { ...rounded, borderRadius: 0 } as const;
    expect(drawn({ ...square, boxShadow: '0 1px #000000' })[0]!.effects).toBe(1);
  });

  it('show focus on all sides, two pixels wide or as wide as they are', () => {
    const stage = open();
    const style = {
      ...even,
      borderTopWidth: 5,
      borderLeftWidth: 0,
      focusColor: '#ffffff',
    } as const;
    const row = stage.box(100, 100, 40, 30, RED);
    setStyle(stage.world, row, style);
    columns(stage.world, State).bits[row]! |= STATE_FOCUS_VISIBLE;
    const records = recordsOf(stage, row).slice(1);
    expect(records.map(({ words }) => words[RECORD_COLOR])).toEqual(Array(4).fill(0xffffffff));
    expect(records.map(rect)).toEqual([
      [100, 100, 40, 5],
      [138, 105, 2, 23],
      [100, 128, 40, 2],
      [100, 105, 2, 23],
    ]);
  });

  it('are whole device pixels wide, one at least, but in a layer that is scaled', () => {
    const style = { borderWidth: [0.2, 0, 1.9, 0], borderColor: '#808080' } as const;
    const heights = (dpr: number) => drawn(style, dpr).map((record) => rect(record)[3]! * dpr);
    expect(heights(1)).toEqual([1, 1]);
    expect(heights(2)).toEqual([1, 3]);
  });

  it('leave no garbage', () => {
    const stage = createStage();
    stages.push(stage);
    const row = stage.box(100, 100, 40, 40, RED);
    setStyle(stage.world, row, { borderWidth: [1.5, 2, 3, 4], borderColor: '#808080' });
    const radius = columns(stage.world, Radius);
    let turn = 0;
    const slope = heapSlope(() => {
      radius.topLeft[row] = turn & 1 ? 4.5 : 0;
      stage.place(row, 100 + (turn++ & 7) * 1.3, 100, 40.7, 40.2);
      stage.frame();
    }, 3_000);
    expect(slope).toBeLessThanOrEqual(16);
  });
});

type Drawn = { words: Uint32Array; floats: Float32Array; effects: number };

/** Records of a box of 40 x 30 px at (100, 100). */
function drawn(style: Style, dpr = 1): Drawn[] {
  const stage = open(dpr);
  const row = stage.box(100, 100, 40, 30, 0);
  setStyle(stage.world, row, style);
  return recordsOf(stage, row);
}

function recordsOf(stage: Stage, row: number): Drawn[] {
  stage.place(row, 100, 100, 40, 30);
  stage.frame();
  const { start, count, effects } = columns(stage.world, Runs);
  return Array.from({ length: count[row]! }, (_, i) => {
    const at = (start[row]! + i) * RECORD_WORDS;
    const words = stage.backend.records.slice(at, at + RECORD_WORDS);
    return { words, floats: new Float32Array(words.buffer), effects: effects[row]! };
  });
}

function kinds(records: Drawn[]): number[] {
  return records.map(({ words }) => words[RECORD_KIND_LAYER]! & 255);
}

function rect({ floats }: Drawn): number[] {
  return [...floats.slice(0, 4)];
}

function open(dpr = 1): Stage {
  const stage = createStage({ keep: true, dpr });
  stages.push(stage);
  return stage;
}
