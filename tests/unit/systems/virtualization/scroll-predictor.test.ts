import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CONFIDENCE,
  HORIZON,
  POSITION,
  PREDICTED,
  ScrollPredictor,
  TIME,
  VELOCITY,
} from '../../../../src/systems/virtualization/scroll-predictor';

const FRAME_MS = 1000 / 60;

describe('a predicted scroll', () => {
  it('goes on as fast as it is where nothing slows it down', () => {
    const predictor = moved((time) => 3 * time, 40);
    expect(ask(predictor, 100) - 3 * 39 * FRAME_MS).toBeCloseTo(300, 0);
    expect(predictor.given[VELOCITY]).toBeCloseTo(3, 2);
    expect(predictor.given[CONFIDENCE]).toBeGreaterThan(0.9);
  });

  it('rests where it is until it has moved, and once nothing has come for 50 ms', () => {
    const predictor = new ScrollPredictor();
    predictor.given[POSITION] = 7;
    expect(ask(predictor, 500)).toBe(7);
    expect(predictor.given[CONFIDENCE]).toBe(0);
    const gone = moved((time) => 2 * time, 20);
    const last = 2 * 19 * FRAME_MS;
    gone.given[TIME]! += 49;
    expect(ask(gone, 100)).toBeGreaterThan(last + 100);
    gone.given[TIME]! += 2;
    expect(ask(gone, 100)).toBe(last);
    expect(gone.given[VELOCITY]).toBe(0);
    expect(gone.given[CONFIDENCE]).toBe(1);
  });

  it('ends where an even loss of speed ends it', () => {
    const stop = 600;
    const place = (time: number) => 3 * time - (3 * time * time) / (2 * stop);
    const predictor = moved(place, 24);
    expect(ask(predictor, 1000)).toBeGreaterThan(place(stop) - 25);
    expect(ask(predictor, 1000)).toBeLessThan(place(stop) + 25);
    // Not back again, which a parabola would.
    expect(ask(predictor, 5000)).toBeGreaterThan(place(stop) - 25);
  });

  it('forgets what was before it was turned or pushed', () => {
    const turned = moved((time) => (time < 400 ? 2 * time : 1600 - 2 * time), 30);
    expect(ask(turned, 50)).toBeLessThan(turned.given[POSITION]! - 50);
    const pushed = moved((time) => (time < 400 ? 0.5 * time : 200 + 4 * (time - 400)), 32);
    expect(pushed.given[TIME]).toBeGreaterThan(500);
    expect(ask(pushed, 50) - pushed.given[POSITION]!).toBeGreaterThan(150);
    expect(pushed.given[VELOCITY]).toBeGreaterThan(3.5);
  });

  it('is less sure where it has seen less', () => {
    const curve = (time: number) => 3000 * (1 - Math.exp(-time / 500));
    const sure = (samples: number) => {
      const predictor = moved(curve, samples);
      ask(predictor, 250);
      return predictor.given[CONFIDENCE]!;
    };
    expect(sure(3)).toBeLessThan(0.8);
    expect(sure(10)).toBeGreaterThan(sure(3));
    expect(sure(25)).toBeGreaterThan(0.97);
  });

  it('learns how flings go on here', () => {
    const curve = (time: number) => 6000 * 0.1 * (1 - Math.exp(-time / 100));
    const predictor = new ScrollPredictor();
    const errors: number[] = [];
    for (let fling = 0; fling < 6; fling++) {
      // Nothing tells of a move before there is one.
      for (let i = 1; i < 30; i++) {
        const time = i * FRAME_MS;
        predictor.given[TIME] = fling * 1000 + time;
        predictor.given[POSITION] = fling * 600 + curve(time);
        predictor.add();
        if (i !== 4) continue;
        errors.push(Math.abs(ask(predictor, 250) - fling * 600 - curve(time + 250)));
      }
    }
    expect(errors.at(-1)).toBeLessThan(errors[0]! * 0.7);
    predictor.reset();
    predictor.given[POSITION] = 3;
    expect(ask(predictor, 100)).toBe(3);
  });

  it('is finite, and never turns round by itself, whatever comes', () => {
    const sample = fc.record({
      since: fc.oneof(fc.double({ min: -5, max: 40, noNaN: true }), fc.constantFrom(0, 16, 1000)),
      delta: fc.oneof(fc.integer({ min: -200, max: 200 }), fc.constantFrom(0, 1, 1e9)),
    });
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 80 }), (samples) => {
        const predictor = new ScrollPredictor();
        const { given } = predictor;
        for (const { since, delta } of samples) {
          given[TIME]! += since;
          given[POSITION]! += delta;
          predictor.add();
          for (const horizon of [0, 250]) {
            ask(predictor, horizon);
            expect(given.every(Number.isFinite)).toBe(true);
            expect(given[CONFIDENCE]).toBeGreaterThanOrEqual(0);
            expect(given[CONFIDENCE]).toBeLessThanOrEqual(1);
          }
        }
        // What has stopped stays.
        for (let i = 0; i < 4; i++) {
          given[TIME]! += 16;
          predictor.add();
        }
        given[TIME]! += 60;
        expect(ask(predictor, 250)).toBe(given[POSITION]);
      }),
      { numRuns: process.env.RAFTER_LONG === '1' ? 5000 : 150 },
    );
  });
});

/** After as many frames of a motion. */
function moved(place: (time: number) => number, frames: number): ScrollPredictor {
  const predictor = new ScrollPredictor();
  for (let i = 0; i < frames; i++) {
    predictor.given[TIME] = i * FRAME_MS;
    predictor.given[POSITION] = place(i * FRAME_MS);
    predictor.add();
  }
  return predictor;
}

function ask(predictor: ScrollPredictor, horizon: number): number {
  predictor.given[HORIZON] = horizon;
  predictor.predict();
  return predictor.given[PREDICTED]!;
}
