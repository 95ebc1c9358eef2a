import { afterEach, describe, expect, it } from 'vitest';
import { importsSettled } from '../../../imports';
import { createListStage, type ListStage, type StageOptions } from '../../../property/list-model';

const ROW = 20;
const VIEWPORT = 200;

let stage: ListStage;

afterEach(() => stage.dispose());

describe('rows put in', () => {
  it('above what is in sight leave it where it is, and bind nothing that was bound', () => {
    open();
    stage.list.scrollToIndex(500);
    run(2);
    const before = stage.shown();
    const { scrollTop, bound } = stage.list;
    stage.edit(0, 1000);
    run(1);
    expect(stage.list.scrollTop).toBe(scrollTop + 1000 * ROW);
    expect(stage.list.bound).toBe(bound);
    const after = stage.shown();
    expect(after.size).toBe(before.size);
    for (const [index, { y }] of before) expect(after.get(index + 1000)?.y).toBe(y);
  });

  it('before the first row leave it at the top, with what is new above it', () => {
    open();
    stage.edit(0, 3);
    run(2);
    expect(stage.list.scrollTop).toBe(3 * ROW);
    expect(stage.list.firstVisible).toBe(3);
    stage.list.scrollTo(0);
    run(2);
    expect(stage.list.firstVisible).toBe(0);
  });

  it('into an empty list are shown from the first', () => {
    open({ count: 0 });
    stage.edit(0, 100);
    run(2);
    expect(stage.list.scrollTop).toBe(0);
    expect(stage.list.firstVisible).toBe(0);
    expect(stage.list.lastVisible).toBe(9);
  });

  it('are bound where they come into sight, and those below move down', () => {
    open();
    stage.edit(2, 1);
    run(2);
    expect(stage.binds.get(2)).toBe(1);
    expect(stage.shown().get(3)?.y).toBe(3 * ROW);
    expect(stage.binds.has(3)).toBe(false);
  });
});

describe('rows taken out', () => {
  it('above what is in sight leave it where it is', () => {
    open();
    stage.list.scrollToIndex(500);
    run(2);
    const { bound } = stage.list;
    stage.edit(100, -300);
    run(1);
    expect(stage.list.firstVisible).toBe(200);
    expect(stage.list.scrollTop).toBe(200 * ROW);
    expect(stage.list.bound).toBe(bound);
  });

  it('in sight give way to those that follow', () => {
    open();
    stage.list.scrollToIndex(500);
    run(2);
    stage.edit(499, -4);
    run(2);
    expect(stage.list.firstVisible).toBe(499);
    expect(stage.shown().get(499)?.y).toBe(0);
    expect(stage.list.blank).toBe(0);
  });

  it('that filled the viewport give it to the next, from its start', () => {
    open({ heightOf: (index) => (index === 5 ? 1000 : ROW) });
    stage.list.scrollToIndex(5);
    run(2);
    stage.list.scrollBy(600);
    run(2);
    expect([stage.list.firstVisible, stage.list.lastVisible]).toEqual([5, 5]);
    stage.heightOf = () => ROW;
    stage.edit(5, -1);
    run(2);
    expect(stage.list.firstVisible).toBe(5);
    expect(stage.shown().get(5)?.y).toBe(0);
  });

  it('to the last leave nothing', () => {
    open({ count: 30 });
    stage.list.scrollToIndex(29, 'end');
    run(2);
    stage.edit(0, -30);
    run(2);
    expect(stage.list.firstVisible).toBe(-1);
    expect(stage.shown().size).toBe(0);
  });
});

describe('edits of one frame', () => {
  it('count one after the other, with counts and rows asked for before and after', () => {
    open({ count: 100 });
    const { list } = stage;
    list.scrollToIndex(50);
    stage.edit(0, 10);
    stage.edit(20, -5);
    list.setCount(200);
    stage.sizes.setCount(200);
    stage.edit(150, 7);
    run(2);
    expect(stage.list.firstVisible).toBe(55);
    expect(stage.list.scrollTop).toBe(stage.sizes.offsetOf(55));
    list.scrollToIndex(1_000_000, 'end');
    run(2);
    expect(stage.list.lastVisible).toBe(206);
  });

  it('go with a row that is being brought in', () => {
    open();
    stage.list.scrollToIndex(700, 'center');
    stage.edit(699, -3);
    run(3);
    const middle = stage.list.scrollTop + VIEWPORT / 2;
    expect(middle).toBe(699 * ROW + ROW / 2);
  });

  it('go with a row that is still aimed at while those before it turn out smaller', () => {
    open({ heightOf: (index) => (index < 100 ? ROW : 1) });
    stage.list.scrollToIndex(700, 'end');
    run(1);
    expect(stage.list.lastVisible).toBe(700);
    stage.edit(0, 30);
    run(3);
    expect(stage.list.lastVisible).toBe(730);
    expect(stage.list.scrollTop).toBe(stage.sizes.offsetOf(731) - VIEWPORT);
  });

  it.each([
    ['insertRows', 1001, 1],
    ['insertRows', -1, 1],
    ['insertRows', 0.5, 1],
    ['insertRows', 0, -1],
    ['insertRows', 0, Number.NaN],
    ['removeRows', 999, 2],
    ['removeRows', 0, 1001],
    ['removeRows', 0, 1.5],
    ['moveRows', 999, 2],
    ['moveRows', 0, -1],
  ] as const)('are refused with the value and the mend: %s(%d, %d)', (name, index, rows) => {
    open();
    expect(() => stage.list[name](index, rows, 0)).toThrow(`${name}(${index}, ${rows}): give`);
    expect(() => stage.list.moveRows(0, 2, 999)).toThrow('moveRows(999, 2): give an index from 0');
    run(2);
    expect(stage.list.lastVisible).toBe(9);
  });
});

describe('rows moved', () => {
  it('keep their elements and what was measured of them, while their code is loaded too', async () => {
    open({ heightOf: (index) => 20 + (index % 7) });
    const { list, app } = stage;
    stage.list.hold(4);
    const before = stage.shown();
    const { bound, scrollTop } = list;
    stage.move(1, 1, 5);
    list.scrollToIndex(2);
    // Nothing is bound to what is elsewhere by now.
    app.frames(3);
    expect([list.bound, list.scrollTop]).toEqual([bound, scrollTop]);
    expect(stage.shown().get(5)).toEqual(before.get(1));
    await importsSettled();
    run(2);
    expect(list.scrollTop).toBe(before.get(3)!.y - before.get(1)!.height);
    expect(list.bound).toBeLessThan(bound + 4);
    expect(stage.shown().get(5)!.height).toBe(before.get(1)!.height);
    expect(stage.sizes.offsetOf(2)).toBe(list.scrollTop);
  });

  it('to where a list was asked to grow just before are there', async () => {
    open();
    stage.list.setCount(1100);
    stage.sizes.setCount(1100);
    stage.move(1050, 5, 2);
    stage.move(0, 1, 1099);
    run(1);
    await importsSettled();
    run(2);
    expect(stage.list.count).toBe(1100);
    expect([...stage.binds.keys()].sort((a, b) => a - b).slice(0, 5)).toEqual([1, 2, 3, 4, 5]);
    stage.list.scrollToIndex(1099, 'end');
    run(3);
    expect(stage.list.scrollTop).toBe(1100 * ROW - VIEWPORT);
  });
});

describe('a list that sticks to its end', () => {
  it('begins there, stays there while rows are added, grow and the viewport changes', () => {
    open({ stickToEnd: true });
    expect(stage.list.lastVisible).toBe(999);
    expect(stage.list.atEnd).toBe(true);
    stage.edit(1000, 5);
    run(1);
    expect(stage.list.lastVisible).toBe(1004);
    expectAtEnd();
    stage.grow(1003, 75);
    run(1);
    expectAtEnd();
    stage.resize(90);
    run(2);
    expectAtEnd();
    stage.list.setCount(2000);
    stage.sizes.setCount(2000);
    run(2);
    expectAtEnd();
  });

  it('is left alone by who scrolls up, and sticks again at the end', () => {
    open({ stickToEnd: true });
    stage.list.scrollBy(-50);
    run(2);
    expect(stage.list.atEnd).toBe(false);
    const { scrollTop } = stage.list;
    stage.edit(1000, 5);
    run(2);
    expect(stage.list.scrollTop).toBe(scrollTop);
    stage.list.scrollBy(10_000);
    run(2);
    expectAtEnd();
    stage.edit(1005, 1);
    run(2);
    expectAtEnd();
  });

  it('goes where it is told in the frame in which rows are added', () => {
    open({ stickToEnd: true });
    stage.edit(1000, 5);
    stage.list.scrollBy(-30);
    run(2);
    expect(stage.list.atEnd).toBe(false);
    stage.list.scrollToIndex(10);
    run(2);
    expect(stage.list.firstVisible).toBe(10);
  });

  it('shows few rows from the top, until they fill it', () => {
    open({ stickToEnd: true, count: 0 });
    for (let count = 0; count < 20; count++) {
      stage.edit(count, 1);
      run(1);
      expect(stage.list.scrollTop).toBe(Math.max(0, (count + 1) * ROW - VIEWPORT));
    }
  });

  it('is none that does not ask for it', () => {
    open();
    expect(stage.list.scrollTop).toBe(0);
    stage.list.scrollToIndex(999, 'end');
    run(3);
    stage.edit(1000, 5);
    run(2);
    expect(stage.list.atEnd).toBe(false);
  });
});

describe('rows ahead of a scroll', () => {
  it('are others after an edit', async () => {
    open({ count: 100_000 });
    for (let i = 0; i < 100; i++) {
      stage.list.scrollBy(30);
      run(1);
      if (i === 1) await importsSettled();
    }
    const before = stage.list.metrics.rowsBoundAhead;
    expect(before).toBeGreaterThan(0);
    stage.edit(0, -80);
    stage.binds.clear();
    for (let i = 0; i < 20; i++) {
      stage.list.scrollBy(30);
      run(1);
      for (const index of stage.shown().keys()) expect(index).toBeLessThan(stage.sizes.count);
      expect(stage.list.blank).toBe(0);
    }
    // As far as two viewports, for 20 frames.
    expect(Math.max(...stage.binds.keys())).toBeLessThan(stage.list.lastVisible + 40);
    expect(stage.list.metrics.rowsBoundAhead).toBeGreaterThan(before);
  });
});

function open(options: Partial<StageOptions> = {}): void {
  stage = createListStage({
    ...{ count: 1000, estimate: ROW, viewport: VIEWPORT, heightOf: () => ROW },
    ...options,
  });
  run(2);
}

function run(frames: number): void {
  stage.app.frames(frames);
}

function expectAtEnd(): void {
  const { list, sizes, viewport } = stage;
  expect(list.atEnd).toBe(true);
  expect(list.lastVisible).toBe(sizes.count - 1);
  expect(list.scrollTop).toBeCloseTo(sizes.total() - viewport, 3);
  expect(list.blank).toBe(0);
}
