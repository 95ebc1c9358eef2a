import { box, setStyle } from 'rafter-ui';
import { openTuning } from 'rafter-ui/tuning';
import { describe, expect, it } from 'vitest';
import { atEnd, frames, mount, pixelsOf, until } from './page';

async function scene() {
  const { app, canvas, errors } = await mount();
  const place = { position: 'absolute', top: 30, width: 20, height: 20 } as const;
  const element = box(app.world, { ...place, left: 20, fill: '#ff0000' });
  const other = box(app.world, { ...place, left: 160, top: 120, fill: '#ff0000' });
  app.start();
  await frames(2);
  const container = document.createElement('div');
  document.body.append(container);
  const panel = openTuning(app, { container, canvas });
  atEnd(() => {
    panel.dispose();
    container.remove();
  });
  const overlay = () => [...document.querySelectorAll('canvas')].find((each) => each !== canvas);
  /** Red, green and alpha of a CSS pixel of the overlay. */
  const at = (x: number, y: number) => {
    const pixel = pixelsOf(overlay()!)[y * overlay()!.width + x]!;
    return { red: pixel & 255, green: (pixel >> 8) & 255, alpha: pixel >>> 24 };
  };
  const turn = () => {
    const row = [...container.querySelectorAll('.tp-lblv')].find(
      (each) => each.querySelector('.tp-lblv_l')?.textContent === 'redraws',
    );
    row!.querySelector<HTMLInputElement>('input')!.click();
  };
  return { app, element, other, overlay, at, turn, errors, panel };
}

describe('the damage overlay', () => {
  it('flashes every part that was drawn again, and lets the app sleep after', async () => {
    const { app, element, other, at, turn, errors } = await scene();
    turn();
    await until(() => app.asleep);
    const { framesDrawn } = app.renderer.stats();
    setStyle(app.world, element, { fill: '#00ff00' });
    setStyle(app.world, other, { fill: '#00ff00' });
    await until(() => at(30, 40).alpha > 20);
    expect(at(30, 40).green).toBeGreaterThan(at(30, 40).red);
    expect(at(170, 130).alpha).toBeGreaterThan(20);
    expect(at(100, 80).alpha).toBe(0);
    await until(() => app.asleep);
    expect(at(30, 40).alpha).toBe(0);
    expect(app.renderer.stats().framesDrawn).toBe(framesDrawn + 1);
    expect(errors).toEqual([]);
  });

  it('flashes red where everything was drawn', async () => {
    const { app, at, turn } = await scene();
    turn();
    await until(() => app.asleep);
    app.renderer.invalidate();
    await until(() => at(100, 80).alpha > 20);
    expect(at(100, 80).red).toBeGreaterThan(at(100, 80).green);
  });

  it('shows nothing of what came before it was on, and goes when it is off', async () => {
    const { app, element, at, turn, overlay, panel } = await scene();
    setStyle(app.world, element, { fill: '#00ff00' });
    await until(() => app.asleep);
    turn();
    await frames(2);
    expect(at(30, 40).alpha).toBe(0);
    turn();
    await until(() => overlay() === undefined);
    turn();
    await until(() => overlay() !== undefined);
    panel.dispose();
    expect(overlay()).toBeUndefined();
  });
});
