import { box, button, on, setText, text } from 'rafter-ui';
import { describe, expect, it } from 'vitest';
import {
  click,
  colorCount,
  difference,
  frames,
  type Mounted,
  mount,
  pixelsOf,
  until,
} from './page';

const ROUNDS = import.meta.env.RAFTER_LONG ? 5 : 2;

describe('a running app whose context is lost', () => {
  it('goes on with simulation and input, and shows the same picture when it is back', async () => {
    const { app, canvas, errors, ...made } = await scene();
    const before = pixelsOf(canvas);
    expect(colorCount(before)).toBeGreaterThan(8);
    for (let round = 0; round < ROUNDS; round++) {
      const { clicks, updates } = made.seen;
      await lose(canvas);
      const { framesDrawn } = app.renderer.stats();
      click(canvas, 40, 20);
      await until(() => made.seen.clicks === clicks + 1);
      await frames(3);
      expect(made.seen.updates).toBeGreaterThan(updates + 2);
      expect(app.renderer.stats().framesDrawn).toBe(framesDrawn);
      // Away again, so that the button looks as before.
      click(canvas, 190, 140);
      await frames(2);
      await restore(canvas);
      await frames(2);
      expect(difference(pixelsOf(canvas), before)).toBe(0);
    }
    expect(errors).toEqual([]);
  });

  it('shows what changed meanwhile', async () => {
    const lost = await scene();
    await lose(lost.canvas);
    setText(lost.app.world, lost.label, 'Changed while away');
    box(lost.app.world, {
      position: 'absolute',
      left: 5,
      top: 100,
      width: 50,
      height: 20,
      fill: '#ff0000',
    });
    await frames(2);
    lost.canvas.style.width = '220px';
    await frames(3);
    await restore(lost.canvas);
    await frames(2);
    const never = await scene();
    setText(never.app.world, never.label, 'Changed while away');
    box(never.app.world, {
      position: 'absolute',
      left: 5,
      top: 100,
      width: 50,
      height: 20,
      fill: '#ff0000',
    });
    never.canvas.style.width = '220px';
    await frames(5);
    expect(pixelsOf(never.canvas)).toHaveLength(220 * 150);
    expect(difference(pixelsOf(lost.canvas), pixelsOf(never.canvas))).toBe(0);
    expect([...lost.errors, ...never.errors]).toEqual([]);
  });

  it('wakes from sleep when it is back, and sleeps again', async () => {
    const { app, canvas } = await mount();
    box(app.world, { padding: 9, fill: '#204060' });
    app.start();
    await until(() => app.asleep);
    const before = pixelsOf(canvas);
    await lose(canvas);
    await frames(5);
    await restore(canvas);
    await until(() => app.asleep);
    await frames(1);
    expect(difference(pixelsOf(canvas), before)).toBe(0);
  });

  it('may be disposed while the context is away', async () => {
    const { app, canvas, errors } = await scene();
    await lose(canvas);
    app.dispose();
    app.dispose();
    await frames(3);
    expect(errors).toEqual([]);
  });
});

type Scene = Mounted & { label: number; seen: { clicks: number; updates: number } };

/** An app that never sleeps, with text and a button. */
async function scene(): Promise<Scene & { label: ReturnType<typeof text> }> {
  const mounted = await mount();
  const { app } = mounted;
  const { world } = app;
  const seen = { clicks: 0, updates: 0 };
  const page = box(world, { flexDirection: 'column', padding: 6, gap: 6, fill: '#203040' });
  const go = button(world, { parent: page, label: 'Go' });
  on(world, go, 'activate', () => seen.clicks++);
  const label = text(world, { parent: page, content: 'Before' });
  app.addSystem({
    name: 'simulation',
    phase: 'update',
    reads: [],
    writes: [],
    update() {
      seen.updates++;
      app.wake();
    },
    dispose() {},
  });
  app.start();
  await frames(4);
  return { ...mounted, label, seen };
}

function extensionOf(canvas: HTMLCanvasElement): WEBGL_lose_context {
  return canvas.getContext('webgl2')!.getExtension('WEBGL_lose_context')!;
}

/** Extensions are not handed out while the context is lost. */
const extensions = new WeakMap<HTMLCanvasElement, WEBGL_lose_context>();

async function lose(canvas: HTMLCanvasElement): Promise<void> {
  const extension = extensions.get(canvas) ?? extensionOf(canvas);
  extensions.set(canvas, extension);
  const lost = new Promise((resolve) => {
    canvas.addEventListener('webglcontextlost', resolve, { once: true });
  });
  extension.loseContext();
  await lost;
  // The browser allows a restore only when the event is over.
  await new Promise((resolve) => setTimeout(resolve, 0));
}

async function restore(canvas: HTMLCanvasElement): Promise<void> {
  const back = new Promise((resolve) => {
    canvas.addEventListener('webglcontextrestored', resolve, { once: true });
  });
  extensions.get(canvas)!.restoreContext();
  await back;
}
