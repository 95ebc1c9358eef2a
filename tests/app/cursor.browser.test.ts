// Needs a page of its own, or to be its first: it moves the mouse of the window, whose state other tests leave, as does PixiJS once its events are loaded.
import { WebGLRenderer } from 'pixi.js';
import { box, button, createApp, createSurface, on, setStyle, text, virtualList } from 'rafter-ui';
import { expect, it } from 'vitest';
import { INPUT_POINTER_LEAVE, INPUT_POINTER_MOVE } from '../../src/ecs/stores';
import { mouse } from './mouse';
import { addCanvas, atEnd, frames, mount, until } from './page';

const LINK = 'https://a.example/';

it('shows the cursor of what is under the mouse, and gives the canvas its own back', async () => {
  const canvas = addCanvas(300, 200);
  canvas.style.cursor = 'crosshair';
  const before = canvas.getAttribute('style');
  const app = await createApp({ canvas });
  atEnd(() => app.dispose());
  const page = box(app.world, { flexDirection: 'column', alignItems: 'flex-start' });
  const play = button(app.world, { parent: page, label: 'Play', width: 80, height: 40 });
  text(app.world, { parent: page, content: 'some text', selectable: true, height: 40 });
  text(app.world, { parent: page, content: [{ text: 'a link', link: LINK }], height: 40 });
  app.start();
  await frames(3);
  const { cursor } = getComputedStyle(canvas);
  expect(cursor).toBe('crosshair');
  await shows(canvas, 20, 20, 'pointer');
  await shows(canvas, 20, 50, 'text');
  await shows(canvas, 20, 90, 'pointer');
  await shows(canvas, 200, 150, 'crosshair');
  await shows(canvas, 20, 20, 'pointer');
  setStyle(app.world, play, { cursor: 'grab' });
  await until(() => canvas.style.cursor === 'grab');
  await shows(canvas, 290, 290, 'crosshair');
  await shows(canvas, 20, 20, 'grab');
  app.dispose();
  expect(canvas.getAttribute('style')).toBe(before);
});

it('leaves no style behind on a canvas that had none', async () => {
  const canvas = document.createElement('canvas');
  document.body.prepend(canvas);
  atEnd(() => canvas.remove());
  const app = await createApp({ canvas });
  atEnd(() => app.dispose());
  button(app.world, { label: 'Play', width: 200, height: 100 });
  app.start();
  await frames(3);
  canvas.dispatchEvent(
    new PointerEvent('pointermove', { clientX: 40, clientY: 40, pointerType: 'mouse' }),
  );
  await until(() => canvas.style.cursor === 'pointer');
  app.dispose();
  expect(canvas.hasAttribute('style')).toBe(false);
});

it('leaves the canvas alone when a handler has disposed the app', async () => {
  const { app, canvas } = await mount();
  const play = button(app.world, { label: 'Play', width: 200, height: 100 });
  on(app.world, play, 'pointermove', () => app.dispose());
  app.start();
  await frames(3);
  await mouse({ type: 'mouseMoved', x: 20, y: 20 });
  await frames(3);
  expect(() => app.step()).toThrow('disposed');
  expect(canvas.style.cursor).toBe('');
});

it('follows what a wheel scrolls under a mouse at rest, and writes nothing while nothing changes', async () => {
  const { app, canvas } = await mount();
  virtualList(app.world, {
    width: 200,
    height: 150,
    count: 100,
    estimatedSize: 50,
    fixedSize: true,
    template: (parent) => [box(app.world, { parent, width: 150, height: 50 })],
    bind: (world, [cell], index) =>
      setStyle(world, cell!, { cursor: index % 2 === 0 ? 'copy' : 'move' }),
  });
  app.start();
  await frames(3);
  await shows(canvas, 50, 25, 'copy');
  const written: string[] = [];
  const observer = new MutationObserver(() => written.push(canvas.style.cursor));
  observer.observe(canvas, { attributes: true, attributeFilter: ['style'] });
  atEnd(() => observer.disconnect());
  for (let x = 20; x < 100; x += 10) await mouse({ type: 'mouseMoved', x, y: 25 });
  await until(() => app.asleep);
  expect(written).toEqual([]);
  canvas.dispatchEvent(
    new WheelEvent('wheel', { deltaY: 50, clientX: 50, clientY: 25, cancelable: true }),
  );
  await until(() => canvas.style.cursor === 'move');
  await until(() => app.asleep);
  expect(written).toEqual(['move']);
});

it('is shared by surfaces of one game: the one that is pointed at shows its own', async () => {
  const canvas = addCanvas(300, 200);
  canvas.style.cursor = 'cell';
  const renderer = new WebGLRenderer();
  await renderer.init({ canvas, width: 300, height: 200, skipExtensionImports: true });
  atEnd(() => renderer.destroy());
  const surfaces = [createSurface({ renderer }), createSurface({ renderer })];
  atEnd(() => {
    for (const ui of surfaces) ui.dispose();
  });
  surfaces.forEach((ui, i) => {
    box(ui.world, {
      position: 'absolute',
      left: i * 100,
      top: 0,
      width: 100,
      height: 100,
      cursor: i === 0 ? 'help' : 'wait',
    });
    box(ui.world, { position: 'absolute', top: 100, width: 100, height: 100, cursor: 'move' });
  });
  const move = (x: number, y: number): string => {
    for (const ui of surfaces) {
      ui.pointer(INPUT_POINTER_MOVE, 1, x, y, 0, 0, 0);
      ui.update(16);
    }
    return canvas.style.cursor;
  };
  expect(move(250, 50)).toBe('cell');
  // From one to the other in one frame, either way.
  expect(move(50, 50)).toBe('help');
  expect(move(150, 50)).toBe('wait');
  expect(move(50, 50)).toBe('help');
  expect(move(250, 50)).toBe('cell');
  // The game's own cursor changes meanwhile.
  canvas.style.cursor = 'none';
  expect(move(150, 50)).toBe('wait');
  surfaces[1]!.dispose();
  expect(canvas.style.cursor).toBe('none');
  surfaces[0]!.pointer(INPUT_POINTER_MOVE, 1, 50, 150, 0, 0, 0);
  surfaces[0]!.update(16);
  expect(canvas.style.cursor).toBe('move');
  surfaces[0]!.pointer(INPUT_POINTER_LEAVE, 1, 50, 150, 0, 0, 0);
  surfaces[0]!.update(16);
  expect(canvas.style.cursor).toBe('none');
});

async function shows(canvas: HTMLCanvasElement, x: number, y: number, name: string): Promise<void> {
  await mouse({ type: 'mouseMoved', x, y });
  await until(() => getComputedStyle(canvas).cursor === name);
}
