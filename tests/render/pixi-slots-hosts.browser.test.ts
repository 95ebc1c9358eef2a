import 'pixi.js/filters';
import { BlurFilter, Container, Graphics, Rectangle } from 'pixi.js';
import { expect, it } from 'vitest';
import { box, pixiSlot } from '../../src/ui';
import { canvasPixels } from '../canvas-pixels';
import { differences } from './differences';
import { at } from './group-parts';
import { openStage } from './stage-game';

const WIDTH = 200;
const HEIGHT = 160;
const isLong = Boolean(import.meta.env.RAFTER_LONG);

function pair(): Container {
  const content = new Container();
  content.addChild(new Graphics().rect(0, 0, 60, 40).fill('#20c060'));
  content.addChild(new Graphics().rect(10, 8, 30, 60).fill('#d02020'));
  return content;
}

async function openGame() {
  const { canvas, renderer, stage, ui } = await openStage(WIDTH, HEIGHT);
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

it.runIf(isLong)(
  'Pixi objects are let go of by a surface of a host that is destroyed first',
  async () => {
    const { renderer, ui, content, errors } = await openGame();
    renderer.destroy();
    content.x = 5;
    ui.dispose();
    expect(errors).toEqual([]);
    expect(content.parent).toBe(null);
  },
);

it.runIf(isLong)(
  'Pixi objects are let go of by a surface of a host that goes on without',
  async () => {
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
  },
);

it.runIf(isLong)(
  'what a host draws on a part of its canvas, and into textures, is where it was',
  async () => {
    const { canvas, renderer, stage, content, update, render, errors } = await openGame();
    const before = canvasPixels(canvas);
    const frame = new Rectangle(0, 0, 200, 100);
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
  },
);

it.runIf(isLong)('Pixi objects are drawn by a render from within an update', async () => {
  const { canvas, content, ui, render, errors, stage } = await openGame();
  const before = canvasPixels(canvas);
  ui.addSystem({
    name: 'game',
    phase: 'update',
    reads: [],
    writes: [],
    update: () => render(),
    dispose() {},
  });
  stage.position.set(3, 0);
  for (const x of [3, 0, 0]) {
    content.x = x;
    ui.update(16);
  }
  stage.position.set(0, 0);
  ui.update(16);
  expect(differences(canvasPixels(canvas), before).max).toBe(0);
  expect(errors).toEqual([]);
});
