import { Container, Graphics } from 'pixi.js';
import {
  type App,
  box,
  button,
  createApp,
  type Entity,
  image,
  on,
  pixiSlot,
  setStyle,
  text,
  virtualList,
} from 'rafter-ui';
import { installMemory } from 'rafter-ui/memory';

const kept: unknown[] = [];

/** What the test calls. */
const leaks = {
  async cycles(count: number, fullEvery: number): Promise<void> {
    for (let i = 0; i < count; i++) await cycle(i % fullEvery === 0);
  },
  /** A leak, planted. */
  async keep(count: number): Promise<void> {
    for (let i = 0; i < count; i++) kept.push(await cycle(false));
  },
};
Object.assign(window, { leaks });

/** Makes an app, with something of each kind that holds memory if it is `full`, and disposes of it twice after some frames. */
async function cycle(isFull: boolean): Promise<App> {
  const canvas = document.createElement('canvas');
  canvas.style.cssText = 'width: 120px; height: 80px';
  document.body.append(canvas);
  const app = await createApp({ canvas });
  const { world } = app;
  const page = box(world, { width: 120, height: 80, fill: '#e8ecf2', overflow: 'hidden' });
  const label = text(world, { parent: page, content: 'Here for a while', fontSize: 14 });
  const content = new Container();
  if (isFull) fill(app, page, content);
  app.start();
  await frames(isFull ? 3 : 1);
  setStyle(world, label, { opacity: 0.5 });
  await frames(1);
  app.dispose();
  app.dispose();
  content.destroy({ children: true });
  canvas.remove();
  return app;
}

function fill(app: App, page: Entity, content: Container): void {
  const { world } = app;
  installMemory(app, { ports: { sources: [] } })
    .cache('words', { maxEntries: 9 })
    .set('a', 1);
  const go = button(world, { parent: page, label: 'Go' });
  on(world, go, 'activate', () => app.wake());
  image(world, { parent: page, source: picture(), width: 20, height: 20 });
  content.addChild(new Graphics().rect(0, 0, 9, 9).fill('#2060a0'));
  pixiSlot(world, { parent: page, content, width: 10, height: 10 });
  virtualList(world, {
    ...{ parent: page, width: 100, height: 40, count: 100, estimatedSize: 16 },
    template: (row) => [text(world, { parent: row, content: 'row', fontSize: 12 })],
    bind: () => {},
  });
}

function picture(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = 20;
  canvas.height = 20;
  canvas.getContext('2d')?.fillRect(2, 2, 9, 9);
  return canvas;
}

async function frames(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise(requestAnimationFrame);
}
