import 'bidi-js';
import { type App, box, button, createApp, on, text } from 'rafter-ui';
import { describe, expect, it, vi } from 'vitest';
import { atEnd, click, difference, frames, mount, pixelsOf, until } from '../app/page';
import { contextOf, countGlObjects, lose, restore, turn } from './gl';
import { scenes } from './scenes';
import { screen, settled } from './screen';

const names = import.meta.env.RAFTER_LONG ? Object.keys(scenes) : ['words'];

describe('a context that does not come back', () => {
  it.each(names)('leaves its place to a new canvas after 5 s: %s', async (name) => {
    const objectsOf = countGlObjects();
    const { app, canvas, errors } = await screen(name);
    const before = pixelsOf(canvas);
    await lose(canvas);
    await restore(canvas);
    await frames(2);
    await settled(app);
    const objects = objectsOf(canvas);
    const replaced = replacements(app);
    fakeTimers();
    await lose(canvas);
    await pass(4999);
    expect(replaced).toEqual([]);
    await pass(1);
    await until(() => replaced.length === 1);
    const { canvas: next, previous } = replaced[0]!;
    expect(previous).toBe(canvas);
    expect(canvas.isConnected).toBe(false);
    expect(next.isConnected).toBe(true);
    await until(() => app.asleep);
    await frames(1);
    expect(difference(pixelsOf(next), before)).toBe(0);
    expect(objectsOf(next)).toEqual(objects);
    expect(contextOf(next).getError()).toBe(0);
    // And what comes later is like on any canvas: shown, and lost and restored.
    box(app.world, { position: 'absolute', left: 90, width: 20, height: 20, fill: '#ff0000' });
    await until(() => app.asleep);
    const changed = pixelsOf(next);
    expect(difference(changed, before)).toBe(400);
    await lose(next);
    await restore(next);
    await until(() => app.asleep);
    expect(difference(pixelsOf(next), changed)).toBe(0);
    expect(errors).toEqual([]);
  });

  it('hands attributes, focus, input, cursor and size to the new canvas', async () => {
    const { app, canvas, errors } = await mount();
    canvas.id = 'stage';
    canvas.className = 'wide';
    canvas.title = 'A game';
    const { world } = app;
    let clicks = 0;
    const go = button(world, { label: 'Go', width: 80, height: 40, cursor: 'pointer' });
    on(world, go, 'activate', () => clicks++);
    app.start();
    await until(() => app.asleep);
    canvas.focus();
    click(canvas, 20, 20);
    await until(() => clicks === 1);
    await until(() => canvas.style.cursor === 'pointer');
    canvas.dispatchEvent(new PointerEvent('pointerleave', { pointerId: 1, pointerType: 'mouse' }));
    await until(() => canvas.style.cursor === '');
    const dressed = canvas.getAttributeNames().map((each) => [each, canvas.getAttribute(each)]);
    // A press that ends on no canvas.
    canvas.dispatchEvent(new PointerEvent('pointerdown', { clientX: 20, clientY: 20 }));
    const next = await replacementOf(app, canvas);
    const now = next.getAttributeNames().map((each) => [each, next.getAttribute(each)]);
    expect(new Map(now as [string, string][])).toEqual(new Map(dressed as [string, string][]));
    expect(next.style.cursor).toBe('');
    expect(document.activeElement).toBe(next);
    expect(canvas.hasAttribute('tabindex')).toBe(false);
    expect(canvas.style.cursor).toBe('');
    await frames(2);
    expect(clicks).toBe(1);
    click(next, 20, 20);
    await until(() => clicks === 2);
    await until(() => next.style.cursor === 'pointer');
    next.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    await until(() => clicks === 3);
    next.style.width = '320px';
    await until(() => next.width === 320);
    click(canvas, 20, 20);
    await frames(2);
    expect(clicks).toBe(3);
    app.dispose();
    expect(next.hasAttribute('tabindex')).toBe(false);
    expect(next.id).toBe('stage');
    expect(contextOf(next).isContextLost()).toBe(true);
    expect(errors).toEqual([]);
  });

  it.runIf(import.meta.env.RAFTER_LONG)(
    'again makes another canvas, after a longer wait',
    async () => {
      const { app, canvas, errors } = await screen('plain');
      const before = pixelsOf(canvas);
      const replaced = replacements(app);
      const next = await replacementOf(app, canvas);
      await lose(next);
      await pass(9999);
      expect(replaced).toHaveLength(1);
      await pass(1);
      await until(() => replaced.length === 2);
      await until(() => app.asleep);
      await frames(1);
      const last = replaced[1]!.canvas;
      expect(difference(pixelsOf(last), before)).toBe(0);
      vi.useRealTimers();
      last.style.width = '260px';
      await until(() => last.width === 260);
      await settled(app);
      const never = await screen('plain', { cssWidth: 260 });
      expect(difference(pixelsOf(last), pixelsOf(never.canvas))).toBe(0);
      expect(errors).toEqual([]);
    },
  );

  it('in time needs no new canvas, and later ones wait their full time', async () => {
    const { app, canvas } = await screen('plain');
    const replaced = replacements(app);
    fakeTimers();
    for (let round = 0; round < 2; round++) {
      await lose(canvas);
      await pass(4999);
      await restore(canvas);
      await pass(60_000);
    }
    expect(replaced).toEqual([]);
    expect(timersForGood()).toBe(0);
  });

  it.runIf(import.meta.env.RAFTER_LONG)(
    'is waited for while the page is out of sight',
    async () => {
      const { app, canvas } = await screen('plain');
      const replaced = replacements(app);
      fakeTimers();
      const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
      atEnd(() => hidden.mockRestore());
      await lose(canvas);
      await pass(60_000);
      expect(replaced).toEqual([]);
      hidden.mockReturnValue(false);
      await pass(5000);
      await until(() => replaced.length === 1);
    },
  );

  it('is told, once, where no other is to be had; and is taken when it is', async () => {
    const { app, canvas, errors } = await screen('plain');
    const before = pixelsOf(canvas);
    const replaced = replacements(app);
    fakeTimers();
    await lose(canvas);
    const getContext = vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
    atEnd(() => getContext.mockRestore());
    for (let waits = 0; waits < 4; waits++) await pass(60_000);
    expect(errors).toEqual([
      expect.objectContaining({
        system: 'canvas',
        switchedOff: false,
        error: expect.objectContaining({
          message: expect.stringMatching(
            /lost its WebGL context and got none back within 5 s.*no WebGL 2/,
          ),
        }),
      }),
    ]);
    expect(canvas.isConnected).toBe(true);
    expect(canvas.tabIndex).toBe(0);
    getContext.mockRestore();
    await pass(60_000);
    await until(() => replaced.length === 1);
    await until(() => app.asleep);
    await frames(1);
    expect(difference(pixelsOf(replaced[0]!.canvas), before)).toBe(0);
    expect(errors).toHaveLength(1);
  });

  it('is told where the canvas may not be replaced, which waits on', async () => {
    const { app, canvas, errors } = await screen('plain', { replaceCanvas: false });
    const before = pixelsOf(canvas);
    const replaced = replacements(app);
    fakeTimers();
    await lose(canvas);
    for (let waits = 0; waits < 4; waits++) await pass(60_000);
    expect(errors).toMatchObject([{ system: 'canvas', switchedOff: false }]);
    expect(String((errors[0] as { error: unknown }).error)).toContain('replaceCanvas');
    await restore(canvas);
    await until(() => app.asleep);
    expect(difference(pixelsOf(canvas), before)).toBe(0);
    expect(replaced).toEqual([]);
    expect(timersForGood()).toBe(0);
    // Each loss is told of.
    await lose(canvas);
    await pass(5000);
    expect(errors).toHaveLength(2);
    await restore(canvas);
  });

  it('ends with the app', async () => {
    const { app, canvas } = await screen('plain');
    fakeTimers();
    await lose(canvas);
    app.dispose();
    expect(vi.getTimerCount()).toBe(0);
    expect(canvas.isConnected).toBe(true);
  });

  it('of an OffscreenCanvas is told, and the app goes on where it does come back', async () => {
    const canvas = new OffscreenCanvas(1, 1);
    const app = await createApp({ canvas, width: 60, height: 40 });
    atEnd(() => app.dispose());
    const errors: unknown[] = [];
    app.on('error', (event) => errors.push(event));
    text(app.world, { content: 'off' });
    app.step();
    const before = (await app.renderer.toImage()).pixels;
    fakeTimers();
    const loser = canvas.getContext('webgl2')!.getExtension('WEBGL_lose_context')!;
    loser.loseContext();
    await frames(2);
    await pass(5000);
    expect(errors).toEqual([
      expect.objectContaining({
        error: expect.objectContaining({ message: expect.stringContaining('OffscreenCanvas') }),
      }),
    ]);
    loser.restoreContext();
    await frames(2);
    await turn();
    app.step();
    expect((await app.renderer.toImage()).pixels).toEqual(before);
    expect(timersForGood()).toBe(0);
  });
});

function replacements(app: App): { canvas: HTMLCanvasElement; previous: HTMLCanvasElement }[] {
  const all: { canvas: HTMLCanvasElement; previous: HTMLCanvasElement }[] = [];
  app.on('canvas', (event) => {
    all.push(event);
    atEnd(() => event.canvas.remove());
  });
  return all;
}

/** Loses the context of a canvas for good and gives the canvas that comes after. */
async function replacementOf(app: App, canvas: HTMLCanvasElement): Promise<HTMLCanvasElement> {
  const replaced = replacements(app);
  fakeTimers();
  await lose(canvas);
  await pass(5000);
  await until(() => replaced.length === 1);
  return replaced[0]!.canvas;
}

/** Timers that are left a minute on: fonts are looked for in an app's first seconds, from a timer that may be the page's own. */
function timersForGood(): number {
  vi.advanceTimersByTime(60_000);
  return vi.getTimerCount();
}

function fakeTimers(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  atEnd(() => vi.useRealTimers());
}

/** Lets time of timers pass, and what they began go on. */
async function pass(ms: number): Promise<void> {
  vi.advanceTimersByTime(ms);
  await frames(2);
}
