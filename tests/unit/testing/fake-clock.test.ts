import { describe, expect, it } from 'vitest';
import { createFakeClock, leakCheck } from '../../../src/testing';

describe('the fake clock', () => {
  it('stands still until it is moved', () => {
    const clock = createFakeClock({ now: 5 });
    expect(clock.now()).toBe(5);
    clock.advance(10);
    expect(clock.now()).toBe(15);
    clock.frame(7);
    expect(clock.now()).toBe(22);
  });

  it('calls a frame callback once, with the time, and never inside the request', () => {
    const clock = createFakeClock({ frameMs: 10 });
    const log: number[] = [];
    expect(clock.requestFrame((now) => log.push(now))).toBe(1);
    expect(clock.requestFrame((now) => log.push(-now))).toBe(2);
    expect(log).toEqual([]);
    clock.frame();
    clock.frame();
    expect(log).toEqual([10, -10]);
  });

  it('leaves what a callback requests to the next frame', () => {
    const clock = createFakeClock();
    let calls = 0;
    const again = (): void => {
      calls++;
      if (calls < 3) clock.requestFrame(again);
    };
    clock.requestFrame(again);
    clock.frame();
    expect([calls, clock.pendingFrames]).toEqual([1, 1]);
    clock.frames(5);
    expect([calls, clock.pendingFrames]).toEqual([3, 0]);
  });

  it('does not call what was cancelled, in the same frame neither', () => {
    const clock = createFakeClock();
    const log: string[] = [];
    const first = clock.requestFrame(() => log.push('first'));
    clock.requestFrame(() => {
      log.push('second');
      clock.cancelFrame(third);
    });
    const third = clock.requestFrame(() => log.push('third'));
    clock.cancelFrame(first);
    clock.cancelFrame(first);
    clock.cancelFrame(99);
    clock.frame();
    expect(log).toEqual(['second']);
    expect(clock.pendingFrames).toBe(0);
  });

  it('calls everybody before the error of a callback leaves frame()', () => {
    const clock = createFakeClock();
    const log: string[] = [];
    clock.requestFrame(() => {
      throw new Error('frame');
    });
    clock.requestFrame(() => log.push('other'));
    clock.setTimer(() => {
      throw new Error('timer');
    }, 1);
    expect(() => clock.frame()).toThrow('timer');
    expect(log).toEqual(['other']);
    clock.frame();
  });

  it('fires timers in the order they are due, at their time, once', () => {
    const clock = createFakeClock();
    const log: unknown[] = [];
    clock.setTimer(() => log.push(['b', clock.now()]), 20);
    clock.setTimer(() => {
      log.push(['a', clock.now()]);
      clock.setTimer(() => log.push(['c', clock.now()]), 15);
    }, 10);
    const gone = clock.setTimer(() => log.push('gone'), 5);
    clock.clearTimer(gone);
    clock.advance(100);
    expect(log).toEqual([
      ['a', 10],
      ['b', 20],
      ['c', 25],
    ]);
    expect(clock.pendingTimers).toBe(0);
  });

  it('brings 60 frames a second while time passes, and none while hidden', () => {
    const clock = createFakeClock();
    const frames: number[] = [];
    const again = (now: number): void => {
      frames.push(now);
      id = clock.requestFrame(again);
    };
    let id = clock.requestFrame(again);
    clock.advance(1000.5);
    expect(frames).toHaveLength(60);
    clock.hidden = true;
    clock.advance(60_000);
    clock.frame();
    expect(frames).toHaveLength(60);
    clock.hidden = false;
    clock.advance(50.5);
    expect(frames).toHaveLength(63);
    expect(frames.every((now, i) => i === 0 || now > frames[i - 1]!)).toBe(true);
    clock.cancelFrame(id);
  });

  it('fires timers of a hidden tab at whole seconds only', () => {
    const clock = createFakeClock();
    clock.hidden = true;
    const log: number[] = [];
    clock.setTimer(() => log.push(clock.now()), 10);
    clock.advance(999);
    expect(log).toEqual([]);
    clock.advance(2);
    expect(log).toEqual([1000]);
  });

  it('counts its open frames and timers as leaks', () => {
    const clock = createFakeClock();
    const frame = clock.requestFrame(() => {});
    const timer = clock.setTimer(() => {}, 5);
    clock.setTimer(() => {}, 6);
    expect(leakCheck()).toMatchObject({ frames: 1, timers: 2, listeners: 0, gpuObjects: 0 });
    expect(leakCheck().lines).toEqual(['fake clock: 1 frame, 2 timers']);
    clock.cancelFrame(frame);
    clock.clearTimer(timer);
    clock.advance(10);
    expect(leakCheck().lines).toEqual([]);
  });
});
