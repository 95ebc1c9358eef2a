import { Container, Graphics } from 'pixi.js';
import { describe, expect, it } from 'vitest';
import type { World } from '../../src/ecs';
import { box, pixiSlot, text } from '../../src/ui';
import { canvasPixels } from '../canvas-pixels';
import { differences } from './differences';
import { at, card, type Part } from './group-parts';
import { openOffscreen, pixelsOf } from './offscreen';
import { openStage } from './stage-game';

const WIDTH = 200;
const HEIGHT = 160;

/** A game on white, of which a surface is all that is seen. */
async function openGame(resolution = 1) {
  const { canvas, renderer, stage, ui } = await openStage(WIDTH, HEIGHT, resolution);
  stage.addChild(ui.view);
  const errors: unknown[] = [];
  ui.on('error', ({ error }) => errors.push(error));
  const frame = (): void => {
    ui.update(16);
    renderer.render(stage);
  };
  return { canvas, stage, renderer, ui, frame, errors };
}

type Game = Awaited<ReturnType<typeof openGame>>;

async function untilGroups(
  { frame, stats }: { frame(): void; stats(): { groups: number; draws: number } },
  groups: number,
): Promise<void> {
  for (let i = 0; i < 5000; i++) {
    frame();
    await new Promise((resolve) => setTimeout(resolve, 2));
    if (i > 10 && stats().groups === groups && stats().draws === 0) return;
  }
  throw new Error(`not at rest: ${stats().groups} pictures`);
}

async function untilDrawn(game: Game, groups: number): Promise<void> {
  await untilGroups({ frame: game.frame, stats: () => game.ui.renderer.stats() }, groups);
  expect(game.errors).toEqual([]);
}

/** The same on a canvas of its own. */
async function alone(dpr: number, groups: number, build: (world: World) => void) {
  const { app, frame, canvas } = await openOffscreen(WIDTH, HEIGHT, dpr);
  build(app.world);
  await untilGroups({ frame, stats: () => app.renderer.stats() }, groups);
  return pixelsOf(canvas);
}

const parts: Part[] = [
  card(0, { opacity: 0.5 }),
  card(1, { filter: 'blur(3px)' }),
  card(2, { opacity: 0.6, borderRadius: 10, overflow: 'hidden' }),
  card(4, { filter: 'drop-shadow(4px 4px 3px #000)', opacity: 0.7 }),
];

function build(world: World, list: readonly Part[] = parts, parent?: number): void {
  for (const { style, parts: inner = [] } of list) {
    const made = box(world, {
      ...style,
      ...(parent === undefined ? {} : { parent: parent as never }),
    });
    build(world, inner, made);
  }
}

describe('groups and filters of a surface in a stage', () => {
  it('are what they are on a canvas of its own', async () => {
    const game = await openGame();
    build(game.ui.world);
    text(game.ui.world, {
      content: 'over',
      opacity: 0.5,
      position: 'absolute',
      left: 20,
      top: 120,
    });
    await untilDrawn(game, 4);
    const expected = await alone(1, 4, (world) => {
      build(world);
      text(world, { content: 'over', opacity: 0.5, position: 'absolute', left: 20, top: 120 });
    });
    expect(differences(canvasPixels(game.canvas), expected).max).toBeLessThanOrEqual(1);
  });

  it('are scaled, turned and moved with their view, beside what the game draws', async () => {
    const game = await openGame(2);
    build(game.ui.world);
    game.stage.addChildAt(new Graphics().rect(0, 100, 200, 60).fill('#ffe0a0'), 0);
    game.stage.addChild(new Graphics().rect(150, 110, 40, 40).fill('#20c060'));
    await untilDrawn(game, 4);
    const still = canvasPixels(game.canvas);
    game.ui.view.position.set(3.25, 0);
    game.frame();
    game.ui.view.position.set(0, 0);
    game.frame();
    expect(differences(canvasPixels(game.canvas), still).max).toBe(0);
    // Turned by a quarter about the middle, and the picture of it back.
    game.ui.view.pivot.set(WIDTH / 2, HEIGHT / 2);
    game.ui.view.position.set(WIDTH / 2, HEIGHT / 2);
    game.ui.view.rotation = Math.PI;
    game.stage.children[0]!.visible = false;
    game.stage.children[2]!.visible = false;
    game.frame();
    const turned = canvasPixels(game.canvas).reverse();
    const flipped = new Uint8ClampedArray(turned.length);
    for (let i = 0; i < turned.length; i += 4) {
      for (let c = 0; c < 4; c++) flipped[i + c] = turned[i + 3 - c]!;
    }
    const straight = await alone(2, 4, (world) => build(world));
    expect(differences(flipped, straight, 24).share).toBeLessThan(0.01);
  });

  it.runIf(import.meta.env.RAFTER_LONG)('are the same after a lost context', async () => {
    const game = await openGame();
    build(game.ui.world);
    await untilDrawn(game, 4);
    const before = canvasPixels(game.canvas);
    const loser = game.renderer.gl.getExtension('WEBGL_lose_context')!;
    loser.loseContext();
    await new Promise((resolve) => setTimeout(resolve, 20));
    game.frame();
    loser.restoreContext();
    for (let i = 0; i < 10; i++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      game.frame();
    }
    expect(differences(canvasPixels(game.canvas), before).max).toBe(0);
  });
});

describe('Pixi objects in a surface in a stage', () => {
  it('are drawn in paint order, and again when they change', async () => {
    const game = await openGame();
    const content = new Container();
    content.addChild(new Graphics().rect(0, 0, 50, 40).fill('#20c060'));
    const shown = new Graphics().rect(10, 8, 30, 60).fill('#d02020');
    content.addChild(shown);
    box(game.ui.world, { ...at(10, 10, 100, 80), fill: '#4060ff' });
    pixiSlot(game.ui.world, { ...at(30, 20, 50, 60), content });
    box(game.ui.world, { ...at(50, 40, 100, 20), fill: '#ff00ff80' });
    for (let i = 0; i < 400 && content.parent === null; i++) {
      game.frame();
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await untilDrawn(game, 1);
    const boxes =
      (left: number) =>
      (world: World): void => {
        box(world, { ...at(10, 10, 100, 80), fill: '#4060ff' });
        const view = box(world, { ...at(30, 20, 50, 60), overflow: 'hidden' });
        box(world, { parent: view, ...at(0, 0, 50, 40), fill: '#20c060' });
        box(world, { parent: view, ...at(left, 8, 30, 60), fill: '#d02020' });
        box(world, { ...at(50, 40, 100, 20), fill: '#ff00ff80' });
      };
    expect(differences(canvasPixels(game.canvas), await alone(1, 0, boxes(10))).max).toBe(0);
    shown.x = 15;
    game.frame();
    expect(differences(canvasPixels(game.canvas), await alone(1, 0, boxes(25))).max).toBe(0);
    game.frame();
    expect(game.ui.renderer.stats().draws).toBe(0);
    expect(game.errors).toEqual([]);
  });
});
