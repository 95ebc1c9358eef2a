import {
  box,
  createApp,
  despawn,
  type Entity,
  lightTheme,
  type Style,
  setStyle,
  virtualList,
} from 'rafter-ui';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { atFileEnd } from '../endings';
import { atEnd, difference, frames, pixelsOf, until } from './page';
import {
  composedOf,
  HEIGHT,
  openScrolled,
  portOf,
  ROW,
  type Scrolled,
  scrollFor,
  scrollUntilUsed,
  setRatio,
  WIDTH,
  worstOf,
} from './scroll-layers-page';

/** Frames in which a list moves until it is tried again, at least. */
const RETRY = 40;
const IS_LONG = import.meta.env.RAFTER_LONG === '1';
const LID = {
  position: 'absolute',
  left: 40,
  top: 50,
  width: 90,
  height: 60,
  fill: '#080',
} as const;

/** For tests that leave it as it was, but for where it is scrolled to. */
let shared: Scrolled;

beforeAll(async () => {
  shared = await openScrolled({ end: atFileEnd });
});

// Much of it waits for pages to move and rest.
describe.runIf(import.meta.env.RAFTER_LONG === '1')('the page does not move a list', () => {
  it('that does not ask for it, and nothing is loaded', async () => {
    const scrolled = await openScrolled({ scrollLayers: false });
    await frames(5);
    expect(scrollFor(scrolled, 10)).toEqual(new Set(['off']));
    expect(portOf(scrolled.canvas)).toBeUndefined();
  });

  it('that is under something, on two colours, cut round, scaled, faded or small, and does again after', async () => {
    const scrolled = await openScrolled({ list: { height: HEIGHT - 100 } });
    const { app, list, step } = scrolled;
    const { world } = app;
    const page = list.entity;
    const lid = box(world, { ...LID, top: HEIGHT - 80 });
    const ground = { position: 'absolute', width: WIDTH, height: HEIGHT, zIndex: -1 } as const;
    const faults: [string, () => void, () => void][] = [
      [
        'covered',
        () => setStyle(world, lid, { top: 200 }),
        () => setStyle(world, lid, { top: 330 }),
      ],
      [
        'background',
        ...shownFor(() => box(world, { ...ground, gradient: 'linear-gradient(#400, #004)' })),
      ],
      ['background', ...shownFor(() => box(world, { ...ground, width: 100, fill: '#400' }))],
      ['clip', ...styles({ borderRadius: 20 }, { borderRadius: 0 })],
      ['transform', ...styles({ scale: 0.9 }, { scale: 1 })],
      ['transform', ...styles({ opacity: 0.8 }, { opacity: 1 })],
      ['transform', ...styles({ mixBlendMode: 'screen' }, { mixBlendMode: 'normal' })],
      ['small', ...styles({ width: 120, height: 100 }, { width: WIDTH, height: HEIGHT - 100 })],
    ];
    await scrollUntilUsed(scrolled);
    // One of each kind where time is short.
    const kinds = faults.map(([why]) => why);
    const tried = faults.filter(([why], i) => IS_LONG || kinds.indexOf(why) === i);
    for (const [why, begin, end] of tried) {
      expect([scrolled.state(), why]).toEqual(['used', why]);
      begin();
      step();
      expect(scrolled.state()).toBe(why);
      expectWhole(scrolled);
      expect(scrollFor(scrolled, 4)).toEqual(new Set([why]));
      end();
      expectAgain(scrolled);
    }

    function styles(before: Style, after: Style): [() => void, () => void] {
      return [() => setStyle(world, page, before), () => setStyle(world, page, after)];
    }

    function shownFor(make: () => Entity): [() => void, () => void] {
      let made: Entity;
      return [
        () => {
          made = make();
        },
        () => despawn(world, made),
      ];
    }
  });

  it('whose rows change all the time, and tries again later', async () => {
    const scrolled = shared;
    const { list, step, words } = scrolled;
    await scrollUntilUsed(scrolled);
    let count = 0;
    while (scrolled.state() === 'used' && count++ < 100) {
      for (let i = list.firstVisible; i <= list.lastVisible; i++)
        words.set(i, `Row ${i}: ${count}`);
      list.refresh();
      list.scrollBy(1);
      step();
    }
    expect(scrolled.state()).toBe('changing');
    expect(count).toBeGreaterThan(5);
    expectWhole(scrolled);
    const states = [...scrollFor(scrolled, 140)];
    expect(states).toEqual(['changing', 'used']);
    words.clear();
    list.refresh();
  });

  it('on a canvas that the page scales, turns, fades or rounds', async () => {
    const scrolled = shared;
    const { style } = scrolled.canvas;
    await scrollUntilUsed(scrolled);
    for (const [name, value] of [
      ['transform', 'scale(0.9)'],
      ['opacity', '0.5'],
      ['border-radius', '9px'],
      ['left', '0.4px'],
    ] as const) {
      style.setProperty(name, value);
      await restOf(scrolled);
      expect(scrollFor(scrolled, 6)).toContain('page');
      style.setProperty(name, name === 'left' ? '0px' : '');
      expectAgain(scrolled);
    }
  });

  it('under an element of the page', async () => {
    const scrolled = await openScrolled();
    const over = document.createElement('div');
    over.style.cssText = `position:absolute;left:0;top:0;width:${WIDTH}px;height:${HEIGHT}px`;
    document.body.append(over);
    atEnd(() => over.remove());
    await untilTold(scrolled, 'page');
    over.remove();
    expectAgain(scrolled);
  });

  it('on no page', async () => {
    const app = await createApp({ canvas: new OffscreenCanvas(WIDTH, HEIGHT) });
    atEnd(() => app.dispose());
    const list = virtualList(app.world, {
      ...{ width: WIDTH, height: HEIGHT, count: 1000, estimatedSize: ROW, scrollLayers: true },
      template: () => [],
      bind: () => {},
    });
    await until(() => {
      list.scrollBy(10);
      app.step();
      return app.renderer.stats().scrollLayers === 'none';
    });
  });
});

describe('a list that the page moves', () => {
  it('is drawn by the canvas again when it rests', async () => {
    const scrolled = shared;
    await scrollUntilUsed(scrolled);
    await restOf(scrolled);
    expect(scrolled.state()).toBe('still');
    expectWhole(scrolled);
  });

  it.runIf(import.meta.env.RAFTER_LONG)(
    'may have a border, and lie on a card with round corners and a shadow',
    async () => {
      const cards: Entity[] = [];
      const scrolled = await openScrolled({
        list: {
          ...{ left: 12, top: 12, width: WIDTH - 40, height: HEIGHT - 60 },
          ...{ fill: '#123', borderWidth: 2, borderColor: '#f80' },
        },
        around: ({ world }) =>
          cards.push(
            box(world, {
              ...{ position: 'absolute', left: 4, top: 4, width: WIDTH - 20, height: HEIGHT - 40 },
              ...{ fill: '#446', borderRadius: 8, boxShadow: '0 4px 9px #000' },
            }),
          ),
      });
      const { world } = scrolled.app;
      await scrollUntilUsed(scrolled);
      await expectSame(scrolled);
      // Without a fill of its own the card's colour lies under its rows.
      setStyle(world, scrolled.list.entity, { fill: '#0000', borderWidth: 0 });
      await scrollUntilUsed(scrolled);
      await expectSame(scrolled);
      setStyle(world, cards[0]!, { borderRadius: 60 });
      scrolled.step();
      await untilTold(scrolled, 'background');
    },
  );

  it('has all its tiles anew after a jump', async () => {
    const scrolled = shared;
    await scrollUntilUsed(scrolled);
    scrolled.list.scrollTo(900_000);
    scrolled.step();
    expect(scrolled.state()).toBe('used');
    expect(scrolled.app.renderer.stats().tilesDrawn).toBeGreaterThan(2);
    await expectSame(scrolled);
  });

  it('draws nothing while it rests, and little while it is scrolled', async () => {
    const scrolled = shared;
    await scrollUntilUsed(scrolled);
    const { app, step } = scrolled;
    const stats = app.renderer.stats();
    step();
    step();
    expect(stats.tilesDrawn).toBe(0);
    expect(stats.draws).toBe(0);
    const before = stats.totalTilesDrawn;
    scrollFor(scrolled, 64, 2);
    expect(stats.totalTilesDrawn - before).toBeLessThanOrEqual(2);
    expect(stats.damagedPixels).toBeLessThan(HEIGHT * 14);
  });

  it.runIf(import.meta.env.RAFTER_LONG)(
    'shows other colours, sizes and numbers of rows at once',
    async () => {
      const scrolled = await openScrolled();
      const { app, canvas, list, words, step } = scrolled;
      const changes: (() => void)[] = [
        () => app.setTheme(lightTheme),
        () => app.setBackground('#345'),
        () => {
          canvas.style.height = `${HEIGHT - 60}px`;
        },
        () => list.setCount(50),
        () => {
          for (let i = list.firstVisible; i <= list.lastVisible; i += 2) words.set(i, 'Other');
          list.refresh();
        },
        () => setStyle(app.world, list.entity, { fill: '#503030' }),
        () => setStyle(app.world, list.entity, { left: 20, top: 30 }),
      ];
      for (const change of changes) {
        await scrollUntilUsed(scrolled);
        change();
        await frames(2);
        list.scrollBy(-13);
        step();
        await expectSame(scrolled);
      }
    },
  );

  it('follows the canvas when the page moves it', async () => {
    const scrolled = shared;
    await scrollUntilUsed(scrolled);
    scrolled.canvas.style.left = '33px';
    scrolled.canvas.style.top = '21px';
    scrolled.step();
    expect(scrolled.state()).toBe('page');
    expectWhole(scrolled);
    expectAgain(scrolled);
    await expectSame(scrolled);
    scrolled.canvas.style.left = scrolled.canvas.style.top = '0px';
  });

  it.runIf(import.meta.env.RAFTER_LONG)('follows the ratio of the screen', async () => {
    const scrolled = await openScrolled();
    await scrollUntilUsed(scrolled);
    await setRatio(2);
    scrolled.canvas.style.height = `${HEIGHT - 40}px`;
    await until(() => scrolled.canvas.width === WIDTH * 2);
    // Glyphs come within a budget of time.
    scrollFor(scrolled, 60, 5);
    expectAgain(scrolled);
    await expectSame(scrolled);
  });

  it('is whole in toImage()', async () => {
    const scrolled = shared;
    await scrollUntilUsed(scrolled);
    const shown = composedOf(scrolled.canvas);
    const { pixels } = await scrolled.app.renderer.toImage();
    expect(worstOf(new Uint32Array(pixels.buffer), shown)).toBeLessThanOrEqual(1);
    expect(scrolled.state()).toBe('still');
    expectWhole(scrolled);
  });

  it('is drawn by the canvas when the context of the tiles is lost, and by another one then', async () => {
    const opened: WebGL2RenderingContext[] = [];
    const { getContext } = OffscreenCanvas.prototype;
    vi.spyOn(OffscreenCanvas.prototype, 'getContext').mockImplementation(function (
      this: OffscreenCanvas,
      ...asked: unknown[]
    ) {
      const context = getContext.apply(this, asked as never);
      if (asked[0] === 'webgl2') opened.push(context as never);
      return context as never;
    });
    atEnd(() => vi.restoreAllMocks());
    const scrolled = await openScrolled();
    await scrollUntilUsed(scrolled);
    expect(opened.length).toBe(1);
    opened[0]!.getExtension('WEBGL_lose_context')!.loseContext();
    await frames(2);
    scrolled.step();
    expect(scrolled.state()).not.toBe('used');
    expectWhole(scrolled);
    await scrollUntilUsed(scrolled);
    expect(opened.length).toBe(2);
    await expectSame(scrolled);
    expect(scrolled.errors).toEqual([]);
  });

  it.runIf(import.meta.env.RAFTER_LONG)('comes back with the context of the canvas', async () => {
    const scrolled = await openScrolled();
    await scrollUntilUsed(scrolled);
    const lose = scrolled.canvas.getContext('webgl2')!.getExtension('WEBGL_lose_context')!;
    lose.loseContext();
    await frames(2);
    scrolled.step();
    scrolled.step();
    expect(scrolled.state()).not.toBe('used');
    lose.restoreContext();
    await frames(4);
    await scrollUntilUsed(scrolled);
    await expectSame(scrolled);
  });

  it('leaves pointers, wheel and touch to the canvas', async () => {
    const scrolled = shared;
    const { canvas, list, step } = scrolled;
    await scrollUntilUsed(scrolled);
    expect(document.elementFromPoint(100, 100)).toBe(canvas);
    const at = { clientX: 100, clientY: 200, bubbles: true, cancelable: true };
    let before = list.scrollTop;
    canvas.dispatchEvent(new WheelEvent('wheel', { ...at, deltaY: 120 }));
    step();
    expect(list.scrollTop).toBe(before + 120);
    before = list.scrollTop;
    const finger = { ...at, pointerId: 7, pointerType: 'touch', isPrimary: true, button: 0 };
    canvas.dispatchEvent(new PointerEvent('pointerdown', { ...finger, buttons: 1 }));
    for (let y = 190; y >= 100; y -= 10) {
      canvas.dispatchEvent(new PointerEvent('pointermove', { ...finger, clientY: y, buttons: 1 }));
      step();
      expect(scrolled.state()).toBe('used');
    }
    canvas.dispatchEvent(new PointerEvent('pointerup', { ...finger, clientY: 100 }));
    step();
    expect(list.scrollTop).toBeGreaterThan(before + 80);
    // Ends the fling.
    list.scrollTo(list.scrollTop);
    step();
    expect(scrolled.state()).toBe('used');
    await expectSame(scrolled);
  });

  it('has no blank pixel at 6,000 px a second', async () => {
    const scrolled = await openScrolled({ heightOf: (index) => 20 + ((index * 13) % 50) });
    await scrollUntilUsed(scrolled);
    for (let i = 0; i < 60; i++) {
      scrollFor(scrolled, 1, i < 40 ? 100 : -100);
      expect(scrolled.list.blank).toBe(0);
      if (i % 20 === 19) expect(scrolled.state()).toBe('used');
    }
    await expectSame(scrolled);
  });

  it('leaves nothing on the page', async () => {
    const count = document.querySelectorAll('*').length;
    const scrolled = await openScrolled();
    await scrollUntilUsed(scrolled);
    const port = portOf(scrolled.canvas)!;
    expect(port.ariaHidden).toBe('true');
    expect(port.style.pointerEvents).toBe('none');
    scrolled.app.dispose();
    scrolled.canvas.remove();
    expect(document.querySelectorAll('*').length).toBe(count);
    expect(port.isConnected).toBe(false);
  });

  it.runIf(import.meta.env.RAFTER_LONG)(
    'leaves nothing where the app ends while it is loaded, or the list goes',
    async () => {
      const scrolled = await openScrolled();
      scrolled.app.dispose();
      await frames(5);
      expect(portOf(scrolled.canvas)).toBeUndefined();
      const other = await openScrolled({ left: WIDTH + 20 });
      await scrollUntilUsed(other);
      despawn(other.app.world, other.list.entity);
      other.step();
      expect(other.state()).toBe('off');
      expectWhole(other);
    },
  );
});

/** Scrolls until the page is said not to move the list, for a reason. */
async function untilTold({ list, step, state }: Scrolled, why: string): Promise<void> {
  const states = new Set<string>();
  await until(() => {
    list.scrollBy(20);
    step();
    states.add(state());
    return state() === why;
  });
  expect(states).not.toContain('used');
}

async function restOf({ step, state }: Scrolled): Promise<void> {
  for (let i = 0; i < 20 && state() === 'used'; i++) step();
  await frames();
}

/** The page moves the list when it is scrolled on. */
function expectAgain(scrolled: Scrolled): void {
  for (let i = 0; i < RETRY && scrolled.state() !== 'used'; i++) scrollFor(scrolled, 1);
  expect(scrolled.state()).toBe('used');
}

/** The canvas alone shows all. */
function expectWhole({ canvas, app, step }: Scrolled): void {
  const shown = composedOf(canvas);
  expect(difference(shown, pixelsOf(canvas))).toBe(0);
  app.renderer.invalidate();
  step();
  expect(worstOf(pixelsOf(canvas), shown)).toBeLessThanOrEqual(1);
}

/** What is seen is what the canvas shows once it is drawn by it alone. */
async function expectSame(scrolled: Scrolled): Promise<void> {
  const { canvas, app, step } = scrolled;
  const shown = composedOf(canvas);
  app.renderer.invalidate();
  step();
  expect(portOf(canvas)?.style.display ?? 'none').toBe('none');
  expect(worstOf(pixelsOf(canvas), shown)).toBeLessThanOrEqual(1);
}
