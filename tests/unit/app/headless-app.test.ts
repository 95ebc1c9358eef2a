import { afterEach, describe, expect, it } from 'vitest';
import {
  columns,
  findAmbiguities,
  onFree,
  PAINT,
  resolve,
  type System,
  touch,
  treeOf,
} from '../../../src/ecs';
import { Box, Fill, INPUT_POINTER_DOWN, INPUT_POINTER_UP, Text } from '../../../src/ecs/stores';
import {
  createHeadlessApp,
  type HeadlessApp,
  type HeadlessAppOptions,
} from '../../../src/testing/headless-app';
import { box, button, lightTheme, on, setText, text, virtualList } from '../../../src/ui';
import { createRandom } from '../../property/random';

const HOUR_MS = 3_600_000;
const SIZES = process.env.RAFTER_LONG ? 1_000 : 10;
const open: HeadlessApp[] = [];

afterEach(() => {
  for (const app of open.splice(0)) app.dispose();
});

it('has no picture', async () => {
  const app = createHeadlessApp();
  await expect(app.renderer.toImage()).rejects.toThrow(/no picture to give: it owns no canvas/);
  app.dispose();
});

it('gives a picture of the pixels that there are, where the browser gives its canvas no more', async () => {
  const app = createHeadlessApp({ width: 20_000, height: 100 });
  const read: number[][] = [];
  Object.defineProperty(app.backend, 'deviceWidth', { value: 5_000 });
  Object.assign(app.backend, {
    readPixels(...place: number[]) {
      read.push(place);
      return new Uint8ClampedArray(place[2]! * place[3]! * 4);
    },
  });
  const { width, height, pixels } = await app.renderer.toImage();
  expect([width, height, pixels.length]).toEqual([5_000, 100, 5_000 * 100 * 4]);
  expect(read).toEqual([[0, 0, 5_000, 100]]);
  app.dispose();
});

describe('the systems of an app', () => {
  it('have an order that nobody has to guess', () => {
    const app = create();
    expect(findAmbiguities(app.systems)).toEqual([]);
    expect(app.systems.length).toBeGreaterThanOrEqual(12);
  });

  it('are joined by the app’s own, unless their order is open', () => {
    const app = create();
    const before = app.systems.length;
    const stop = app.addSystem(system('pulse', { writes: [Fill] }));
    expect(() => app.addSystem(system('wave', { writes: [Fill] }))).toThrow(
      /pulse and wave both touch Fill in phase update/,
    );
    expect(app.systems).toHaveLength(before + 1);
    const stopWave = app.addSystem(system('wave', { writes: [Fill], after: ['pulse'] }));
    expect(app.systems.map(({ name }) => name).indexOf('wave')).toBeGreaterThan(
      app.systems.map(({ name }) => name).indexOf('pulse'),
    );
    stop();
    stopWave();
    expect(app.systems).toHaveLength(before);
  });
});

describe('an app in which nothing changes', () => {
  it('draws nothing, sends nothing and, three frames on, asks for no frame', () => {
    const app = screen();
    app.start();
    app.frames(10);
    expect(app.asleep).toBe(true);
    expect(app.clock.pendingFrames).toBe(0);
    const { frameCount } = app;
    app.backend.resetCounters();
    app.frames(60);
    expect(app.frameCount).toBe(frameCount);
    expect(Object.values(app.backend.counters).every((count) => count === 0)).toBe(true);
    for (let i = 0; i < 20; i++) app.step();
    expect(Object.values(app.backend.counters).every((count) => count === 0)).toBe(true);
    expect(app.renderer.stats()).toMatchObject({ draws: 0, recordsWritten: 0, bytesUploaded: 0 });
  });

  it('sleeps after the third idle frame, not before', () => {
    const app = create();
    box(app.world, { fill: '#ff0000' });
    app.start();
    app.frames(3);
    expect(app.asleep).toBe(false);
    app.frames(1);
    expect(app.asleep).toBe(true);
    expect(app.frameCount).toBe(4);
  });

  it('is woken by a style, a text, input, a knob, a task, a theme and a size', async () => {
    const app = screen();
    const label = text(app.world, { content: 'a' });
    app.start();
    let task: Promise<unknown> = Promise.resolve();
    for (const wake of [
      () => setText(app.world, label, 'b'),
      () => touch(app.world, resolve(app.world, label), PAINT),
      () => app.input.wheel(10, 10, 0, 5, 0, app.clock.now()),
      () => app.tunables.get('virtualization')!.set('overscan', 8),
      () => {
        task = app.scheduler.submit(() => 7);
      },
      () => app.setTheme(lightTheme),
      () => app.resize(400, 300),
      () => app.wake(),
    ]) {
      app.frames(12);
      expect(app.asleep).toBe(true);
      wake();
      expect(app.asleep).toBe(false);
    }
    app.frames(1);
    await expect(task).resolves.toBe(7);
  });
});

describe('a hidden tab', () => {
  it('costs nothing for an hour and comes back with one step of at most 100 ms', () => {
    const app = screen();
    const deltas: number[] = [];
    app.addSystem(
      system('awake', {
        update({ deltaMs }) {
          deltas.push(deltaMs);
          app.wake();
        },
      }),
    );
    app.start();
    app.frames(5);
    app.clock.hidden = true;
    const { frameCount } = app;
    app.clock.advance(HOUR_MS);
    expect(app.frameCount).toBe(frameCount);
    expect(app.clock.pendingTimers).toBe(0);
    expect(app.clock.pendingFrames).toBe(1);
    app.clock.hidden = false;
    deltas.length = 0;
    app.frames(3);
    // No burst: what was missed is not made up for.
    expect(deltas.length).toBeLessThanOrEqual(4);
    expect(deltas[0]).toBe(100);
    for (const delta of deltas.slice(1)) expect(delta).toBeLessThan(17);
  });
});

describe('the surface', () => {
  it('takes any size, draws nothing at 0, and comes back to the same boxes', () => {
    const app = screen();
    const errors: unknown[] = [];
    app.on('error', (event) => errors.push(event));
    app.frames(4);
    const boxes = boxesOf(app);
    const random = createRandom(7);
    const strange = [0, -0, -5, Number.NaN, Number.POSITIVE_INFINITY, 1e9, 0.4, 1];
    const ratios = [1, 1.25, 2, 3, 16, 1e9, 0, -1, Number.NaN, Number.POSITIVE_INFINITY];
    const any = (): number =>
      random.chance(50) ? random.pick(strange) : random.int(300_000) / 100;
    for (let i = 0; i < SIZES; i++) {
      app.resize(any(), any(), random.pick(ratios));
      app.backend.resetCounters();
      app.frames(1);
      if (app.backend.deviceWidth * app.backend.deviceHeight === 0) {
        expect(app.backend.counters.frames).toBe(0);
      }
    }
    app.resize(800, 600, 1);
    app.frames(4);
    expect(boxesOf(app)).toBe(boxes);
    expect(errors).toEqual([]);
  });

  it('is drawn again at once when it changes while the app runs, and time does not pass', () => {
    const app = screen();
    const times: number[] = [];
    app.addSystem(system('times', { update: ({ now, deltaMs }) => void times.push(now, deltaMs) }));
    app.start();
    app.frames(2);
    const [last] = times.slice(-2);
    app.backend.resetCounters();
    app.resize(500, 400);
    expect(app.backend.counters.frames).toBe(1);
    expect(times.slice(-2)).toEqual([last, 0]);
    app.stop();
    app.resize(300, 200);
    expect(app.backend.counters.frames).toBe(1);
  });

  it('tells of a change once, with the numbers in use', () => {
    const app = create();
    const seen: unknown[] = [];
    app.on('resize', (event) => seen.push(event));
    app.resize(800, 600, 1);
    app.resize(400, Number.NaN, 0);
    expect(seen).toEqual([{ width: 400, height: 0, dpr: 1 }]);
  });
});

describe('a lost device', () => {
  it('is sent everything again when it is back, and the picture is whole', () => {
    const app = screen();
    app.frames(4);
    app.backend.resetCounters();
    app.renderer.invalidate();
    app.frames(1);
    const { draws, indices } = app.backend.counters;
    app.backend.lose();
    app.frames(3);
    app.backend.resetCounters();
    app.backend.restore();
    app.frames(1);
    expect(app.backend.counters).toMatchObject({ draws, indices });
    expect(app.backend.counters.recordBytes).toBeGreaterThan(0);
    expect(app.backend.counters.glyphBytes).toBeGreaterThan(0);
  });
});

describe('the text of an app', () => {
  it('breaks lines as its language does', () => {
    const linesIn = (locale: string) => {
      const app = create({ locale });
      // In Chinese lines may end at these quotation marks, elsewhere not.
      const row = resolve(
        app.world,
        text(app.world, { content: '说“A”好', whiteSpace: 'normal', width: 30 }),
      );
      app.frames(3);
      return columns(app.world, Text).lineCount[row];
    };
    expect(linesIn('zh-Hans')).toBeGreaterThan(1);
    expect(linesIn('en')).toBe(1);
  });

  it('may have more pages of glyphs', () => {
    const failuresWith = (glyphPages?: number) => {
      const app = create({
        dpr: 4,
        width: 800,
        height: 600,
        ...(glyphPages === undefined ? {} : { glyphPages }),
      });
      const failures: string[] = [];
      app.on('error', ({ error }) => failures.push(String(error)));
      const page = box(app.world, { flexGrow: 1, flexDirection: 'column' });
      for (let i = 0; i < 10; i++) {
        const content = String.fromCharCode(
          ...Array.from({ length: 20 }, (_, k) => 0x4e00 + i * 20 + k),
        );
        text(app.world, { parent: page, content, fontSize: 36 });
      }
      app.frames(10);
      return failures;
    };
    expect(failuresWith(1)).toEqual([expect.stringContaining('raise `glyphPages`')]);
    expect(failuresWith()).toEqual([]);
  });

  it('refuses a language, a number of pages and colours that cannot be, and leaves nothing behind', () => {
    expect(() => create({ locale: 'english please' })).toThrow(
      "locale is 'english please'; give a BCP 47 tag such as 'en' or 'zh-Hans'",
    );
    for (const glyphPages of [0, 1.5, 257, Number.NaN]) {
      expect(() => create({ glyphPages })).toThrow(`glyphPages is ${glyphPages}; give 1 to 256`);
    }
    const theme = { ...lightTheme, selection: 'nonsense' };
    expect(() => create({ theme })).toThrow("'nonsense'");
  });
});

describe('an app', () => {
  it('ends tasks, loop and systems when it is disposed, twice without harm', async () => {
    const app = screen();
    let disposed = 0;
    app.addSystem(system('own', { dispose: () => disposed++ }));
    app.start();
    app.frames(1);
    const task = app.scheduler.submit(() => 1);
    app.dispose();
    app.dispose();
    await expect(task).rejects.toThrow('disposed');
    expect(disposed).toBe(1);
    expect(app.clock.pendingFrames).toBe(0);
    expect(app.backend.lost).toBe(true);
    expect(() => app.step()).toThrow('disposed');
    expect(() => app.start()).toThrow('disposed');
  });

  it('returns the device even if the app’s own clean-up throws', () => {
    const app = screen();
    app.frames(1);
    onFree(app.world, () => {
      throw new Error('clean-up');
    });
    expect(() => app.dispose()).toThrow('clean-up');
    expect(app.backend.lost).toBe(true);
    expect(() => app.dispose()).not.toThrow();
  });

  it('may be disposed by its own system: the frame ends first, then everything goes', () => {
    const app = screen();
    const seen: string[] = [];
    app.on('error', ({ error }) => seen.push(String(error)));
    app.addSystem(
      system('closer', { update: () => app.dispose(), dispose: () => seen.push('gone') }),
    );
    app.addSystem(system('later', { phase: 'report', update: () => seen.push('later') }));
    app.start();
    app.clock.frames(3);
    expect(seen).toEqual(['later', 'gone']);
    expect(app.backend.lost).toBe(true);
    expect(app.clock.pendingFrames).toBe(0);
  });

  it('hands out live numbers, not copies', () => {
    const app = screen();
    const stats = app.renderer.stats();
    app.start();
    app.frames(3);
    expect(app.running).toBe(true);
    expect(app.frameCount).toBe(3);
    expect(app.renderer.stats()).toBe(stats);
    expect(stats.framesDrawn).toBe(1);
    expect(app.memory.total()).toBeGreaterThan(0);
    expect(app.telemetry.snapshot().systems).toHaveLength(app.systems.length);
  });

  it('repaints in the colour it is given, and tells of a theme', () => {
    const app = screen();
    const themes: unknown[] = [];
    app.on('theme', (theme) => themes.push(theme));
    app.frames(4);
    app.backend.resetCounters();
    app.setTheme(lightTheme);
    app.frames(1);
    expect(themes).toEqual([lightTheme]);
    expect(app.backend.counters.pixels).toBe(800 * 600);
    expect(() => app.setBackground('nonsense')).toThrow("'nonsense'");
  });

  it('takes input as a host hands it in', () => {
    const app = screen();
    const go = button(app.world, { label: 'Go', position: 'absolute', left: 0, top: 0, width: 50 });
    let clicks = 0;
    on(app.world, go, 'activate', () => clicks++);
    app.frames(2);
    app.input.pointer(INPUT_POINTER_DOWN, 1, 10, 10, 0, 0, app.clock.now());
    app.input.pointer(INPUT_POINTER_UP, 1, 10, 10, 0, 0, app.clock.now());
    app.frames(1);
    expect(clicks).toBe(1);
  });
});

function create(options?: HeadlessAppOptions): HeadlessApp {
  const app = createHeadlessApp(options);
  open.push(app);
  return app;
}

/** An app with a bit of everything. */
function screen(): HeadlessApp {
  const app = create();
  const { world } = app;
  const page = box(world, { flexDirection: 'column', padding: 8, gap: 4, fill: '#203040' });
  text(world, { parent: page, content: 'Title' });
  button(world, { parent: page, label: 'Press' });
  virtualList(world, {
    parent: page,
    flexGrow: 1,
    count: 500,
    estimatedSize: 20,
    template: (row) => [text(world, { parent: row })] as const,
    bind: (_, [label], index) => setText(world, label, `row ${index}`),
  });
  return app;
}

function system(name: string, rest: Partial<System>): System {
  return { name, phase: 'update', reads: [], writes: [], update() {}, dispose() {}, ...rest };
}

/** Boxes of all elements but the list's own, whose pool has as many rows as the largest surface needed. */
function boxesOf({ world }: HeadlessApp): string {
  const { x, y, width, height } = columns(world, Box);
  const { order, length, depth } = treeOf(world);
  const boxes: string[] = [];
  for (let i = 0; i < length; i++) {
    const row = order[i]!;
    if (depth[i]! < 2) boxes.push(`${x[row]},${y[row]} ${width[row]}x${height[row]}`);
  }
  return boxes.join(' | ');
}
