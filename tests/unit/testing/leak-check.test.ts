import { describe, expect, it } from 'vitest';
import { heapSlope, leakCheck, leakMark, trackLeaks, watchListeners } from '../../../src/testing';

describe('leakCheck', () => {
  it('adds up what trackers have open and names them', () => {
    const a = trackLeaks('backend');
    const b = trackLeaks('host');
    a.gpuObjects = 2;
    b.listeners++;
    b.gpuObjects++;
    expect(leakCheck()).toEqual({
      listeners: 1,
      frames: 0,
      timers: 0,
      gpuObjects: 3,
      lines: ['backend: 2 GPU objects', 'host: 1 listener, 1 GPU object'],
    });
    a.dispose();
    b.dispose();
    b.dispose();
    expect(leakCheck().lines).toEqual([]);
  });

  it('sees a thing that was given back too often', () => {
    const tracker = trackLeaks('host');
    tracker.frames--;
    expect(leakCheck().lines).toEqual(['host: -1 frames']);
    tracker.dispose();
  });

  it('forgets what came after a mark and nothing older', () => {
    const old = trackLeaks('old');
    const forget = leakMark();
    trackLeaks('new').timers = 1;
    old.timers = 1;
    forget();
    expect(leakCheck().lines).toEqual(['old: 1 timer']);
    old.dispose();
  });
});

describe('watchListeners', () => {
  it('counts adds minus removes of watched targets, each registration once', () => {
    const target = new EventTarget();
    const other = new EventTarget();
    const stop = watchListeners((each) => each === target);
    const listener = (): void => {};
    target.addEventListener('a', listener);
    target.addEventListener('a', listener);
    target.addEventListener('a', listener, { capture: true });
    other.addEventListener('a', listener);
    expect(leakCheck()).toMatchObject({ listeners: 2 });
    expect(leakCheck().lines[0]).toBe("'a' on EventTarget: 1 listener");
    target.removeEventListener('a', listener);
    target.removeEventListener('a', listener);
    target.removeEventListener('b', listener);
    expect(leakCheck().listeners).toBe(1);
    target.removeEventListener('a', listener, true);
    expect(leakCheck().listeners).toBe(0);
    stop();
  });

  it('counts no listener that was aborted or used up', () => {
    const target = new EventTarget();
    const stop = watchListeners((each) => each === target);
    const abort = new AbortController();
    let calls = 0;
    target.addEventListener('a', () => calls++, { signal: abort.signal });
    target.addEventListener('a', () => calls++, { once: true });
    expect(leakCheck().listeners).toBe(2);
    target.dispatchEvent(new Event('a'));
    expect(leakCheck().listeners).toBe(1);
    abort.abort();
    expect(leakCheck().listeners).toBe(0);
    target.addEventListener('a', () => calls++, { signal: abort.signal });
    expect(leakCheck().listeners).toBe(0);
    target.dispatchEvent(new Event('a'));
    expect(calls).toBe(2);
    stop();
  });

  it('leaves EventTarget as it was', () => {
    const { addEventListener, removeEventListener } = EventTarget.prototype;
    watchListeners(() => true)();
    expect(EventTarget.prototype.addEventListener).toBe(addEventListener);
    expect(EventTarget.prototype.removeEventListener).toBe(removeEventListener);
  });
});

describe('heapSlope', () => {
  it('is 0 for a frame that allocates nothing', () => {
    const numbers = new Float64Array(100);
    const slope = heapSlope((frame) => {
      for (let i = 0; i < numbers.length; i++) numbers[i] = numbers[i]! + frame * 0.5;
    });
    expect(slope).toBeLessThan(1);
  });

  it.each([
    ['one small object', 1, 24],
    ['100 objects', 100, 2400],
    ['20,000 objects, which collections hide from most windows', 20_000, 480_000],
  ])('finds %s a frame', { timeout: 60_000 }, (_, count, bytes) => {
    const kept: object[] = new Array(count).fill({});
    const frames = Math.max(400, 20_000 / count);
    const slope = heapSlope((frame) => {
      for (let i = 0; i < count; i++) kept[i] = { frame };
    }, frames);
    expect(slope).toBeGreaterThan(bytes * 0.5);
  });

  it('finds a number with a fraction that a closure keeps', () => {
    let time = 0;
    const slope = heapSlope((frame) => {
      time = frame + 0.5;
    });
    expect(time).toBeGreaterThan(0);
    expect(slope).toBeGreaterThan(8);
  });
});
