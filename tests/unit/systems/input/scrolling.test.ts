import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { despawn, type Entity, ROW_MASK } from '../../../../src/ecs';
import {
  MODIFIER_CONTROL,
  STATE_DISABLED,
  STATE_INTERACTIVE,
  STATE_PRESSED,
  STATE_SCROLLABLE,
} from '../../../../src/ecs/stores';
import { POINTER_MOUSE, POINTER_PEN, POINTER_TOUCH } from '../../../../src/systems/input';
import { on } from '../../../../src/ui';
import { createStage, type Request, type Stage } from './stage';

let stage: Stage;
let outer: Entity;
let inner: Entity;
let item: Entity;
let thumb: Entity;

beforeEach(() => {
  stage = createStage();
  const root = stage.box(0, [0, 0, 400, 400]);
  outer = stage.box(root, [0, 0, 400, 400], STATE_SCROLLABLE);
  inner = stage.box(outer, [0, 0, 200, 200], STATE_SCROLLABLE);
  item = stage.box(inner, [0, 0, 200, 40], STATE_INTERACTIVE);
  thumb = stage.box(inner, [190, 50, 10, 50], STATE_INTERACTIVE);
  stage.frame();
});

afterEach(() => {
  expect(stage.systemFailures).toEqual([]);
  expect(stage.failures).toEqual([]);
  stage.dispose();
});

describe('the wheel', () => {
  it('scrolls the nearest scrollable, added up, for one frame', () => {
    wheel(20, 20, 3, 10);
    stage.move(21, 20);
    wheel(20, 20, 1, 20.5);
    wheel(300, 300, 0, -7);
    stage.frame();
    expect(stage.requests()).toEqual([
      request(inner, { deltaX: 4, deltaY: 30.5 }),
      request(outer, { deltaY: -7 }),
    ]);
    stage.frame();
    expect(stage.requests()).toEqual([]);
  });

  it('scrolls nothing when a handler handled it or control is held', () => {
    wheel(20, 20, 0, 10, MODIFIER_CONTROL);
    stage.frame();
    expect(stage.requests()).toEqual([]);
    const deltas: number[] = [];
    on(stage.world, item, 'wheel', (event) => {
      deltas.push(event.deltaX, event.deltaY);
      event.handled = true;
    });
    wheel(20, 20, 2, 10);
    stage.frame();
    expect(deltas).toEqual([2, 10]);
    expect(stage.requests()).toEqual([]);
  });

  it('passes through what is disabled to what can scroll', () => {
    stage.set(inner, STATE_DISABLED);
    wheel(20, 20, 0, 10);
    stage.frame();
    expect(stage.requests()).toEqual([request(outer, { deltaY: 10 })]);
  });

  it('tells the host beforehand whether it would scroll', () => {
    expect(stage.input.takesWheel(20, 20, 0, 1)).toBe(true);
    expect(stage.input.takesWheel(20, 20, -1, 0)).toBe(true);
    expect(stage.input.takesWheel(20, 20, 0, 0)).toBe(false);
    expect(stage.input.takesWheel(500, 20, 0, 1)).toBe(false);
    stage.unset(outer, STATE_SCROLLABLE);
    expect(stage.input.takesWheel(300, 20, 0, 1)).toBe(false);
  });

  it('makes no request for a row that dies before it is taken', () => {
    wheel(20, 20, 0, 10);
    stage.frame();
    despawn(stage.world, inner);
    expect(stage.requests()).toEqual([request(0, { deltaY: 10 })]);
  });
});

describe('a drag', () => {
  it.each([
    ['mouse', POINTER_MOUSE, 6],
    ['finger', POINTER_TOUCH, 8],
    ['pen', POINTER_PEN, 8],
  ])('of a %s scrolls past its threshold, and flings at its end', (_, type, threshold) => {
    stage.log(item, 'item', 'activate', 'pointermove', 'pointerup');
    stage.down(50, 20, 1, type);
    stage.move(50, 20 - threshold, 1, type);
    stage.frame();
    expect(stage.requests()).toEqual([request(inner, { drag: 1 })]);
    expect(stage.has(item, STATE_PRESSED)).toBe(true);
    expect(stage.taken()).toEqual(['pointermove item']);

    stage.move(50, 20 - threshold - 4, 1, type);
    stage.frame();
    expect(stage.requests()).toEqual([request(inner, { drag: 1, deltaY: 4 })]);
    expect(stage.has(item, STATE_PRESSED)).toBe(false);
    expect(stage.taken()).toEqual(['pointermove item', 'pointerup item']);

    stage.move(57, -100.5, 1, type);
    stage.frame();
    expect(stage.requests()).toEqual([
      request(inner, { drag: 1, deltaX: -7, deltaY: 100.5 + 16 - threshold }),
    ]);
    stage.frame();
    expect(stage.requests()).toEqual([]);

    stage.move(57, 15, 1, type);
    stage.up(57, 20, 1, type);
    stage.frame();
    expect(stage.requests()).toEqual([request(inner, { drag: 1, deltaY: -120.5, release: 1 })]);
    expect(stage.taken()).toEqual([]);
  });

  it('does not come from less than the threshold: that is a press still', () => {
    stage.log(item, 'item', 'activate');
    stage.down(50, 20, 1, POINTER_TOUCH);
    stage.move(54, 24, 1, POINTER_TOUCH);
    stage.up(54, 24, 1, POINTER_TOUCH);
    stage.frame();
    expect(stage.requests()).toEqual([request(inner, { drag: 1, release: 2 })]);
    expect(stage.taken()).toEqual(['activate item']);
  });

  it('comes from an up far away too, whose moves were lost', () => {
    stage.log(item, 'item', 'activate');
    stage.down(50, 20);
    stage.up(50, 36);
    stage.frame();
    expect(stage.requests()).toEqual([request(inner, { drag: 1, deltaY: -10, release: 1 })]);
    expect(stage.taken()).toEqual([]);
  });

  it('does not scroll where the press or a move was handled', () => {
    const moves: number[] = [];
    on(stage.world, thumb, 'pointerdown', (event) => {
      event.handled = true;
    });
    on(stage.world, thumb, 'pointermove', (event) => moves.push(event.y));
    stage.down(195, 60);
    stage.frame();
    expect(stage.has(thumb, STATE_PRESSED)).toBe(true);
    expect(stage.requests()).toEqual([request(inner, { drag: 1, release: 2 })]);
    stage.move(300, 160);
    stage.up(300, 160);
    stage.frame();
    expect(moves).toEqual([160]);
    expect(stage.requests()).toEqual([]);

    on(stage.world, item, 'pointermove', (event) => {
      event.handled = true;
    });
    stage.down(50, 20);
    stage.frame();
    stage.move(90, 20);
    stage.up(130, 20);
    stage.frame();
    // Let go, not scrolled.
    expect(stage.requests()).toEqual([request(inner, { drag: 1, release: 2 })]);
  });

  it('does not scroll with another button, nor where nothing scrolls', () => {
    stage.down(50, 20, 1, POINTER_MOUSE, 2);
    stage.frame();
    stage.move(50, 100);
    stage.up(50, 100, 1, POINTER_MOUSE, 2);
    stage.frame();
    expect(stage.requests()).toEqual([]);
    stage.unset(outer, STATE_SCROLLABLE);
    stage.down(300, 300);
    stage.move(300, 100);
    stage.up(300, 100);
    stage.frame();
    expect(stage.requests()).toEqual([]);
  });

  it('is stopped by the next press, even in the frame of its end', () => {
    stage.down(50, 20);
    stage.move(50, 120);
    stage.up(50, 120);
    stage.down(50, 20);
    stage.frame();
    expect(stage.requests()).toEqual([request(inner, { drag: 1, deltaY: -94, release: 2 })]);
  });

  it('that is taken away does not fling', () => {
    stage.down(50, 20);
    stage.move(50, 120);
    stage.cancel();
    stage.frame();
    expect(stage.requests()).toEqual([request(inner, { drag: 1, deltaY: -94, release: 2 })]);
    stage.move(50, 150);
    stage.frame();
    expect(stage.requests()).toEqual([]);
  });

  it('is one for each list: a second finger adds nothing, another list is another', () => {
    stage.down(50, 20, 1, POINTER_TOUCH);
    stage.down(60, 20, 2, POINTER_TOUCH);
    stage.down(300, 300, 3, POINTER_TOUCH);
    stage.move(50, 120, 1, POINTER_TOUCH);
    stage.move(60, 120, 2, POINTER_TOUCH);
    stage.move(300, 200, 3, POINTER_TOUCH);
    stage.frame();
    expect(stage.requests()).toEqual([
      request(inner, { drag: 1, deltaY: -92 }),
      request(outer, { drag: 1, deltaY: 92 }),
    ]);
    stage.up(60, 120, 2, POINTER_TOUCH);
    stage.frame();
    expect(stage.requests()).toEqual([]);
  });

  it('goes on when what was pressed dies, and ends when the list does', () => {
    stage.down(50, 20);
    stage.frame();
    despawn(stage.world, item);
    stage.move(50, 120);
    stage.frame();
    expect(stage.requests()).toEqual([request(inner, { drag: 1, deltaY: -94 })]);
    despawn(stage.world, inner);
    const heirs = [0, 1].map(() => stage.box(outer, [0, 0, 200, 200], STATE_SCROLLABLE));
    expect(heirs.map((heir) => heir & ROW_MASK)).toContain(inner & ROW_MASK);
    stage.move(50, 220);
    stage.up(50, 220);
    stage.frame();
    expect(stage.requests()).toEqual([]);
  });

  it('begins later with a higher threshold', () => {
    stage.input.input.tunables!.set('mouseDrag', 20);
    stage.down(50, 20);
    stage.move(50, 39);
    stage.frame();
    expect(stage.requests()).toEqual([request(inner, { drag: 1 })]);
  });

  it('grows the table for as many lists as there are', () => {
    const lists = Array.from({ length: 20 }, (_, i) =>
      stage.box(outer, [201, i * 20, 100, 20], STATE_SCROLLABLE),
    );
    stage.frame();
    for (let i = 0; i < lists.length; i++) {
      wheel(250, i * 20 + 5, 0, i + 1);
      stage.key(0);
    }
    stage.frame();
    expect(stage.requests()).toEqual(lists.map((list, i) => request(list, { deltaY: i + 1 })));
  });
});

function wheel(x: number, y: number, deltaX: number, deltaY: number, modifiers = 0): void {
  stage.input.wheel(x, y, deltaX, deltaY, modifiers, 0);
}

function request(entity: Entity | 0, fields: Partial<Request>): Request {
  const none = { deltaX: 0, deltaY: 0, key: 0, drag: 0, release: 0 };
  return { row: entity & ROW_MASK, ...none, ...fields };
}
