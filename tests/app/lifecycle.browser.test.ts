import { box, button, createApp, on, text, virtualList } from 'rafter-ui';
import { describe, expect, it, vi } from 'vitest';
import { leakCheck, leakMark, watchListeners } from '../../src/testing/leak-check';
import { click, colorCount, difference, frames, mount, pixelsOf, until } from './page';

/** Browsers allow 16 contexts. */
const CYCLES = import.meta.env.RAFTER_LONG ? 1000 : 17;

describe('an app on a canvas', () => {
  it('shows what it is given, then sleeps until it is woken', async () => {
    const { app, canvas, errors } = await mount();
    const page = box(app.world, { padding: 10, fill: '#204060' });
    text(app.world, { parent: page, content: 'Hello' });
    app.start();
    await until(() => app.asleep);
    expect(colorCount(pixelsOf(canvas))).toBeGreaterThan(4);
    const { frameCount } = app;
    const { totalDraws, totalBytesUploaded } = app.renderer.stats();
    await frames(5);
    expect(app.frameCount).toBe(frameCount);
    expect(app.renderer.stats()).toMatchObject({ totalDraws, totalBytesUploaded });
    app.wake();
    expect(app.asleep).toBe(false);
    await frames();
    expect(app.frameCount).toBeGreaterThan(frameCount);
    expect(errors).toEqual([]);
  });

  it('gives back listeners, frames, observers, attributes and the context, however often it is made', async () => {
    const observers = countObservers();
    const forget = leakMark();
    const unwatch = watchListeners((target) => !(target instanceof AbortSignal));
    // The browser takes the oldest context away when there are too many.
    const oldest = document.createElement('canvas');
    const context = oldest.getContext('webgl2')!;
    const styles = new Set<string>();
    for (let i = 0; i < CYCLES; i++) {
      const canvas = document.createElement('canvas');
      canvas.style.cssText = 'width: 32px; height: 24px';
      document.body.append(canvas);
      const before = canvas.outerHTML;
      const app = await createApp({ canvas });
      const { world } = app;
      box(world, { fill: '#ff0000' });
      if (i % 10 === 0) {
        const label = button(world, { label: 'a' });
        on(world, label, 'activate', () => {});
        virtualList(world, {
          count: 10,
          estimatedSize: 8,
          template: (row) => [text(world, { parent: row })] as const,
          bind: () => {},
        });
      }
      app.start();
      if (i % 10 === 0) {
        await frames(2);
        expect(observers()).toBeGreaterThan(0);
        expect(leakCheck().listeners).toBeGreaterThan(5);
      }
      app.dispose();
      app.dispose();
      expect(canvas.getContext('webgl2')!.isContextLost()).toBe(true);
      canvas.removeAttribute('width');
      canvas.removeAttribute('height');
      if (canvas.outerHTML !== before) styles.add(canvas.outerHTML);
      canvas.remove();
    }
    const { lines } = leakCheck();
    unwatch();
    forget();
    expect(lines).toEqual([]);
    expect(observers()).toBe(0);
    expect([...styles]).toEqual([]);
    expect(context.isContextLost()).toBe(false);
    context.getExtension('WEBGL_lose_context')!.loseContext();
  }, 120_000);

  it('is of no use after dispose, and says so', async () => {
    const { app, canvas } = await mount();
    const box1 = box(app.world, { fill: '#ff0000' });
    app.start();
    await frames(2);
    app.dispose();
    expect(() => app.start()).toThrow('disposed');
    expect(() => app.step()).toThrow('disposed');
    expect(() => {
      app.wake();
      app.stop();
      app.renderer.invalidate();
      app.setBackground('#000000');
    }).not.toThrow();
    expect(app.running).toBe(false);
    expect(app.tunables.size).toBe(0);
    click(canvas, 5, 5);
    expect(box1).toBeGreaterThan(0);
    await expect(createApp({ canvas })).rejects.toThrow('use a new canvas');
  });

  it('may be disposed from its own handler and its own system', async () => {
    for (const where of ['handler', 'system'] as const) {
      const { app, canvas, errors } = await mount();
      const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
      const target = button(app.world, { label: 'Close', width: 200, height: 150 });
      on(app.world, target, 'activate', () => app.dispose());
      if (where === 'system') {
        app.addSystem({
          name: 'closer',
          phase: 'update',
          reads: [],
          writes: [],
          update: ({ index }) => {
            if (index === 3) app.dispose();
          },
          dispose() {},
        });
      }
      app.start();
      await frames(2);
      if (where === 'handler') click(canvas, 50, 50);
      await until(() => !app.running);
      await frames(3);
      expect(errors).toEqual([]);
      expect(logged).not.toHaveBeenCalled();
      logged.mockRestore();
    }
  });
});

describe('two apps on one page', () => {
  it('know nothing of each other', async () => {
    const first = await mount();
    const second = await mount();
    second.canvas.style.left = '300px';
    for (const { app } of [first, second]) {
      box(app.world, { padding: 20, fill: '#102030' });
    }
    let firstClicks = 0;
    let secondClicks = 0;
    const [one, two] = [first, second].map(({ app }) =>
      button(app.world, { label: 'Go', width: 80 }),
    );
    on(first.app.world, one!, 'activate', () => firstClicks++);
    on(second.app.world, two!, 'activate', () => secondClicks++);
    first.app.start();
    second.app.start();
    await until(() => first.app.asleep && second.app.asleep);
    expect(difference(pixelsOf(first.canvas), pixelsOf(second.canvas))).toBe(0);
    second.app.setBackground('#00ff00');
    click(second.canvas, 40, 10);
    await until(() => secondClicks === 1);
    expect(firstClicks).toBe(0);
    first.app.dispose();
    click(second.canvas, 40, 10);
    await until(() => secondClicks === 2);
    expect(colorCount(pixelsOf(second.canvas))).toBeGreaterThan(3);
    expect([...first.errors, ...second.errors]).toEqual([]);
  });
});

/** How many observers made from now on still observe. */
function countObservers(): () => number {
  const active = new Set<ResizeObserver>();
  const { observe, disconnect } = ResizeObserver.prototype;
  vi.spyOn(ResizeObserver.prototype, 'observe').mockImplementation(function (
    this: ResizeObserver,
    target,
  ) {
    active.add(this);
    observe.call(this, target);
  });
  vi.spyOn(ResizeObserver.prototype, 'disconnect').mockImplementation(function (
    this: ResizeObserver,
  ) {
    active.delete(this);
    disconnect.call(this);
  });
  return () => active.size;
}
