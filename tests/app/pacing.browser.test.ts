import { expect, it } from 'vitest';
import { box, createApp } from '../../src';

it('a page with a target of 30 gets a frame at every second tick of a display of 60', async () => {
  const canvas = document.createElement('canvas');
  canvas.style.cssText = 'width: 200px; height: 100px';
  document.body.append(canvas);
  const app = await createApp({ canvas });
  const at: number[] = [];
  try {
    box(app.world, { width: 50, height: 50, fill: '#ffffff' });
    app.addSystem({
      name: 'watch',
      phase: 'update',
      reads: [],
      writes: [],
      update({ now }) {
        at.push(now);
        app.wake();
      },
      dispose() {},
    });
    app.tunables.get('pacing')!.set('targetFps', 30);
    app.start();
    const ticks: number[] = [];
    for (let tick = 0; tick < 120; tick++) {
      ticks.push(await new Promise<number>(requestAnimationFrame));
    }
    const { displayFps, dropped, skipped } = app.pacing;
    const divisor = Math.max(1, Math.round(displayFps / 30));
    expect(app.pacing.fps).toBeCloseTo(displayFps / divisor, 6);
    expect(skipped).toBeGreaterThan(0);
    // Of the ticks since the display is known: each gap is the divisor, or longer by what was missed and counted.
    const known = ticks[40]!;
    const frames = at.filter((time) => time >= known);
    const gaps = frames
      .slice(1)
      .map((time, i) => Math.round(((time - frames[i]!) * displayFps) / 1000));
    expect(Math.min(...gaps)).toBe(divisor);
    expect(gaps.reduce((sum, gap) => sum + gap - divisor, 0)).toBeLessThanOrEqual(dropped);
  } finally {
    app.dispose();
    canvas.remove();
  }
});
