import { box, setStyle } from 'rafter-ui';
import { describe, expect, it } from 'vitest';
import { openOverlay } from './overlay';
import { frames, mount, until } from './page';

async function scene() {
  const mounted = await mount();
  const { app, errors } = mounted;
  const place = { position: 'absolute', top: 30, width: 20, height: 20 } as const;
  const element = box(app.world, { ...place, left: 20, fill: '#ff0000' });
  const other = box(app.world, { ...place, left: 160, top: 120, fill: '#ff0000' });
  app.start();
  await frames(2);
  const { overlay, at, turn, panel } = openOverlay(mounted);
  /** Red, green and alpha of a CSS pixel of the overlay. */
  const flashAt = (x: number, y: number) => {
    const [red, green, , alpha] = at(x, y);
    return { red, green, alpha };
  };
  return { app, element, other, overlay, at: flashAt, turn: () => turn('redraws'), errors, panel };
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

  it('leaves the panel as it is', async () => {
    const { app, at, turn, panel } = await scene();
    Object.assign(panel.element.style, {
      position: 'fixed',
      left: '90px',
      top: '70px',
      width: '40px',
      height: '30px',
      overflow: 'hidden',
    });
    turn();
    await until(() => app.asleep);
    app.renderer.invalidate();
    await until(() => at(20, 20).alpha > 20);
    expect(at(100, 80).alpha).toBe(0);
    expect(at(100, 60).alpha).toBeGreaterThan(20);
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
