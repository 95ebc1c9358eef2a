import { box, setStyle } from 'rafter-ui';
import { describe, expect, it, vi } from 'vitest';
import { lose } from '../fault/gl';
import { openOverlay } from './overlay';
import { atEnd, frames, mount, until } from './page';

const BOX = 0x3d8bfd;

/** A box of 40 x 30 px at (20, 10), with a margin of 5 px and a padding of 8 px, and the panel of its app. */
async function scene() {
  const mounted = await mount();
  const { app, canvas, errors } = mounted;
  const element = box(app.world, {
    position: 'absolute',
    left: 15,
    top: 5,
    width: 40,
    height: 30,
    margin: 5,
    padding: 8,
  });
  app.start();
  await frames(2);
  return { app, canvas, element, errors, ...openOverlay(mounted) };
}

describe('the layout overlay', () => {
  it('outlines boxes, fills margins and padding, and goes when nothing is shown', async () => {
    const { overlay, at, turn, errors } = await scene();
    expect(overlay()).toBeUndefined();
    turn('boxes');
    expect(at(20, 10)).toEqual([BOX >> 16, (BOX >> 8) & 255, BOX & 255, 255]);
    expect(at(40, 25)[3]).toBe(0);
    expect(at(17, 20)[3]).toBe(0);
    turn('margins');
    expect(at(17, 20)[3]).toBeGreaterThan(80);
    expect(at(24, 20)[3]).toBe(0);
    turn('padding');
    expect(at(24, 20)[3]).toBeGreaterThan(80);
    expect(at(40, 25)[3]).toBe(0);
    for (const name of ['boxes', 'margins', 'padding']) turn(name);
    expect(overlay()).toBeUndefined();
    expect(errors).toEqual([]);
  });

  it('flashes where layout changed a box, and lets the app sleep after', async () => {
    const { app, element, at, turn, panel, overlay } = await scene();
    turn('relayouts');
    await until(() => app.asleep);
    expect(at(40, 25)[3]).toBe(0);
    setStyle(app.world, element, { width: 60 });
    await until(() => at(60, 25)[3]! > 60);
    await until(() => app.asleep);
    expect(at(60, 25)[3]).toBe(0);
    panel.dispose();
    expect(overlay()).toBeUndefined();
  });

  it('flashes where layout moved a layer', async () => {
    const { app, element, at, turn, panel } = await scene();
    setStyle(app.world, element, { overflow: 'hidden', translate: [0.5, 0] });
    turn('relayouts');
    await until(() => app.asleep);
    expect(at(60, 25)[3]).toBe(0);
    setStyle(app.world, element, { left: 45 });
    await until(() => at(60, 25)[3]! > 60);
    // What moves by its style alone was not laid out.
    await until(() => app.asleep);
    setStyle(app.world, element, { translate: [3, 0] });
    await frames(2);
    expect(at(60, 25)[3]).toBe(0);
    panel.dispose();
  });

  it('does not flash for what changed while it did not look', async () => {
    const { app, element, at, turn, panel } = await scene();
    turn('boxes');
    turn('relayouts');
    await until(() => app.asleep);
    turn('relayouts');
    setStyle(app.world, element, { width: 60 });
    await frames(3);
    turn('relayouts');
    await frames(2);
    expect(at(60, 25)[3]).toBe(0);
    setStyle(app.world, element, { width: 70 });
    await until(() => at(60, 25)[3]! > 60);
    panel.dispose();
  });

  it('lies over the canvas that took the place of a lost one', async () => {
    const { app, canvas, turn } = await scene();
    turn('boxes');
    const marks = [...document.querySelectorAll('canvas')].find((each) => each !== canvas)!;
    expect(marks.style.left).toBe('0px');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    atEnd(() => vi.useRealTimers());
    let next: HTMLCanvasElement | undefined;
    app.on('canvas', (event) => {
      next = event.canvas;
      next.style.left = '30px';
      atEnd(() => event.canvas.remove());
    });
    await lose(canvas);
    vi.advanceTimersByTime(5000);
    await until(() => next !== undefined);
    app.wake();
    await frames(2);
    expect(marks.style.left).toBe('30px');
    expect(marks.isConnected).toBe(true);
  });
});
