import { Container, Graphics, WebGLRenderer } from 'pixi.js';
import { createSurface, type Surface } from 'rafter-ui';
import { expect } from 'vitest';
import { addCanvas, atEnd, frames, until } from '../app/page';
import { HEIGHT, scenes, WIDTH } from './scenes';

/** A game that draws a square, and over it a picture. */
export async function game(name: string) {
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
  stage.addChild(new Graphics().rect(0, 0, 180, 40).fill(0x0080ff));
  const ui: Surface = createSurface({ renderer });
  const problems: unknown[] = [];
  ui.on('error', (event) => problems.push(event));
  stage.addChild(ui.view);
  ui.view.alpha = 0.8;
  atEnd(() => {
    ui.dispose();
    stage.destroy({ children: true });
    renderer.destroy();
    expect(problems).toEqual([]);
  });
  const draw = (count: number): void => {
    for (let i = 0; i < count; i++) {
      ui.update(16);
      renderer.render(stage);
    }
  };
  scenes[name]!(ui.world);
  draw(2);
  await until(() => {
    draw(1);
    // What puts effects together is loaded then.
    const missing = name === 'effects' && ui.renderer.stats().groups <= 3;
    return ui.images.stats().pending === 0 && !missing;
  });
  await frames(3);
  draw(4);
  return { canvas, draw, ui };
}
