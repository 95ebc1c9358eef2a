// Needs a process of its own in the long tests, which measure garbage: that of a selecting pointer and of a scrolled list are measured by default.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { columns, despawn, type Entity, ROW_MASK, resource } from '../../../../src/ecs';
import {
  Box,
  INPUT_POINTER_CANCEL,
  INPUT_POINTER_DOWN,
  INPUT_POINTER_MOVE,
  INPUT_POINTER_UP,
  LayerOf,
  LayerTable,
  ScrollRequests,
  STATE_SCROLLABLE,
  State,
  TextInput,
} from '../../../../src/ecs/stores';
import { POINTER_TOUCH } from '../../../../src/systems/input';
import { createHeadlessApp, type HeadlessApp } from '../../../../src/testing/headless-app';
import {
  box,
  on,
  selectionOf,
  setSelectable,
  setText,
  text,
  textUnitAt,
  type VirtualList,
  virtualList,
} from '../../../../src/ui';
import { heapSlope } from '../../../heap-slope';
import { moveLayer } from '../../../move-layer';

/** The list: left and top edge, width and height on the surface. */
const LEFT = 20;
const TOP = 30;
const WIDTH = 200;
const HEIGHT = 100;
const BOTTOM = TOP + HEIGHT;
/** Lines of the text, 12.5 px each. */
const LINES = 80;
const LINE = 12.5;
const FRAME_MS = 1000 / 60;

let app: HeadlessApp;
let list: VirtualList;
let note: Entity;

beforeEach(() => {
  app = createHeadlessApp();
  open();
});

afterEach(() => app.dispose());

describe('a selection that is dragged out of the list that its text is in', () => {
  it('scrolls it down, and ends at what is then at the edge, in every frame', () => {
    press(LEFT + 30, TOP + 40);
    move(LEFT + 45, BOTTOM + 30);
    let before = -1;
    for (let frame = 0; frame < 30; frame++) {
      app.frames(1);
      expect(list.scrollTop).toBeGreaterThan(before);
      before = list.scrollTop;
      expect(selectionOf(app.world)!.from).toBe(unitAt(LEFT + 30, TOP + 40 - before));
      expect(selectionOf(app.world)!.to).toBe(unitAt(LEFT + 45, BOTTOM - 1));
    }
    expect(before).toBeGreaterThan(100);
  });

  it('scrolls it up, too', () => {
    scrollTo(600);
    press(LEFT + 30, TOP + 40);
    move(LEFT + 45, TOP - 30);
    for (let frame = 0; frame < 30; frame++) {
      app.frames(1);
      expect(selectionOf(app.world)!.from).toBe(unitAt(LEFT + 45, TOP));
    }
    expect(list.scrollTop).toBeLessThan(500);
  });

  it('scrolls it faster the farther the pointer is outside, up to a limit, however many frames a second there are', () => {
    const far = [0, 50, 150, 5000, 50_000].map((distance) => travelled(distance, FRAME_MS, 6));
    expect(far[0]).toBeGreaterThan(10);
    expect(far[1]!).toBeGreaterThan(far[0]! * 3);
    expect(far[2]!).toBeGreaterThan(far[1]! * 2);
    expect(far[3]).toBeCloseTo(400, 0);
    expect(far[4]).toBe(far[3]);
    for (const ms of [FRAME_MS / 2, FRAME_MS * 2, FRAME_MS * 3]) {
      expect(travelled(50, ms, (6 * FRAME_MS) / ms)).toBeCloseTo(far[1]!, 0);
    }
  });

  it('does not count the time in which nothing had to be drawn', () => {
    app.start();
    press(LEFT + 30, TOP + 40);
    move(LEFT + 45, TOP + 60);
    app.frames(60);
    expect(app.asleep).toBe(true);
    move(LEFT + 45, BOTTOM + 30);
    expect(list.scrollTop).toBe(0);
    app.frames(1);
    expect(list.scrollTop).toBeLessThan(15);
    expect(list.scrollTop).toBeGreaterThan(5);
    // Nor does that of a drag before.
    release();
    scrollTo(0);
    app.frames(60);
    expect(app.asleep).toBe(true);
    app.input.pointer(INPUT_POINTER_DOWN, 1, LEFT + 90, TOP + 40, 0, 0, 0);
    move(LEFT + 45, BOTTOM + 30);
    expect(list.scrollTop).toBe(0);
  });

  it('keeps the loop awake until the end is in sight, and lets it sleep then', () => {
    app.start();
    press(LEFT + 30, TOP + 40);
    move(LEFT + 45, BOTTOM + 200);
    app.frames(12);
    expect(app.asleep).toBe(false);
    app.frames(30);
    expect(list.scrollTop).toBe(LINES * LINE - HEIGHT);
    expect(app.asleep).toBe(true);
    expect(selectionOf(app.world)!.to).toBe(unitAt(LEFT + 45, BOTTOM - 1));
    move(LEFT + 45, TOP - 200);
    app.frames(60);
    expect(list.scrollTop).toBe(0);
    expect(app.asleep).toBe(true);
    expect(selectionOf(app.world)!.from).toBe(unitAt(LEFT + 45, TOP));
  });

  it('takes what lies beyond the edge only as it comes into sight', () => {
    press(LEFT + 30, TOP + 40);
    app.input.pointer(INPUT_POINTER_MOVE, 1, LEFT + 45, BOTTOM + 300, 0, 0, 0);
    app.input.pointer(INPUT_POINTER_UP, 1, LEFT + 45, BOTTOM + 300, 0, 0, 0);
    app.frames(1);
    expect(list.scrollTop).toBe(0);
    expect(selectionOf(app.world)!.to).toBe(unitAt(LEFT + 45, BOTTOM - 1));
  });

  it('stops where the text ends, for the rows around it cannot be selected', () => {
    app.dispose();
    app = createHeadlessApp();
    open({ rows: 30, lines: 20 });
    press(LEFT + 30, TOP + 40);
    move(LEFT + 45, BOTTOM + 100);
    app.frames(60);
    // Layers stand on whole pixels.
    expect(Math.abs(list.scrollTop - (20 * LINE - HEIGHT))).toBeLessThan(1);
    expect(selectionOf(app.world)!.to).toBe(unitAt(LEFT + 45, BOTTOM - 1));
    release();
    scrollTo(20 * LINE + 20);
    // A row of one line, all in sight.
    press(LEFT + 20, TOP + 60);
    move(LEFT, TOP - 100);
    app.frames(60);
    expect(list.scrollTop).toBe(20 * LINE + 20);
    expect(selectionOf(app.world)!.text).toBe('row');
  });

  it('stops where the list can go no further, though text sticks out of it', () => {
    app.dispose();
    app = createHeadlessApp();
    open({ rows: 10, last: 30, fixedSize: true, sticksOut: true });
    app.start();
    scrollTo(100);
    press(LEFT + 30, TOP + 90);
    move(LEFT + 45, BOTTOM + 50);
    app.frames(20);
    expect(list.scrollTop).toBe(100);
    expect(app.asleep).toBe(true);
    release();
    // Sideways a list never goes.
    scrollTo(50);
    press(LEFT + 10, TOP + 60);
    move(LEFT + WIDTH + 50, TOP + 60);
    app.frames(20);
    expect(list.scrollTop).toBe(50);
    expect(app.asleep).toBe(true);
    expect(selectionOf(app.world)!.text).toBe('w 5');
  });

  it('is not as fast as a wheel is set to be', () => {
    app.tunables.get('virtualization')!.set('wheelSpeed', 3);
    press(LEFT + 30, TOP + 40);
    move(LEFT + 45, BOTTOM - 1);
    app.frames(6);
    expect(list.scrollTop).toBeCloseTo((6 * FRAME_MS * (160 + 14)) / 1000, 5);
  });

  it('goes on at the very edge, which a pointer on a full screen cannot pass', () => {
    press(LEFT + 30, TOP + 40);
    move(LEFT + 45, BOTTOM - 1);
    app.frames(10);
    expect(list.scrollTop).toBeGreaterThan(20);
    move(LEFT + 45, TOP);
    app.frames(60);
    expect(list.scrollTop).toBe(0);
  });

  it('stops when the pointer is back inside, is released or taken away', () => {
    for (const end of [
      () => move(LEFT + 45, TOP + 50),
      () => release(),
      () => app.input.pointer(INPUT_POINTER_CANCEL, 1, 0, 0, 0, 0, 0),
      () => app.input.blur(0),
    ]) {
      press(LEFT + 30, TOP + 40);
      move(LEFT + 45, BOTTOM + 30);
      app.frames(10);
      end();
      app.frames(1);
      const { scrollTop } = list;
      expect(scrollTop).toBeGreaterThan(20);
      app.frames(10);
      expect(list.scrollTop).toBe(scrollTop);
      release();
      scrollTo(0);
    }
  });

  it('stops with another string in the text, and when that is no longer selectable', () => {
    for (const end of [
      () => setText(app.world, note, content(LINES).replaceAll('line', 'LINE')),
      () => setSelectable(app.world, note, false),
    ]) {
      setSelectable(app.world, note, true);
      app.frames(1);
      press(LEFT + 30, TOP + 40);
      move(LEFT + 45, BOTTOM + 30);
      app.frames(10);
      end();
      app.frames(1);
      const { scrollTop } = list;
      expect(scrollTop).toBeGreaterThan(20);
      app.frames(10);
      expect(list.scrollTop).toBe(scrollTop);
      expect(selectionOf(app.world)).toBeUndefined();
      release();
      scrollTo(0);
    }
  });

  it.each(['text', 'list'])('stops with the %s', (name) => {
    press(LEFT + 30, TOP + 40);
    move(LEFT + 45, BOTTOM + 30);
    app.frames(2);
    const requests = resource(app.world, ScrollRequests);
    expect(requests.length).toBe(1);
    despawn(app.world, name === 'text' ? note : list.entity);
    app.frames(1);
    expect(requests.length).toBe(0);
    expect(selectionOf(app.world)).toBeUndefined();
    app.frames(3);
    expect(requests.length).toBe(0);
  });

  it('follows the text that a wheel moves under a pointer at rest', () => {
    press(LEFT + 30, TOP + 40);
    move(LEFT + 45, TOP + 60);
    app.input.wheel(LEFT + 45, TOP + 60, 0, 100, 0, 0);
    app.frames(2);
    expect(list.scrollTop).toBeGreaterThan(0);
    expect(selectionOf(app.world)!.to).toBe(unitAt(LEFT + 45, TOP + 60));
  });

  it('is none before the pointer has gone further than in a click', () => {
    press(LEFT + 30, BOTTOM - 1);
    app.frames(10);
    move(LEFT + 31, BOTTOM + 1);
    app.frames(10);
    expect(list.scrollTop).toBe(0);
    move(LEFT + 31, BOTTOM + 4);
    app.frames(10);
    expect(list.scrollTop).toBeGreaterThan(0);
    release();
    const { scrollTop } = list;
    press(LEFT + 90, BOTTOM - 1);
    app.frames(10);
    expect(list.scrollTop).toBe(scrollTop);
  });

  it('is none of a finger, which scrolls by itself', () => {
    scrollTo(200);
    app.input.pointer(INPUT_POINTER_DOWN, 1, LEFT + 30, TOP + 40, 0, 0, 0, POINTER_TOUCH);
    app.input.pointer(INPUT_POINTER_MOVE, 1, LEFT + 30, BOTTOM + 40, 0, 0, 0, POINTER_TOUCH);
    app.frames(1);
    const { scrollTop } = list;
    app.frames(10);
    expect(list.scrollTop).toBe(scrollTop);
  });

  it('is left to handlers that take the press', () => {
    on(app.world, note, 'pointerdown', (event) => {
      event.handled = true;
    });
    press(LEFT + 30, TOP + 40);
    move(LEFT + 45, BOTTOM + 40);
    app.frames(10);
    expect(list.scrollTop).toBe(0);
  });

  it('ends at the edge of what is seen of a list that something else cuts off', () => {
    app.dispose();
    app = createHeadlessApp({ height: 80 });
    open();
    press(LEFT + 30, TOP + 20);
    move(LEFT + 45, 80 + 20);
    app.frames(10);
    expect(list.scrollTop).toBeGreaterThan(20);
    expect(selectionOf(app.world)!.to).toBe(unitAt(LEFT + 45, 79));
  });
});

describe('a selection that is dragged out of something that scrolls sideways', () => {
  it('scrolls it to both sides, as far as the text goes', () => {
    const { line, pane } = wide();
    press(LEFT + 30, 205);
    move(LEFT + WIDTH + 60, 205);
    for (let frame = 0; frame < 10; frame++) {
      app.frames(1);
      expect(selectionOf(app.world)!.to).toBe(textUnitAt(app.world, line, LEFT + WIDTH - 1, 205));
    }
    expect(pane.x).toBeLessThan(-80);
    app.frames(60);
    expect(Math.abs(pane.x - (WIDTH - 600))).toBeLessThan(1);
    move(LEFT - 60, 205);
    app.frames(90);
    expect(Math.abs(pane.x)).toBeLessThan(1);
    expect(selectionOf(app.world)!.from).toBe(0);
  });
});

describe('a selection that waits for what scrolls slowly', () => {
  it('keeps the loop awake', () => {
    wide({ every: 20 });
    app.start();
    press(LEFT + 30, 205);
    move(LEFT + WIDTH + 60, 205);
    for (let frame = 0; frame < 18; frame++) {
      app.frames(1);
      expect(app.asleep).toBe(false);
    }
    release();
    app.frames(10);
    expect(app.asleep).toBe(true);
  });
});

describe('the cost of a selection that scrolls', () => {
  it.runIf(process.env.RAFTER_LONG)(
    'is no memory between pixels either, on the side of the selection',
    () => {
      app.dispose();
      app = createHeadlessApp({ dpr: 1.3 });
      open();
      scrollTo(30.3);
      press(LEFT + 30, TOP + 40);
      app.input.pointer(INPUT_POINTER_MOVE, 1, LEFT + 45.7, BOTTOM + 30.4, 0, 0, 0);
      app.frames(2);
      const input = resource(app.world, TextInput);
      const scroll = new Float64Array(2);
      const frame = {
        index: 0,
        now: 0,
        deltaMs: FRAME_MS,
        afterSleep: false,
        budgetMs: FRAME_MS,
        timeLeftMs: () => 0,
        readSpare() {},
      };
      const slope = heapSlope(() => {
        input.drag(frame, scroll);
      }, 20_000);
      expect(scroll[1]).toBeGreaterThan(5);
      expect(slope).toBeLessThanOrEqual(16);
    },
  );

  it.runIf(process.env.RAFTER_LONG)('is no memory', () => {
    app.dispose();
    app = createHeadlessApp();
    open({ lines: 20 });
    press(LEFT + 30, TOP + 40);
    // A fraction in a variable of a closure would be a new object every time.
    let time = Math.ceil(app.clock.now());
    const step = (frame: number): void => {
      // Up and down by turns; between them the pointer rests.
      if (frame % 20 === 0) {
        const y = frame % 40 === 0 ? BOTTOM + 8 : TOP - 8;
        app.input.pointer(INPUT_POINTER_MOVE, 1, LEFT + 45, y, 0, 0, 0);
      }
      // 300 px a second: whole pixels.
      time += 20;
      app.step(time);
    };
    expect(heapSlope(step, 5000)).toBeLessThanOrEqual(16);
    const tops = Array.from({ length: 40 }, (_, frame) => {
      step(frame);
      return list.scrollTop;
    });
    expect(Math.max(...tops) - Math.min(...tops)).toBeGreaterThan(100);
    expect(selectionOf(app.world)).toBeDefined();
  });
});

type Opened = {
  rows?: number;
  /** Of the first row, and of the last; the others have one. */
  lines?: number;
  last?: number;
  fixedSize?: boolean;
  /** Texts are wider than the list, and as high as they like. */
  sticksOut?: boolean;
};

/** A list of rows of one text each, 12.5 px a line. */
function open({
  rows = 1,
  lines = LINES,
  last = 1,
  fixedSize = false,
  sticksOut = false,
}: Opened = {}): void {
  const root = box(app.world, { paddingLeft: LEFT, paddingTop: TOP, alignItems: 'flex-start' });
  const texts: Entity[] = [];
  list = virtualList(app.world, {
    parent: root,
    width: WIDTH,
    height: HEIGHT,
    count: rows,
    estimatedSize: 20,
    fixedSize,
    template: (parent) => {
      const entity = text(app.world, {
        parent,
        fontSize: 10,
        whiteSpace: 'pre',
        selectable: true,
        ...(sticksOut ? { flexShrink: 0, alignSelf: 'flex-start', width: 2 * WIDTH } : {}),
      });
      texts.push(entity);
      return [entity] as const;
    },
    bind: (world, [entity], index) => {
      const isLast = index > 0 && index === rows - 1;
      setText(
        world,
        entity,
        index === 0 ? content(lines) : isLast ? content(last) : `row ${index}`,
      );
      if (index === 0) note = entity;
    },
  });
  app.frames(3);
}

function content(lines: number): string {
  return Array.from({ length: lines }, (_, line) => `line ${line} of the text`).join('\n');
}

/** A text of 600 px in a box of 200 that scrolls sideways by what is asked, once in so many frames, at (20, 200). */
function wide({ every = 1 } = {}): { line: Entity; pane: { readonly x: number } } {
  const frame = box(app.world, {
    position: 'absolute',
    left: LEFT,
    top: 200,
    width: WIDTH,
    height: 20,
    overflow: 'hidden',
  });
  columns(app.world, State).bits[frame & ROW_MASK]! |= STATE_SCROLLABLE;
  const inner = box(app.world, { parent: frame, flexShrink: 0, overflow: 'hidden' });
  const line = text(app.world, {
    parent: inner,
    content: 'one two three four five '.repeat(4).padEnd(100, '.'),
    fontSize: 10,
    selectable: true,
  });
  const table = resource(app.world, LayerTable);
  const layer = (): number => columns(app.world, LayerOf).own[inner & ROW_MASK]!;
  app.addSystem({
    name: 'sideways',
    phase: 'update',
    reads: [ScrollRequests],
    writes: [],
    update({ index }) {
      if (index % every !== 0) return;
      const { rows, deltaX, length } = resource(app.world, ScrollRequests);
      for (let i = 0; i < length; i++) {
        if (rows[i] !== (frame & ROW_MASK)) continue;
        moveLayer(app.world, table, layer(), table.x[layer()]! - deltaX[i]!, 0);
      }
    },
    dispose() {},
  });
  app.frames(2);
  expect(columns(app.world, Box).width[line & ROW_MASK]).toBe(600);
  return {
    line,
    pane: {
      get x() {
        return table.x[layer()]!;
      },
    },
  };
}

/** How far a fresh app scrolls in so many frames after the one in which the pointer went outside. CSS pixels. */
function travelled(distance: number, frameMs: number, frames: number): number {
  app.dispose();
  app = createHeadlessApp();
  open();
  press(LEFT + 30, TOP + 40);
  app.input.pointer(INPUT_POINTER_MOVE, 1, LEFT + 45, BOTTOM - 1 + distance, 0, 0, 0);
  let now = app.clock.now();
  for (let i = 0; i <= Math.round(frames); i++) {
    now += frameMs;
    app.step(now);
  }
  return list.scrollTop;
}

/** The place between letters at a place of the surface, as of the last frame. */
function unitAt(x: number, y: number): number {
  return textUnitAt(app.world, note, x, y);
}

function scrollTo(pixels: number): void {
  list.scrollTo(pixels);
  app.frames(2);
}

function press(x: number, y: number): void {
  app.input.pointer(INPUT_POINTER_DOWN, 1, x, y, 0, 0, 0);
  app.frames(1);
}

function move(x: number, y: number): void {
  app.input.pointer(INPUT_POINTER_MOVE, 1, x, y, 0, 0, 0);
  app.frames(1);
}

function release(): void {
  app.input.pointer(INPUT_POINTER_UP, 1, 0, 0, 0, 0, 0);
  app.frames(1);
}
