import { describe, expect, it } from 'vitest';
import { createTunables, defineTunables, ValueError } from '../../../src/ecs';

const overscan = {
  value: 64,
  min: 0,
  max: 1024,
  step: 8,
  unit: 'px',
  visibleCost: 0,
  help: 'Pixels kept ready.',
};
const smooth = { value: true, visibleCost: 0.5, help: 'Fling.' };
const spec = defineTunables('list', { overscan, smooth });

describe('tunables', () => {
  it('start at their defaults and are an app’s own', () => {
    const [a, b] = [createTunables(spec), createTunables(spec)];
    a.set('overscan', 128);
    a.set('smooth', false);
    expect(a.values).toEqual({ overscan: 128, smooth: false });
    expect(b.values).toEqual({ overscan: 64, smooth: true });
  });

  it('refuse values outside the range or of another type, and keep the one they had', () => {
    const tunables = createTunables(spec);
    for (const wrong of [-1, 1025, Number.NaN, Number.POSITIVE_INFINITY, true, '12', null, {}]) {
      expect(() => tunables.set('overscan', wrong as number), String(wrong)).toThrow(ValueError);
    }
    for (const wrong of [0, 1, 'true', undefined]) {
      expect(() => tunables.set('smooth', wrong as unknown as boolean)).toThrow(ValueError);
    }
    expect(() => tunables.set('overscan', -1)).toThrow('list.overscan: -1 is outside 0..1024 px');
    expect(tunables.values).toEqual({ overscan: 64, smooth: true });
  });

  it('refuse names they do not have, those of every object included', () => {
    const tunables = createTunables(spec);
    for (const name of ['__proto__', 'constructor', 'toString', 'nothing', '']) {
      expect(() => tunables.set(name, 1)).toThrow(
        `list has no knob '${name}'; it has overscan, smooth`,
      );
    }
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(tunables.values).toEqual({ overscan: 64, smooth: true });
  });

  it('tell listeners of each change, and of none when nothing changes', () => {
    const tunables = createTunables(spec);
    const log: number[] = [];
    const stop = tunables.onChange(() => log.push(tunables.values.overscan));
    tunables.set('overscan', 8);
    tunables.set('overscan', 8);
    expect(() => tunables.set('overscan', -8)).toThrow();
    stop();
    tunables.set('overscan', 16);
    expect(log).toEqual([8]);
  });

  it('tell every listener before the error of one leaves set', () => {
    const tunables = createTunables(spec);
    let called = 0;
    tunables.onChange(() => {
      throw new Error('first');
    });
    const stop = tunables.onChange(() => {
      called++;
      stop();
    });
    tunables.onChange(() => called++);
    expect(() => tunables.set('overscan', 8)).toThrow('first');
    expect(called).toBe(2);
    expect(tunables.values.overscan).toBe(8);
  });

  it('are refused at their declaration when a default or a range makes no sense', () => {
    for (const wrong of [
      { value: 2000 },
      { value: Number.NaN },
      { min: 100, max: 50 },
      { max: Number.POSITIVE_INFINITY },
      { step: 0 },
      { step: Number.NaN },
    ]) {
      expect(() => defineTunables('list', { overscan: { ...overscan, ...wrong } })).toThrow(
        /^list\.overscan: /,
      );
    }
  });
});
