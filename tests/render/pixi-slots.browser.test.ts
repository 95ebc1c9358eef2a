import { Container, Graphics, Sprite, Texture, WebGLRenderer } from 'pixi.js';
import { beforeEach, describe, expect, it } from 'vitest';
import { despawn, type Entity, type World } from '../../src/ecs';
import { box, pixiSlot, type Style, setPixiContent, setStyle } from '../../src/ui';
import { canvasPixels } from '../canvas-pixels';
import { atEnd } from '../endings';
import { differences } from './differences';
import { at } from './group-parts';
import { type Offscreen, openOffscreen, pixelsOf } from './offscreen';
import { everything, made, pixiPair, ungrouped } from './pixi-objects';

const WIDTH = 200;
const HEIGHT = 160;
const isLong = Boolean(import.meta.env.RAFTER_LONG);

/** Adds what shows two rectangles, red on green, and gives the element. */
type Shower = (world: World, options: Style & { parent?: Entity }) => Entity;

const green = at(0, 0, 60, 40);
const red = at(10, 8, 30, 60);

const byPixi: Shower = (world, options) => pixiSlot(world, { ...options, content: pixiPair() });

const byBoxes: Shower = (world, options) => {
  const slot = box(world, options);
  const view = box(world, { parent: slot, flexGrow: 1, overflow: 'hidden' });
  box(world, { parent: view, fill: '#20c060', ...green });
  box(world, { parent: view, fill: '#d02020', ...red });
  return slot;
};

/** Runs frames until slots are drawn, and whatever they wait for is loaded. */
async function settle({ app, frame }: Pick<Offscreen, 'app' | 'frame'>, slots: number) {
  for (let i = 0; i < 5000; i++) {
    frame();
    await new Promise((resolve) => setTimeout(resolve, 2));
    const { groups, draws } = app.renderer.stats();
    const isUsed = slots === 0 || made.some((content) => content.parent !== null);
    if (i > 10 && groups >= slots && draws === 0 && isUsed) return;
  }
  throw new Error(`not at rest: ${app.renderer.stats().groups} pictures`);
}

async function pictureOf(dpr: number, slots: number, build: (world: World) => void) {
  const shown = await openOffscreen(WIDTH, HEIGHT, dpr);
  const errors: unknown[] = [];
  shown.app.on('error', ({ error }) => errors.push(error));
  build(shown.app.world);
  await settle(shown, slots);
  expect(errors).toEqual([]);
  return { ...shown, pixels: pixelsOf(shown.canvas) };
}

describe('Pixi objects among elements', () => {
  beforeEach(() => {
    made.length = 0;
  });

  it.each<[string, (world: World, show: Shower) => void, number]>([
    [
      'under what comes later and over what came before',
      (world, show) => {
        box(world, { ...at(10, 10, 100, 80), fill: '#4060ff' });
        const slot = show(world, at(30, 20, 60, 70));
        box(world, { parent: slot, ...at(20, 20, 20, 20), fill: '#ffff0080' });
        box(world, { ...at(50, 40, 100, 20), fill: '#ff00ff80' });
      },
      0,
    ],
    [
      'with a border, padding, a background and a shadow',
      (world, show) => {
        const look = { fill: '#c0c0ff', borderWidth: 3, borderColor: '#000000', padding: 5 };
        show(world, { ...at(20, 20, 60, 60), ...look, boxShadow: '4px 4px 6px #000000' });
      },
      1,
    ],
    [
      'cut by rounded boxes, and faded as one',
      (world, show) => {
        const round = box(world, { ...at(20, 20, 80, 50), borderRadius: 14, overflow: 'hidden' });
        show(world, { parent: round, ...at(-6, 4, 90, 90) });
        const faded = box(world, { ...at(110, 20, 70, 70), opacity: 0.5, fill: '#8080ff' });
        show(world, { parent: faded, ...at(5, 5, 40, 60) });
        show(world, { ...at(20, 90, 60, 60), opacity: 0.4 });
      },
      // Of what fades twice, each time rounded to 8 bits.
      1,
    ],
    [
      'moved by half a pixel, scrolled out, hidden and mixed',
      (world, show) => {
        box(world, { ...at(0, 0, 200, 160), fill: '#c0a0a0' });
        show(world, { ...at(20, 20, 60, 60), mixBlendMode: 'multiply' });
        show(world, { ...at(170, 130, 60, 60) });
        show(world, { ...at(100, 20, 60, 60), visible: false });
        show(world, { ...at(100, 90, 60, 60), translate: [5, -3] });
      },
      1,
    ],
  ])('are drawn %s', async (_, build, most) => {
    for (const dpr of isLong ? [1, 1.5, 2] : [1]) {
      const boxes = await pictureOf(dpr, 0, (world) => build(world, byBoxes));
      const pixi = await pictureOf(dpr, 1, (world) => build(world, byPixi));
      expect(differences(pixi.pixels, boxes.pixels).max).toBeLessThanOrEqual(most);
    }
  });

  it.runIf(isLong)(
    'are drawn in a picture of what they are in, which is taken again when they change',
    async () => {
      const [baked, plain] = await Promise.all(
        (['always', 'never'] as const).map(async (cacheHint) => {
          const content = pixiPair();
          let card = 0 as Entity;
          const shown = await pictureOf(1, 1, (world) => {
            card = box(world, { ...at(20, 10, 120, 120), fill: '#8080ff', cacheHint });
            box(world, { parent: card, ...at(10, 10, 60, 60), fill: '#ffc020' });
            pixiSlot(world, { parent: card, ...at(30, 20, 60, 70), content });
            box(world, { parent: card, ...at(60, 40, 60, 20), fill: '#ff00ff80' });
          });
          // A picture pays for what is drawn again and again.
          const glide = (): void => {
            for (let x = 12; x >= 0; x--) {
              setStyle(shown.app.world, card, { translate: [x, 0] });
              shown.frame();
            }
          };
          return { content, glide, ...shown };
        }),
      );
      for (const { glide } of [baked!, plain!]) glide();
      const stats = () => [baked!, plain!].map(({ app }) => app.renderer.stats().baked);
      expect(stats()).toEqual([1, 0]);
      const isSame = () => {
        const now = pixelsOf(baked!.canvas);
        expect(differences(now, pixelsOf(plain!.canvas)).max).toBeLessThanOrEqual(1);
        return now;
      };
      let last = isSame();
      for (const edit of [
        (content: Container) => content.children[1]!.position.set(14, -6),
        (content: Container) => (content.children[0]!.tint = 0x4040ff),
        (content: Container) => (content.visible = false),
      ]) {
        for (const { content, frame } of [baked!, plain!]) {
          edit(content);
          frame();
        }
        const now = isSame();
        expect(differences(now, last).max).toBeGreaterThan(100);
        last = now;
        for (const { glide } of [baked!, plain!]) glide();
        isSame();
        expect(stats()).toEqual([1, 0]);
      }
    },
  );

  it('are drawn again when they change, and by no frame else', async () => {
    const content = pixiPair();
    const { app, frame, canvas, pixels } = await pictureOf(1, 1, (world) => {
      box(world, { ...at(0, 0, 200, 160), fill: '#ffffff' });
      pixiSlot(world, { ...at(30, 20, 60, 70), content });
    });
    const before = app.renderer.stats().totalDraws;
    for (let i = 0; i < 5; i++) frame();
    expect(app.renderer.stats().totalDraws).toBe(before);
    const edits: [string, () => void][] = [
      ['moved', () => content.children[1]!.position.set(12, 4)],
      ['tinted', () => (content.children[0]!.tint = 0x8080ff)],
      ['taken out', () => content.removeChildAt(1)],
      ['drawn otherwise', () => (content.children[0] as Graphics).rect(5, 5, 9, 9).fill(0)],
      ['in a group of its own', () => content.addChild(new Container({ isRenderGroup: true }))],
      ['added there', () => content.children[1]!.addChild(new Sprite(Texture.WHITE))],
      ['moved there', () => content.children[1]!.children[0]!.position.set(40, 30)],
      ['hidden', () => (content.visible = false)],
    ];
    let last = pixels;
    for (const [what, edit] of edits) {
      edit();
      frame();
      const { draws, damagedPixels } = app.renderer.stats();
      expect([what, draws > 0, damagedPixels]).toEqual([what, true, 60 * 70]);
      const now = pixelsOf(canvas);
      // An empty group shows nothing.
      const changes = what !== 'in a group of its own';
      expect([what, differences(now, last).max > 0]).toEqual([what, changes]);
      last = now;
      frame();
      expect([what, app.renderer.stats().draws]).toEqual([what, 0]);
    }
  });

  it('are drawn in every frame where they are live', async () => {
    const content = pixiPair();
    const shown = await openOffscreen(WIDTH, HEIGHT);
    const slot = pixiSlot(shown.app.world, { ...at(30, 20, 60, 70), content, live: true });
    for (let i = 0; i < 400 && content.parent === null; i++) {
      shown.frame();
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    for (let i = 0; i < 3; i++) {
      shown.frame();
      expect(shown.app.renderer.stats().groupsTaken).toBe(1);
    }
    setPixiContent(shown.app.world, slot, content);
    await settle(shown, 1);
  });

  it('give way to others, and go with their element, which leaves them alone', async () => {
    const content = pixiPair();
    let slot!: Entity;
    const { app, canvas, frame, pixels } = await pictureOf(1, 1, (world) => {
      slot = pixiSlot(world, { ...at(30, 20, 60, 70), content });
    });
    setPixiContent(app.world, slot, new Sprite({ texture: Texture.WHITE, tint: 0, scale: 10 }));
    frame();
    expect(
      Array.from(pixelsOf(canvas).slice((25 * 200 + 35) * 4, (25 * 200 + 35) * 4 + 3)),
    ).toEqual([0, 0, 0]);
    expect(content.destroyed || content.parent !== null).toBe(false);
    setPixiContent(app.world, slot, content);
    frame();
    expect(differences(pixelsOf(canvas), pixels).max).toBe(0);
    despawn(app.world, slot);
    frame();
    frame();
    expect(pixelsOf(canvas).every((value) => value === 255)).toBe(true);
    expect(content.destroyed || content.parent !== null).toBe(false);
  });

  it('that fail are told of once, by their name, and the rest is drawn', async () => {
    const content = new Container();
    content.addChild(new Graphics().rect(0, 0, 9, 9).fill(0));
    content.onRender = () => {
      throw new Error('no picture');
    };
    const shown = await openOffscreen(WIDTH, HEIGHT);
    const errors: unknown[] = [];
    shown.app.on('error', ({ error }) => errors.push((error as Error).message));
    pixiSlot(shown.app.world, { ...at(0, 0, 40, 40), content, live: true });
    pixiSlot(shown.app.world, { ...at(50, 0, 40, 40), content: pixiPair() });
    for (let i = 0; i < 40; i++) {
      shown.frame();
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(errors).toEqual(['no picture']);
    const green = (10 * 200 + 55) * 4;
    expect(Array.from(pixelsOf(shown.canvas).slice(green, green + 3))).toEqual([0x20, 0xc0, 0x60]);
  });

  it('are checked', async () => {
    const { app } = await openOffscreen(WIDTH, HEIGHT);
    const { world } = app;
    const content = pixiPair();
    const slot = pixiSlot(world, { content });
    expect(() => pixiSlot(world, { content: 'x' as never })).toThrow('content is x; give a Pixi');
    const gone = new Container();
    gone.destroy();
    expect(() => setPixiContent(world, slot, gone)).toThrow('content is destroyed');
    expect(() => setPixiContent(world, box(world, {}), content)).toThrow('is no slot');
  });

  it('draws each kind of them as Pixi does', async () => {
    for (const dpr of isLong ? [1, 2] : [2]) {
      const { canvas } = await pictureOf(dpr, 1, (world) => {
        box(world, { ...at(0, 0, 200, 160), fill: '#ffffff' });
        pixiSlot(world, { ...at(0, 0, 200, 160), content: everything() });
      });
      const peer = await pixiPicture(everything(), dpr);
      const { max, share } = differences(pixelsOf(canvas), peer, 2);
      expect(max).toBeLessThanOrEqual(4);
      expect(share).toBeLessThan(0.001);
    }
  });

  it('have all that is drawn for them counted', async () => {
    const content = everything();
    const { app, canvas, frame } = await pictureOf(1, 1, (world) => {
      box(world, { ...at(0, 0, 200, 160), fill: '#ffffff' });
      pixiSlot(world, { ...at(0, 0, 200, 160), content });
    });
    const gl = canvas.getContext('webgl2') as unknown as Record<
      string,
      (...given: unknown[]) => unknown
    >;
    let calls = 0;
    for (const name of ['drawElements', 'drawArrays', 'drawElementsInstanced']) {
      const draw = gl[name]!;
      gl[name] = (...given) => {
        calls++;
        return draw.apply(gl, given);
      };
      atEnd(() => Reflect.deleteProperty(gl, name));
    }
    const stats = app.renderer.stats();
    const passes: number[] = [];
    for (const child of [content, content.addChild(new Sprite(Texture.WHITE))]) {
      const before = stats.totalOffscreenDraws;
      calls = 0;
      child.x += 1;
      frame();
      expect(stats.offscreenDraws).toBeGreaterThan(10);
      expect(stats.draws + stats.offscreenDraws).toBe(calls);
      expect(stats.totalOffscreenDraws - before).toBe(stats.offscreenDraws);
      passes.push(stats.offscreenPasses);
    }
    // The picture, what is blurred and mixed in it, and it again after each.
    expect(passes[0]).toBeGreaterThan(4);
    expect(passes[1]).toBe(passes[0]);
    frame();
    expect([stats.offscreenPasses, stats.offscreenDraws]).toEqual([0, 0]);
  });

  it('are the same after a lost context, by the same programs', async () => {
    const { app, canvas, frame, pixels } = await pictureOf(1, 1, (world) => {
      pixiSlot(world, { ...at(0, 0, 200, 160), content: isLong ? everything() : ungrouped() });
    });
    const gl = canvas.getContext('webgl2') as WebGL2RenderingContext;
    const loser = gl.getExtension('WEBGL_lose_context')!;
    const compiled: Set<string>[] = [];
    const { shaderSource } = gl;
    gl.shaderSource = (shader, source) => {
      compiled.at(-1)?.add(source);
      shaderSource.call(gl, shader, source);
    };
    atEnd(() => Reflect.deleteProperty(gl, 'shaderSource'));
    for (let loss = 0; loss < 2; loss++) {
      compiled.push(new Set());
      loser.loseContext();
      await new Promise((resolve) => setTimeout(resolve, 20));
      frame();
      loser.restoreContext();
      for (let i = 0; i < 20; i++) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        frame();
      }
      expect(app.renderer.stats().groups).toBe(1);
      expect(differences(pixelsOf(canvas), pixels).max).toBe(0);
    }
    // Pixi keeps what it ever compiled.
    expect(compiled[1]!.size).toBeGreaterThan(2);
    expect([...compiled[1]!].filter((source) => !compiled[0]!.has(source))).toEqual([]);
  });

  it('turn and grow with their element', async () => {
    const { canvas } = await pictureOf(1, 1, (world) => {
      pixiSlot(world, { ...at(60, 40, 60, 60), content: pixiPair(), rotate: 90 });
    });
    const shown = pixelsOf(canvas);
    const boxes = await pictureOf(1, 0, (world) => {
      byBoxes(world, { ...at(60, 40, 60, 60), rotate: 90 });
    });
    expect(differences(shown, boxes.pixels, 40).share).toBeLessThan(0.006);
  });
});

/** The same by a renderer of Pixi's own, on white. */
async function pixiPicture(content: Container, dpr: number): Promise<Uint8ClampedArray> {
  const canvas = new OffscreenCanvas(WIDTH * dpr, HEIGHT * dpr);
  const renderer = new WebGLRenderer();
  await renderer.init({
    ...{ canvas: canvas as never, width: WIDTH, height: HEIGHT, resolution: dpr },
    ...{ backgroundColor: 0xffffff, antialias: false, preserveDrawingBuffer: true },
  });
  atEnd(() => renderer.destroy());
  const stage = new Container();
  stage.addChild(content);
  renderer.render(stage);
  return canvasPixels(canvas);
}
