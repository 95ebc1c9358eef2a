// Needs a page apart: PixiJS adds its events, once loaded, to every later renderer of the page.
import {
  AlphaFilter,
  Container,
  Graphics,
  RenderTexture,
  Sprite,
  Texture,
  WebGLRenderer,
} from 'pixi.js';
import { afterEach, describe, expect, it } from 'vitest';
import { createEmbeddedBackend, type EmbeddedBackend } from '../../src/render';
import {
  alsoDispose,
  BLACK,
  BLUE,
  backend,
  difference,
  disposeAll,
  drawAll,
  exact,
  GREEN,
  pixel,
  RED,
  reference,
  Scene,
} from './scene';

const WIDTH = 160;
const HEIGHT = 100;

afterEach(disposeAll);

describe('an embedded surface', () => {
  it('looks as it does on a canvas of its own', async () => {
    const scene = picture();
    const direct = await backend(WIDTH, HEIGHT);
    upload(direct);
    const expected = drawAll(direct, scene);
    const { renderer, stage } = await host();
    const surface = embed(renderer, stage);
    show(surface, scene);
    expect(difference(shot(renderer, stage), expected)).toEqual({ max: 0, pixels: 0 });
    // And again: replaying spends nothing.
    expect(difference(shot(renderer, stage), expected)).toEqual({ max: 0, pixels: 0 });
  });

  it('follows the transform of its parents and snaps glyphs to whole pixels', async () => {
    const { renderer, stage } = await host();
    const parent = stage.addChild(new Container({ x: 20, y: 10 }));
    const surface = embed(renderer, parent);
    surface.view.position.set(3.4, 5.6);
    const scene = new Scene();
    scene.solid({ x: 0, y: 0, width: 10, height: 10, color: RED });
    scene.glyph({
      x: 20,
      y: 20,
      width: 32,
      height: 32,
      color: BLACK,
      u: 0,
      v: 0,
      texels: [32, 32],
    });
    show(surface, scene);
    const pixels = shot(renderer, stage);
    const expected = reference(WIDTH, HEIGHT, (context) => {
      context.fillStyle = '#f00';
      context.fillRect(23, 16, 10, 10);
    });
    for (let y = 0; y < 32; y++) {
      for (let x = 0; x < 32; x++) {
        const at = ((36 + y) * WIDTH + 43 + x) * 4;
        expected.fill(255 - alphaAt(x, y), at, at + 3);
      }
    }
    expect(difference(pixels, expected).max).toBeLessThanOrEqual(1);
  });

  it('turns and scales with its view, soft at the edges', async () => {
    const { renderer, stage } = await host();
    const surface = embed(renderer, stage);
    surface.view.position.set(60, 10);
    surface.view.rotation = 0.4;
    surface.view.scale.set(1.3);
    const scene = new Scene();
    scene.clip(5, { rect: [30, 0, 60, 60], radii: [12, 12, 12, 12] });
    scene.layer(1, { clipRow: 5 });
    // Cuts the red one at x = 20, without a soft edge: a clip that is not rounded cuts whole pixels.
    scene.layer(2, { clip: [-5, 0, 20, 60] });
    scene.solid({ x: 0, y: 10, width: 500, height: 30, color: RED, layer: 2 });
    scene.solid({ x: 20, y: 10, width: 100, height: 30, color: BLUE, layer: 1 });
    show(surface, scene, 'solid');
    const expected = exact(WIDTH, HEIGHT, (context) => {
      context.translate(60, 10);
      context.rotate(0.4);
      context.scale(1.3, 1.3);
      context.fillStyle = '#f00';
      context.fillRect(0, 10, 20, 30);
      context.beginPath();
      context.roundRect(30, 0, 30, 60, 12);
      context.clip();
      context.fillStyle = '#00f';
      context.fillRect(20, 10, 100, 30);
    });
    const pixels = shot(renderer, stage);
    expect(difference(pixels, expected, 40).pixels).toBeLessThanOrEqual(32);
  });

  it('obeys alpha, tint and mask of its parents', async () => {
    const { renderer, stage } = await host();
    const parent = stage.addChild(new Container({ alpha: 0.5 }));
    const surface = embed(renderer, parent);
    const mask = parent.addChild(new Graphics().rect(10, 10, 30, 30).fill(0xffffff));
    surface.view.mask = mask;
    const scene = new Scene();
    scene.solid({ x: 0, y: 0, width: 100, height: 100, color: 0xff0080ff });
    show(surface, scene, 'solid');
    const masked = shot(renderer, stage);
    const [red, green, blue] = pixel(masked, WIDTH, 20, 20);
    expect(Math.abs(red - 255)).toBeLessThanOrEqual(1);
    expect(Math.abs(green - 191)).toBeLessThanOrEqual(1);
    expect(Math.abs(blue - 127)).toBeLessThanOrEqual(1);
    for (const [x, y] of [
      [9, 20],
      [40, 20],
      [20, 9],
      [20, 40],
    ] as const) {
      expect(pixel(masked, WIDTH, x, y)).toEqual([255, 255, 255, 255]);
    }
    surface.view.mask = null;
    parent.alpha = 1;
    parent.tint = 0x00ff00;
    const white = new Scene();
    white.solid({ x: 0, y: 0, width: 100, height: 100, color: 0xffffffff });
    show(surface, white);
    expect(pixel(shot(renderer, stage), WIDTH, 50, 50)).toEqual([0, 255, 0, 255]);
  });

  it('stands in the order of the stage and leaves what the host draws around it right', async () => {
    const { renderer, stage } = await host();
    const below = sprite(0x00ff00, 0, 0, 60, 60);
    const above = sprite(0xff00ff, 30, 30, 60, 60);
    const beside = new Graphics().circle(130, 50, 20).fill(0x0000ff);
    stage.addChild(below);
    const surface = embed(renderer, stage);
    stage.addChild(above, beside);
    const scene = new Scene();
    scene.solid({ x: 20, y: 20, width: 60, height: 60, color: RED });
    show(surface, scene);
    for (let round = 0; round < 3; round++) {
      const pixels = shot(renderer, stage);
      expect(pixel(pixels, WIDTH, 10, 10)).toEqual([0, 255, 0, 255]);
      expect(pixel(pixels, WIDTH, 25, 25)).toEqual([255, 0, 0, 255]);
      expect(pixel(pixels, WIDTH, 50, 50)).toEqual([255, 0, 255, 255]);
      expect(pixel(pixels, WIDTH, 130, 50)).toEqual([0, 0, 255, 255]);
      // Uploads between the host's frames, and a texture of the host's made after them.
      scene.upload(surface);
      upload(surface);
      above.texture = texture(0xff00ff);
    }
    expect(renderer.gl.getError()).toBe(0);
    expect(renderer.gl.isEnabled(renderer.gl.SCISSOR_TEST)).toBe(false);
  });

  it('shares the renderer with a second surface without mixing up their places', async () => {
    const { renderer, stage } = await host();
    const left = embed(renderer, stage);
    const right = embed(renderer, stage);
    right.view.position.set(80, 0);
    right.view.alpha = 0.5;
    for (const [surface, color] of [
      [left, RED],
      [right, BLACK],
    ] as const) {
      const scene = new Scene();
      scene.solid({ x: 10, y: 10, width: 20, height: 20, color });
      show(surface, scene);
    }
    for (let round = 0; round < 2; round++) {
      const pixels = shot(renderer, stage);
      expect(pixel(pixels, WIDTH, 20, 20)).toEqual([255, 0, 0, 255]);
      expect(Math.abs(pixel(pixels, WIDTH, 100, 20)[0] - 127)).toBeLessThanOrEqual(1);
    }
  });

  it('draws into a render texture the right way up, clips too', async () => {
    const { renderer, stage } = await host();
    const scene = new Scene();
    scene.clip(5, { rect: [0, 0, 60, 40], radii: [30, 0, 0, 0] });
    scene.layer(1, { clipRow: 5 });
    scene.solid({ x: 0, y: 0, width: 60, height: 40, color: RED, layer: 1 });
    scene.solid({ x: 0, y: 50, width: 60, height: 10, color: GREEN });
    const surface = embed(renderer, stage);
    show(surface, scene);
    const direct = shot(renderer, stage);
    const target = RenderTexture.create({ width: WIDTH, height: HEIGHT });
    renderer.render({ container: stage, target, clearColor: [1, 1, 1, 1] });
    const image = renderer.extract.pixels(target);
    expect(difference(new Uint8ClampedArray(image.pixels), direct).max).toBeLessThanOrEqual(1);
    target.destroy(true);
  });

  it('keeps its clips in place inside a filter of the host', async () => {
    const { renderer, stage } = await host();
    const surface = embed(renderer, stage);
    surface.view.position.set(30, 20);
    surface.resize(100, 60, 1);
    const scene = new Scene();
    scene.clip(5, { rect: [10, 10, 90, 50], radii: [30, 0, 10, 0] });
    scene.layer(1, { clipRow: 5 });
    scene.solid({ x: 0, y: 0, width: 100, height: 60, color: RED, layer: 1 });
    show(surface, scene);
    const direct = shot(renderer, stage);
    surface.view.filters = [new AlphaFilter({ alpha: 1 })];
    expect(difference(shot(renderer, stage), direct).max).toBeLessThanOrEqual(1);
  });

  it('picks the scale of its glyphs from the host, and never more than 3', async () => {
    const { renderer, stage } = await host();
    const surface = embed(renderer, stage);
    show(surface, picture());
    const expected = [
      [0.3, 1],
      [1, 1],
      [1.2, 1.5],
      [1.5, 1.5],
      [1.7, 2],
      [2, 2],
      [2.5, 3],
      [9, 3],
    ] as const;
    for (const [scale, glyphScale] of expected) {
      surface.view.scale.set(scale);
      shot(renderer, stage);
      expect(surface.glyphScale).toBe(glyphScale);
    }
  });

  // By default a game's context is lost in tests/fault.
  it.runIf(import.meta.env.RAFTER_LONG)(
    'comes back after a lost context as the host does',
    async () => {
      const { renderer, stage } = await host();
      stage.addChild(sprite(0x00ff00, 100, 0, 40, 40));
      const surface = embed(renderer, stage);
      const scene = picture();
      show(surface, scene);
      const before = shot(renderer, stage);
      surface.onRestored(() => {
        upload(surface);
        show(surface, scene);
      });
      for (let round = 0; round < 3; round++) {
        const { canvas } = renderer;
        const extension = renderer.context.extensions.loseContext;
        const lost = new Promise((resolve) =>
          canvas.addEventListener('webglcontextlost', resolve, { once: true }),
        );
        extension?.loseContext();
        await lost;
        await new Promise((resolve) => setTimeout(resolve, 0));
        expect(surface.lost).toBe(true);
        renderer.render(stage);
        const back = new Promise((resolve) =>
          canvas.addEventListener('webglcontextrestored', resolve, { once: true }),
        );
        extension?.restoreContext();
        await back;
        expect(difference(shot(renderer, stage), before)).toEqual({ max: 0, pixels: 0 });
      }
    },
  );

  it('leaves a host that works when it goes, and survives the host going first', async () => {
    const { renderer, stage } = await host();
    const green = stage.addChild(sprite(0x00ff00, 0, 0, 40, 40));
    const surface = embed(renderer, stage);
    show(surface, picture());
    shot(renderer, stage);
    surface.dispose();
    surface.dispose();
    expect(stage.children).toEqual([green]);
    expect(renderer.gl.isContextLost()).toBe(false);
    expect(pixel(shot(renderer, stage), WIDTH, 20, 20)).toEqual([0, 255, 0, 255]);
    const late = embed(renderer, stage);
    show(late, picture());
    renderer.destroy();
    late.dispose();
    expect(late.lost).toBe(true);
  });

  it('refuses a renderer it cannot draw with', () => {
    const renderer = { name: 'webgpu', context: {} } as unknown as WebGLRenderer;
    expect(() => createEmbeddedBackend({ renderer })).toThrow(/webgpu renderer/);
  });
});

async function host(): Promise<{ renderer: WebGLRenderer; stage: Container }> {
  const renderer = new WebGLRenderer();
  await renderer.init({
    width: WIDTH,
    height: HEIGHT,
    resolution: 1,
    background: 0xffffff,
    antialias: false,
    preserveDrawingBuffer: true,
  });
  alsoDispose({ dispose: () => (renderer.renderPipes ? renderer.destroy() : undefined) });
  return { renderer, stage: new Container() };
}

function embed(renderer: WebGLRenderer, parent: Container): EmbeddedBackend {
  const surface = createEmbeddedBackend({ renderer });
  surface.resize(WIDTH, HEIGHT, 1);
  parent.addChild(surface.view);
  upload(surface);
  return surface;
}

function upload(surface: Pick<EmbeddedBackend, 'resizeAtlas' | 'uploadGlyphs'>): void {
  const pixels = new Uint8ClampedArray(32 * 32 * 4).fill(255);
  for (let at = 0; at < 32 * 32; at++) pixels[at * 4 + 3] = alphaAt(at % 32, Math.floor(at / 32));
  surface.resizeAtlas(64, 1);
  surface.uploadGlyphs(0, 0, 0, 32, 32, pixels);
}

function alphaAt(x: number, y: number): number {
  return (x * 37 + y * 101) & 255;
}

function picture(): Scene {
  const scene = new Scene();
  scene.layer(1, { clip: [10, 10, 90, 70], opacity: 0.75 });
  scene.clip(5, { rect: [8, 8, 120, 80], radii: [20, 20, 20, 20] });
  scene.layer(2, { clipRow: 5, matrix: [1, 0, 0, 1, 4, 4] });
  scene.solid({ x: 0, y: 0, width: 60, height: 60, color: RED, layer: 1 });
  const radii: [number, number, number, number] = [9, 20, 30, 5];
  scene.round({ x: 50, y: 30, width: 70, height: 60, color: BLUE, radii, border: 3, layer: 2 });
  scene.glyph({ x: 9, y: 50, width: 32, height: 32, color: BLACK, u: 0, v: 0, texels: [32, 32] });
  return scene;
}

function show(
  surface: EmbeddedBackend,
  scene: Scene,
  program: 'solid' | 'blended' = 'blended',
): void {
  const count = scene.all();
  scene.upload(surface);
  surface.beginFrame(0, 0, WIDTH, HEIGHT, BLACK);
  surface.draw(program, 0, count);
  surface.endFrame();
}

function shot(renderer: WebGLRenderer, stage: Container): Uint8ClampedArray {
  renderer.render({ container: stage });
  const { gl } = renderer;
  const pixels = new Uint8Array(WIDTH * HEIGHT * 4);
  gl.readPixels(0, 0, WIDTH, HEIGHT, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
  const flipped = new Uint8ClampedArray(pixels.length);
  for (let y = 0; y < HEIGHT; y++) {
    flipped.set(pixels.subarray(y * WIDTH * 4, (y + 1) * WIDTH * 4), (HEIGHT - 1 - y) * WIDTH * 4);
  }
  return flipped;
}

function texture(color: number): Texture {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 4;
  const context = canvas.getContext('2d')!;
  context.fillStyle = `#${color.toString(16).padStart(6, '0')}`;
  context.fillRect(0, 0, 4, 4);
  return Texture.from(canvas);
}

function sprite(color: number, x: number, y: number, width: number, height: number): Sprite {
  return new Sprite({ texture: texture(color), x, y, width, height });
}
