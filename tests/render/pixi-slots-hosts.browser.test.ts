import 'pixi.js/graphics';
import { BlurFilter, Container, Graphics, WebGLRenderer } from 'pixi.js';
import { expect, it } from 'vitest';
import { createSurface } from '../../src/app';
import { box, pixiSlot } from '../../src/ui';
import { canvasPixels } from '../canvas-pixels';
import { differences } from './differences';
import { at } from './group-parts';

const WIDTH = 200;
const HEIGHT = 160;

function pair(): Container {
  const content = new Container();
  content.addChild(new Graphics().rect(0, 0, 60, 40).fill('#20c060'));
  content.addChild(new Graphics().rect(10, 8, 30, 60).fill('#d02020'));
  return content;
}

async function openGame(antialias = false) {
  const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
  const renderer = new WebGLRenderer();
  await renderer.init({
    ...{ canvas: canvas as never, width: WIDTH, height: HEIGHT },
    ...{ backgroundColor: 0xffffff, antialias, preserveDrawingBuffer: true },
  });
  const stage = new Container();
  const ui = createSurface({ renderer });
  const errors: string[] = [];
  ui.on('error', ({ error }) => errors.push(String((error as Error).stack)));
  const content = pair();
  const game = new Graphics().rect(100, 0, 100, 50).fill('#4040ff');
  const masked = new Graphics().rect(100, 80, 100, 50).fill('#4040ff');
  masked.mask = stage.addChild(new Graphics().circle(150, 100, 20).fill('#fff'));
  masked.filters = [new BlurFilter()];
  stage.addChild(game, masked, ui.view);
  box(ui.world, { ...at(0, 100, 60, 40), fill: '#ffe000', opacity: 0.5 });
  pixiSlot(ui.world, { ...at(10, 10, 60, 60), content });
  const update = () => ui.update(16);
  const render = () => renderer.render(stage);
  for (let i = 0; i < 100 && !(content.parent && ui.renderer.stats().groups > 0); i++) {
    update();
    render();
    await new Promise((resolve) => setTimeout(resolve, 4));
  }
  update();
  render();
  update();
  render();
  return { canvas, renderer, stage, ui, content, errors, update, render };
}

it('a host that is destroyed first', async () => {
  const { renderer, ui, content, errors } = await openGame();
  renderer.destroy();
  content.x = 5;
  ui.dispose();
  expect(errors).toEqual([]);
  expect(content.parent).toBe(null);
});

it('a host that goes on without', async () => {
  const { ui, content, canvas, stage, update, render, errors } = await openGame();
  content.x = 5;
  update();
  ui.dispose();
  expect(content.parent).toBe(null);
  content.x = 10;
  content.y = 10;
  stage.addChild(content);
  render();
  const pixels = canvasPixels(canvas);
  expect(Array.from(pixels.slice((12 * WIDTH + 12) * 4, (12 * WIDTH + 12) * 4 + 3))).toEqual([
    0x20, 0xc0, 0x60,
  ]);
  expect(errors).toEqual([]);
});

it('what a host draws on a part of its canvas, and into textures, is where it was', async () => {
  const { canvas, renderer, stage, content, update, render, errors } = await openGame();
  const before = canvasPixels(canvas);
  const frame = { x: 0, y: 0, width: 200, height: 100 };
  const part = () => renderer.render({ container: stage, clear: false, frame } as never);
  part();
  content.x = 3;
  update();
  content.x = 0;
  update();
  renderer.gl.clearColor(1, 1, 1, 1);
  render();
  expect(differences(canvasPixels(canvas), before).max).toBe(0);
  expect(errors).toEqual([]);
});

it('an update from within a render', async () => {
  const { canvas, stage, content, ui, render, errors } = await openGame();
  const before = canvasPixels(canvas);
  const first = stage.addChildAt(new Container(), 0);
  stage.position.set(3, 2);
  render();
  const moved = canvasPixels(canvas);
  stage.position.set(0, 0);
  render();
  first.onRender = () => ui.update(16);
  render();
  content.x = 3;
  render();
  content.x = 0;
  render();
  expect(differences(canvasPixels(canvas), before).max).toBe(0);
  content.x = 3;
  render();
  content.x = 0;
  stage.position.set(3, 2);
  render();
  expect(differences(canvasPixels(canvas), moved).max).toBe(0);
  expect(errors).toEqual([]);
});
