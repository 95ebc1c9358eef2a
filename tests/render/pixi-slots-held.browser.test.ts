import { BlurFilter, Container, Graphics, RenderContainer, Sprite, Text, Texture } from 'pixi.js';
import { describe, expect, it } from 'vitest';
import { despawn, type Entity, type World } from '../../src/ecs';
import { box, pixiSlot, type Style, setPixiContent, setStyle, virtualList } from '../../src/ui';
import { differences } from './differences';
import { at } from './group-parts';
import { type Offscreen, openOffscreen, pixelsOf } from './offscreen';

const WIDTH = 200;
const HEIGHT = 160;
const isLong = Boolean(import.meta.env.RAFTER_LONG);
/** All of them in the long tier, else the first. */
const some = <Case>(cases: Case[]): Case[] => (isLong ? cases : cases.slice(0, 1));

function pair(): Container {
  const content = new Container();
  content.addChild(new Graphics().rect(0, 0, 60, 40).fill('#20c060'));
  content.addChild(new Graphics().rect(10, 8, 30, 60).fill('#d02020'));
  return content;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function opened(dpr = 1) {
  const shown = await openOffscreen(WIDTH, HEIGHT, dpr);
  const errors: string[] = [];
  shown.app.on('error', ({ error }) => errors.push((error as Error).message));
  return { ...shown, world: shown.app.world, errors };
}

/** Frames until what draws objects is loaded and they are drawn. */
async function drawn({ app, frame }: Pick<Offscreen, 'app' | 'frame'>, content: Container) {
  for (let i = 0; i < 400; i++) {
    frame();
    await pause(2);
    if (i > 5 && content.parent !== null && app.renderer.stats().groups > 0) break;
  }
  for (let i = 0; i < 4; i++) frame();
  expect(content.parent).not.toBe(null);
}

/** Waits until the app draws nothing for a while; fails after 20 seconds. */
async function sleeps(app: Offscreen['app'], ms: number): Promise<void> {
  await expect.poll(() => framesIn(app, ms), { interval: 1 }).toBeLessThan(3);
}

/** Frames drawn by the app itself in a time. */
async function framesIn(app: Offscreen['app'], ms: number): Promise<number> {
  const before = app.frameCount;
  await pause(ms);
  return app.frameCount - before;
}

describe('Pixi objects of which nothing is seen', () => {
  type Unseen = [string, Style, ((content: Container) => void)?];
  it.each(
    some<Unseen>([
      ['hidden', { ...at(80, 0, 60, 60), visible: false }],
      ['shown', at(80, 0, 60, 60)],
      ['without a display', { ...at(80, 0, 60, 60), display: 'none' }],
      ['without width', at(80, 0, 0, 60)],
      ['out of the surface', at(800, 0, 60, 60)],
      ['destroyed', at(80, 0, 60, 60), (content) => content.destroy()],
      [
        'failing',
        at(80, 0, 60, 60),
        (content) => {
          content.onRender = () => {
            throw new Error('no');
          };
        },
      ],
    ]),
  )('let the app sleep: %s', async (_, style, spoil) => {
    const shown = await opened();
    const first = pair();
    pixiSlot(shown.world, { ...at(0, 0, 60, 60), content: first });
    const content = pair();
    pixiSlot(shown.world, { ...style, content });
    spoil?.(content);
    await drawn(shown, first);
    shown.app.start();
    await pause(100);
    await sleeps(shown.app, 200);
    first.children[1]!.x = 20;
    expect(await framesIn(shown.app, 200)).toBeGreaterThan(0);
  });

  it.runIf(isLong)('let the app sleep: destroyed later', async () => {
    const shown = await opened();
    const content = pair();
    pixiSlot(shown.world, { ...at(0, 0, 60, 60), content });
    await drawn(shown, content);
    shown.app.start();
    await pause(100);
    content.destroy();
    await pause(100);
    await sleeps(shown.app, 200);
    expect(pixelsOf(shown.canvas).every((value) => value === 255)).toBe(true);
    expect(shown.errors).toEqual([]);
  });

  it.runIf(isLong)('let the app sleep: refused', async () => {
    const shown = await opened();
    const first = pair();
    const content = pair();
    pixiSlot(shown.world, { ...at(0, 0, 60, 60), content: first });
    await drawn(shown, first);
    shown.app.tunables.get('rendering')!.set('groupBudget', 0);
    pixiSlot(shown.world, { ...at(80, 0, 60, 60), content });
    for (let i = 0; i < 5; i++) shown.frame();
    shown.app.start();
    await pause(100);
    await sleeps(shown.app, 200);
    shown.app.tunables.get('rendering')!.set('groupBudget', 64);
    await pause(200);
    const pixels = pixelsOf(shown.canvas);
    expect(Array.from(pixels.slice(85 * 4, 85 * 4 + 3))).toEqual([0x20, 0xc0, 0x60]);
  });
});

describe('Pixi objects wake the app', () => {
  it.each(
    some<[string, (content: Container) => void]>([
      ['filters', (content) => (content.children[0]!.filters = [new BlurFilter()])],
      ['mask', (content) => (content.children[0]!.mask = content.children[1]!)],
      ['zIndex', (content) => (content.children[0]!.zIndex = 5)],
      ['swap', (content) => content.swapChildren(content.children[0]!, content.children[1]!)],
      ['again', (content) => content.addChild(content.children[0]!)],
      [
        'cache',
        (content) => {
          (content.children[2] as Container).updateCacheTexture();
        },
      ],
      ['blend', (content) => (content.children[0]!.blendMode = 'add')],
      ['in cached', (content) => (content.children[2]!.children[1]!.children[0]!.x = 30)],
    ]),
  )('by %s', async (what, edit) => {
    const shown = await opened();
    const content = pair();
    const cached = content.addChild(new Container());
    cached.addChild(new Graphics().rect(40, 0, 10, 10).fill('#000'));
    const deep = cached.addChild(new Container({ isRenderGroup: true }));
    deep.addChild(new Graphics().rect(20, 0, 10, 10).fill('#000'));
    cached.cacheAsTexture(true);
    pixiSlot(shown.world, { ...at(0, 0, 60, 60), content });
    await drawn(shown, content);
    shown.app.start();
    await pause(100);
    const before = shown.app.frameCount;
    edit(content);
    await pause(150);
    const { frameCount } = shown.app;
    if (what !== 'in cached') expect(frameCount).toBeGreaterThan(before);
    await sleeps(shown.app, 150);
  });

  it.runIf(isLong)('when another one changes them', async () => {
    const shown = await opened();
    const [driver, driven] = [pair(), pair()];
    pixiSlot(shown.world, { ...at(0, 0, 60, 60), content: driven });
    pixiSlot(shown.world, { ...at(80, 0, 60, 60), content: driver });
    await drawn(shown, driven);
    shown.app.start();
    await pause(100);
    driver.onRender = () => {
      driven.x = driver.children[1]!.x;
    };
    driver.children[1]!.x = 20;
    await pause(150);
    const pixels = pixelsOf(shown.canvas);
    expect(Array.from(pixels.slice(5 * 4, 5 * 4 + 3))).toEqual([255, 255, 255]);
  });
});

describe('Pixi objects are let go of', () => {
  it('when the app goes', async () => {
    const shown = await opened();
    const content = pair();
    content.enableRenderGroup();
    const deep = content.addChild(new Container({ isRenderGroup: true }));
    pixiSlot(shown.world, { ...at(0, 0, 60, 60), content });
    await drawn(shown, content);
    shown.app.dispose();
    expect(content.parent).toBe(null);
    for (const { renderGroup } of [content, deep])
      expect(Object.hasOwn(renderGroup, 'onChildUpdate')).toBe(false);
    const next = await opened();
    pixiSlot(next.world, { ...at(0, 0, 60, 60), content });
    await drawn(next, content);
    content.x = 3;
    next.frame();
    expect(next.app.renderer.stats().draws).toBeGreaterThan(0);
  });

  it('with all that listened to them', async () => {
    const shown = await opened();
    const content = pair();
    content.enableRenderGroup();
    const deep = content.addChild(new Container({ isRenderGroup: true }));
    deep.addChild(new Sprite(Texture.WHITE));
    const slot = pixiSlot(shown.world, { ...at(0, 0, 60, 60), content });
    await drawn(shown, content);
    for (let i = 0; i < 20; i++) {
      setPixiContent(shown.world, slot, undefined);
      shown.frame();
      setPixiContent(shown.world, slot, content);
      shown.frame();
    }
    let stack = 0;
    Object.defineProperty(deep.children[0], 'relativeRenderGroupDepth', {
      configurable: true,
      get() {
        stack = new Error().stack!.split('\n').length;
        return 1;
      },
    });
    Error.stackTraceLimit = 200;
    deep.children[0]!.x = 9;
    Error.stackTraceLimit = 10;
    delete (deep.children[0] as Partial<Container>).relativeRenderGroupDepth;
    expect(stack).toBeLessThan(12);
    const { renderGroup } = deep;
    deep.disableRenderGroup();
    expect(Object.hasOwn(renderGroup, 'onChildUpdate')).toBe(false);
    expect(shown.errors).toEqual([]);
    setPixiContent(shown.world, slot, undefined);
    shown.frame();
    expect(Object.hasOwn(content.renderGroup, 'onChildUpdate')).toBe(false);
  });

  it.runIf(isLong)('when they are put elsewhere, until they are given again', async () => {
    const shown = await opened();
    const content = pair();
    const slot = pixiSlot(shown.world, { ...at(0, 0, 60, 60), content });
    await drawn(shown, content);
    const before = pixelsOf(shown.canvas);
    const other = new Container();
    other.addChild(content);
    shown.frame();
    shown.frame();
    expect(pixelsOf(shown.canvas).every((value) => value === 255)).toBe(true);
    expect(content.parent).toBe(other);
    setPixiContent(shown.world, slot, content);
    shown.frame();
    shown.frame();
    expect(differences(pixelsOf(shown.canvas), before).max).toBe(0);
    expect(shown.errors).toEqual([]);
  });
});

describe('Pixi objects that act while they are drawn', () => {
  type Act = [string, (world: World, slot: Entity, other: Container) => void];
  it.each(
    some<Act>([
      ['despawn', (world, slot) => despawn(world, slot)],
      ['give way', (world, slot, other) => setPixiContent(world, slot, other)],
      ['hide', (world, slot) => setStyle(world, slot, { visible: false })],
    ]),
  )('%s', async (_, act) => {
    const shown = await opened();
    const content = pair();
    const other = new Graphics().rect(0, 0, 20, 20).fill('#0000ff');
    const slot = pixiSlot(shown.world, { ...at(0, 0, 60, 60), content });
    box(shown.world, { parent: slot, ...at(20, 20, 10, 10), fill: '#ffff00' });
    box(shown.world, { ...at(100, 20, 10, 10), fill: '#ffff00' });
    await drawn(shown, content);
    let acts = true;
    content.onRender = () => {
      if (acts) act(shown.world, slot, other);
      acts = false;
    };
    content.children[1]!.x = 4;
    for (let i = 0; i < 4; i++) shown.frame();
    const pixels = pixelsOf(shown.canvas);
    const colour = (x: number, y: number) =>
      Array.from(pixels.slice((y * WIDTH + x) * 4, (y * WIDTH + x) * 4 + 3));
    expect(shown.errors).toEqual([]);
    expect(colour(105, 25)).toEqual([255, 255, 0]);
    expect(colour(5, 5)).toEqual(other.parent ? [0, 0, 255] : [255, 255, 255]);
    expect(colour(25, 25)).toEqual(other.parent ? [255, 255, 0] : [255, 255, 255]);
  });

  it.runIf(isLong)('fail within masks, and are fine again', async () => {
    const shown = await opened();
    const content = pair();
    const mask = content.addChild(new Graphics().circle(30, 30, 20).fill('#fff'));
    content.mask = mask;
    const alone = pair();
    pixiSlot(shown.world, { ...at(0, 0, 60, 60), content });
    const slot = pixiSlot(shown.world, { ...at(80, 0, 60, 60), content: alone });
    box(shown.world, { parent: slot, ...at(20, 20, 30, 30), fill: '#ffff0080' });
    box(shown.world, { ...at(0, 70, 200, 30), fill: '#ffff00', borderRadius: 8, opacity: 0.5 });
    await drawn(shown, alone);
    const before = pixelsOf(shown.canvas);
    let fails = true;
    const bad = new RenderContainer(() => {
      if (fails) throw new Error('bad');
    });
    const blurred = content.addChild(new Container());
    blurred.filters = [new BlurFilter()];
    blurred.addChild(bad);
    alone.x = 1;
    shown.frame();
    alone.x = 0;
    shown.frame();
    expect(shown.errors).toEqual(['bad']);
    const rest = pixelsOf(shown.canvas);
    // Right of the one that failed all is as it was.
    let worst = 0;
    for (let y = 0; y < HEIGHT; y++)
      for (let i = (y * WIDTH + 60) * 4; i < (y + 1) * WIDTH * 4; i++)
        worst = Math.max(worst, Math.abs(rest[i]! - before[i]!));
    expect(worst).toBe(0);
    fails = false;
    content.removeChild(blurred);
    shown.frame();
    shown.frame();
    expect(differences(pixelsOf(shown.canvas), before).max).toBe(0);
  });
});

describe('Pixi objects in surfaces that change', () => {
  const build = (world: World, content: Container) => {
    pixiSlot(world, { ...at(10, 10, 120, 60), content });
    box(world, { ...at(50, 40, 100, 20), fill: '#ff00ff80' });
  };
  const words = () => {
    const content = pair();
    content.addChild(new Text({ text: 'Harbour', style: { fontSize: 15 }, x: 4, y: 6 }));
    return content;
  };

  it.runIf(isLong)('are sharp after another ratio', async () => {
    const shown = await opened();
    const content = words();
    build(shown.world, content);
    await drawn(shown, content);
    shown.resize(WIDTH, HEIGHT, 2);
    for (let i = 0; i < 4; i++) shown.frame();
    const resized = pixelsOf(shown.canvas);
    const next = await opened(2);
    const other = words();
    build(next.world, other);
    await drawn(next, other);
    expect(differences(resized, pixelsOf(next.canvas)).max).toBe(0);
  });

  it.runIf(isLong)('with fewer pixels', async () => {
    const pictures: Uint8ClampedArray[] = [];
    for (const isPixi of [true, false]) {
      const shown = await opened();
      shown.app.tunables.get('quality')!.set('resolutionScale', 0.5);
      const content = pair();
      box(shown.world, { ...at(0, 0, 200, 160), fill: '#c0a0a0' });
      if (isPixi) build(shown.world, content);
      else {
        const view = box(shown.world, { ...at(10, 10, 120, 60), overflow: 'hidden' });
        box(shown.world, { parent: view, ...at(0, 0, 60, 40), fill: '#20c060' });
        box(shown.world, { parent: view, ...at(10, 8, 30, 60), fill: '#d02020' });
        box(shown.world, { ...at(50, 40, 100, 20), fill: '#ff00ff80' });
      }
      if (isPixi) await drawn(shown, content);
      for (let i = 0; i < 60; i++) {
        shown.frame();
        await pause(5);
      }
      if (isPixi) {
        content.x = 4;
        shown.frame();
        content.x = 0;
        shown.frame();
      }
      pictures.push(pixelsOf(shown.canvas));
    }
    expect(differences(pictures[0]!, pictures[1]!).max).toBeLessThanOrEqual(2);
  });
});

it('Pixi objects in rows of a list go where their data goes', async () => {
  const shown = await opened();
  const contents = Array.from({ length: 6 }, (_, i) =>
    new Graphics().rect(0, 0, 40, 20).fill((i + 1) * 0x202020),
  );
  const list = virtualList(shown.world, {
    ...at(0, 0, 100, 120),
    count: 6,
    estimatedSize: 20,
    fixedSize: true,
    template: (row) => [pixiSlot(shown.world, { parent: row, width: 40, height: 20 })],
    bind: (_, [slot], index) => setPixiContent(shown.world, slot!, contents[index]!),
  });
  for (let i = 0; i < 100 && !contents.every(({ parent }) => parent); i++) {
    shown.frame();
    await pause(4);
  }
  const column = () => {
    shown.frame();
    shown.frame();
    const pixels = pixelsOf(shown.canvas);
    return [0, 1, 2, 3, 4, 5].map((i) => pixels[((i * 20 + 10) * WIDTH + 10) * 4]);
  };
  expect(shown.errors).toEqual([]);
  expect(column()).toEqual([0x20, 0x40, 0x60, 0x80, 0xa0, 0xc0]);
  contents.reverse();
  list.refresh();
  shown.frame();
  expect(shown.errors).toEqual([]);
  expect(column()).toEqual([0xc0, 0xa0, 0x80, 0x60, 0x40, 0x20]);
  expect(shown.errors).toEqual([]);
});

it('Pixi objects are shown by two apps of a page, each its own, and one goes from one to the other', async () => {
  const shown = [await opened(), await opened()];
  const contents = shown.map(() => pair());
  const slots = shown.map(({ world }, i) => {
    box(world, { ...at(0, 0, WIDTH, HEIGHT), fill: '#ffffff' });
    return pixiSlot(world, { ...at(10 + 60 * i, 20, 60, 60), content: contents[i]! });
  });
  for (const [i, each] of shown.entries()) await drawn(each, contents[i]!);
  const green = ({ canvas }: Pick<Offscreen, 'canvas'>, x: number) =>
    Array.from(pixelsOf(canvas).slice((24 * WIDTH + x) * 4, (24 * WIDTH + x) * 4 + 3));
  const [here, there] = shown as [(typeof shown)[0], (typeof shown)[0]];
  const GREEN = [0x20, 0xc0, 0x60];
  const WHITE = [255, 255, 255];
  expect([green(here, 14), green(here, 74)]).toEqual([GREEN, WHITE]);
  expect([green(there, 14), green(there, 74)]).toEqual([WHITE, GREEN]);
  // What one app changes is drawn anew by the app that shows it.
  contents[0]!.children[0]!.x = 10;
  for (const { frame } of shown) frame();
  expect([green(here, 14), green(there, 74)]).toEqual([WHITE, GREEN]);
  setPixiContent(here.world, slots[0]!, undefined);
  setPixiContent(there.world, slots[1]!, contents[0]);
  for (let i = 0; i < 3; i++) for (const { frame } of shown) frame();
  expect([green(here, 24), green(there, 74), green(there, 84)]).toEqual([WHITE, WHITE, GREEN]);
  here.app.dispose();
  contents[0]!.children[0]!.x = 0;
  there.frame();
  there.frame();
  expect(green(there, 74)).toEqual(GREEN);
  expect([...here.errors, ...there.errors]).toEqual([]);
});
