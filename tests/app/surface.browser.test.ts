import { Container, Graphics, WebGLRenderer } from 'pixi.js';
import { button, createSurface, on, type Surface, text } from 'rafter-ui';
import { describe, expect, it } from 'vitest';
import { INPUT_POINTER_DOWN, INPUT_POINTER_MOVE, INPUT_POINTER_UP } from '../../src/ecs/stores';
import { addCanvas, atEnd, colorCount, difference, frames, pixelsOf } from './page';

const WIDTH = 300;
const HEIGHT = 200;
const FRAME_MS = 16;

describe('a surface in the stage of a game', () => {
  it('is drawn where its view stands, with its scale and alpha, beside what the game draws', async () => {
    const game = await createGame();
    const ui = game.surface();
    button(ui.world, { label: 'Play', width: 80, height: 40, fill: '#ff0000', borderWidth: 0 });
    game.draw(3);
    const at = (x: number, y: number): number => game.pixels()[y * WIDTH + x]!;
    expect(at(8, 20)).toBe(0xff0000ff);
    expect(at(250, 150)).toBe(HOST_COLOR);
    ui.view.position.set(100, 50);
    game.draw(1);
    expect(at(8, 20)).toBe(EMPTY);
    expect(at(108, 70)).toBe(0xff0000ff);
    ui.view.scale.set(2);
    game.draw(2);
    expect(at(250, 120)).toBe(0xff0000ff);
    ui.view.alpha = 0.5;
    game.draw(1);
    expect((at(250, 120) & 255) / 255).toBeCloseTo(0.5, 1);
    ui.view.visible = false;
    game.draw(1);
    expect(colorCount(game.pixels())).toBe(2);
    expect(game.problems).toEqual([]);
  });

  it('takes pointers in the game’s own coordinates', async () => {
    const game = await createGame();
    const ui = game.surface();
    const play = button(ui.world, { label: 'Play', width: 80, height: 40 });
    let plays = 0;
    on(ui.world, play, 'activate', () => plays++);
    const frame = new Container();
    game.stage.addChild(frame);
    frame.addChild(ui.view);
    frame.position.set(50, 30);
    frame.scale.set(1.5);
    ui.view.position.set(20, 10);
    ui.view.rotation = Math.PI / 2;
    game.draw(2);
    const middle = ui.view.toGlobal({ x: 40, y: 20 });
    press(ui, middle.x, middle.y);
    game.draw(1);
    expect(plays).toBe(1);
    press(ui, middle.x + 60, middle.y);
    game.draw(1);
    expect(plays).toBe(1);
    expect(game.problems).toEqual([]);
  });

  it('keeps its picture when the game’s context is lost and comes back', async () => {
    const game = await createGame();
    const ui = game.surface();
    text(ui.world, { content: 'Score 100' });
    game.draw(3);
    const before = game.pixels();
    expect(colorCount(before)).toBeGreaterThan(8);
    const { canvas } = game;
    const extension = game.renderer.gl.getExtension('WEBGL_lose_context')!;
    const lost = new Promise((resolve) =>
      canvas.addEventListener('webglcontextlost', resolve, ONCE),
    );
    extension.loseContext();
    await lost;
    await new Promise((resolve) => setTimeout(resolve, 0));
    game.draw(2);
    const back = new Promise((resolve) =>
      canvas.addEventListener('webglcontextrestored', resolve, ONCE),
    );
    extension.restoreContext();
    await back;
    game.draw(2);
    expect(difference(game.pixels(), before)).toBe(0);
    expect(game.problems).toEqual([]);
  });

  it('asks for no frame and adds no listener of its own', async () => {
    const game = await createGame();
    const ui = game.surface();
    text(ui.world, { content: 'quiet' });
    game.draw(1);
    const { frameCount } = ui;
    await frames(4);
    expect(ui.frameCount).toBe(frameCount);
    for (let i = 0; i < 5; i++) ui.update(FRAME_MS);
    const { totalBytesUploaded } = ui.renderer.stats();
    for (let i = 0; i < 5; i++) ui.update(FRAME_MS);
    expect(ui.renderer.stats().totalBytesUploaded).toBe(totalBytesUploaded);
  });

  it('lays out again when it is resized', async () => {
    const game = await createGame();
    const ui = game.surface({ width: 100, height: 100 });
    button(ui.world, { label: '', width: '100%', height: '50%', fill: '#00ff00', borderWidth: 0 });
    game.draw(2);
    expect(game.pixels()[20 * WIDTH + 150]).toBe(EMPTY);
    ui.resize(200, 120);
    game.draw(2);
    expect(game.pixels()[20 * WIDTH + 150]).toBe(0xff00ff00);
    expect(game.pixels()[55 * WIDTH + 150]).toBe(0xff00ff00);
    expect(game.pixels()[65 * WIDTH + 150]).toBe(EMPTY);
  });

  it('leaves the renderer to the game when it is disposed', async () => {
    const game = await createGame();
    game.draw(1);
    const before = game.pixels();
    for (let i = 0; i < 5; i++) {
      const ui = game.surface();
      text(ui.world, { content: 'in' });
      button(ui.world, { label: 'Play' });
      game.draw(2);
      expect(difference(game.pixels(), before)).toBeGreaterThan(100);
      ui.dispose();
      ui.dispose();
      expect(game.stage.children).toHaveLength(1);
      game.draw(1);
      expect(difference(game.pixels(), before)).toBe(0);
    }
    expect(game.renderer.gl.isContextLost()).toBe(false);
    expect(game.problems).toEqual([]);
  });

  it('may be one of several', async () => {
    const game = await createGame();
    const left = game.surface({ width: 100, height: 100 });
    const right = game.surface({ width: 100, height: 100 });
    right.view.position.set(120, 0);
    for (const ui of [left, right]) {
      button(ui.world, { label: 'Same', width: 90, height: 60, fill: '#0000ff' });
    }
    game.draw(3);
    const shown = game.pixels();
    let wrong = 0;
    for (let y = 0; y < 100; y++) {
      for (let x = 0; x < 100; x++) {
        if (shown[y * WIDTH + x] !== shown[y * WIDTH + x + 120]) wrong++;
      }
    }
    expect(wrong).toBe(0);
    expect(colorCount(shown)).toBeGreaterThan(4);
    left.dispose();
    game.draw(1);
    expect(game.pixels()[30 * WIDTH + 130]).toBe(0xffff0000);
    expect(game.pixels()[30 * WIDTH + 10]).toBe(EMPTY);
  });

  it('needs a renderer, and says so', () => {
    expect(() => createSurface({ renderer: undefined as unknown as WebGLRenderer })).toThrow(
      'renderer is undefined',
    );
  });
});

const ONCE = { once: true };
const EMPTY = 0xff000000;
const HOST_COLOR = 0xffff8000;

type Game = {
  canvas: HTMLCanvasElement;
  renderer: WebGLRenderer;
  stage: Container;
  problems: unknown[];
  surface(options?: { width?: number; height?: number }): Surface;
  draw(count: number): void;
  pixels(): Uint32Array;
};

/** A game of one square, with its own renderer and frames. */
async function createGame(): Promise<Game> {
  const canvas = addCanvas(WIDTH, HEIGHT);
  const renderer = new WebGLRenderer();
  await renderer.init({
    canvas,
    width: WIDTH,
    height: HEIGHT,
    preserveDrawingBuffer: true,
    skipExtensionImports: true,
  });
  const stage = new Container();
  stage.addChild(new Graphics().rect(240, 140, 40, 40).fill(0x0080ff));
  const surfaces: Surface[] = [];
  const problems: unknown[] = [];
  atEnd(() => {
    for (const ui of surfaces) ui.dispose();
    stage.destroy({ children: true });
    renderer.destroy();
  });
  return {
    canvas,
    renderer,
    stage,
    problems,
    surface(options = {}) {
      const ui = createSurface({ renderer, ...options });
      ui.on('error', (event) => problems.push(event));
      surfaces.push(ui);
      stage.addChild(ui.view);
      return ui;
    },
    draw(count) {
      const alive = surfaces.filter((ui) => !ui.view.destroyed);
      for (let i = 0; i < count; i++) {
        for (const ui of alive) ui.update(FRAME_MS);
        renderer.render(stage);
      }
    },
    pixels: () => pixelsOf(canvas),
  };
}

function press(ui: Surface, x: number, y: number): void {
  ui.pointer(INPUT_POINTER_MOVE, 1, x, y, 0, 0, 0);
  ui.pointer(INPUT_POINTER_DOWN, 1, x, y, 0, 0, 1);
  ui.pointer(INPUT_POINTER_UP, 1, x, y, 0, 0, 2);
}
