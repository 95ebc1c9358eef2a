import { afterEach, describe, expect, it } from 'vitest';
import { createHeadlessApp, type HeadlessApp } from '../../../../src/testing/headless-app';
import { box, setStyle, text } from '../../../../src/ui';
import { heapSlope } from '../../../heap-slope';

const apps: HeadlessApp[] = [];

afterEach(() => {
  for (const app of apps.splice(0)) app.dispose();
});

describe('a knob of quality', () => {
  for (const [name, value] of [
    ['shadowSoftness', 0.5],
    ['gradientQuality', 0],
  ] as const) {
    it(`${name} draws everything once in the next frame, and then nothing`, () => {
      const { app, step } = open();
      app.tunables.get('quality')!.set(name, value);
      step();
      expect(app.renderer.stats().damagedPixels).toBe(400 * 300);
      step();
      expect(app.renderer.stats().draws).toBe(0);
      app.tunables.get('quality')!.set(name, 1);
      step();
      expect(app.renderer.stats().damagedPixels).toBe(400 * 300);
    });

    it(`${name} leaves no garbage when it is turned`, () => {
      const { app, card, step } = open();
      app.tunables.get('quality')!.set(name, value);
      const slope = heapSlope((frame) => {
        setStyle(app.world, card, FILLS[frame & 1]!);
        step();
      }, 5_000);
      expect(slope).toBeLessThanOrEqual(16);
    });
  }

  it('says what it is, and what is seen of it', () => {
    const { app } = open();
    for (const knob of Object.values(app.tunables.get('quality')!.knobs)) {
      expect(knob.visibleCost).toBeGreaterThan(0);
      expect(knob.help.length).toBeGreaterThan(20);
      expect(knob.value).toBe('max' in knob ? knob.max : true);
    }
  });

  it('shrinks what is drawn again with the blur', () => {
    const { app, card, step } = open();
    const pixels = (fill: string): number => {
      setStyle(app.world, card, { fill });
      step();
      return app.renderer.stats().damagedPixels;
    };
    const before = pixels('#0000ff');
    app.tunables.get('quality')!.set('shadowSoftness', 0);
    step();
    // 50 x 40 and its shadow below: 18 px of blur around, then none.
    expect(before).toBe((50 + 2 * 18) * (40 + 2 * 18));
    expect(pixels('#00ff00')).toBe(50 * (40 + 4));
  });
});

const FILLS = [{ fill: '#112233' }, { fill: '#332211' }] as const;

function open() {
  const app = createHeadlessApp({ width: 400, height: 300 });
  apps.push(app);
  const card = box(app.world, {
    ...{ position: 'absolute', left: 60, top: 60, width: 50, height: 40, fill: '#fff' },
    boxShadow: '0 4px 12px #000',
  });
  box(app.world, { width: 60, height: 50, gradient: 'linear-gradient(#f00, #0f0, #00f)' });
  text(app.world, { parent: card, content: 'Card' });
  let now = 0;
  const step = (): void => {
    now += 16;
    app.step(now);
  };
  for (let i = 0; i < 5; i++) step();
  return { app, card, step };
}
