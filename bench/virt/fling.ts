import {
  HORIZON,
  POSITION,
  PREDICTED,
  ScrollPredictor,
  TIME,
} from '../../src/systems/virtualization/scroll-predictor';
import {
  androidSpline,
  chromiumTouchpad,
  evenlySlowed,
  exponential,
  type Family,
} from './fling-curves';
import { createStream, type Stream } from './fling-streams';

const FRAME_MS = 1000 / 60;
export const HORIZONS = [100, 250, 500] as const;
/** A finger's fast fling: 6,000 pixels a second. */
const FAST = 6;
/** From here on a speed is known to whoever predicts by it. */
const WARM_MS = 60;

/** Curves by which the predictor was made. */
export const fitted: readonly Family[] = [
  exponential(0.998),
  exponential(Math.exp(-1 / 325)),
  exponential(Math.exp(-1 / 250)),
  exponential(0.99),
  evenlySlowed(0.0025),
  evenlySlowed(0.006),
];
/** Curves it was never shown while it was made. */
export const heldOut: readonly Family[] = [chromiumTouchpad, androidSpline];

/** Says where a scroll will be. */
export type Forecaster = {
  add(time: number, position: number): void;
  at(time: number, horizon: number): number;
};

export const forecasters = {
  rafter(): Forecaster {
    const predictor = new ScrollPredictor();
    const { given } = predictor;
    return {
      add(time, position) {
        given[TIME] = time;
        given[POSITION] = position;
        predictor.add();
      },
      at(time, horizon) {
        given[TIME] = time;
        given[HORIZON] = horizon;
        predictor.predict();
        return given[PREDICTED]!;
      },
    };
  },
  /** The speed of the last 100 ms, kept. */
  'constant velocity'(): Forecaster {
    const known: [time: number, position: number][] = [];
    return {
      add(time, position) {
        known.push([time, position]);
      },
      at(time, horizon) {
        while (known.length > 1 && known[0]![0] < time - 100) known.shift();
        const [[from, start], [to, end]] = [known[0] ?? [0, 0], known.at(-1) ?? [0, 0]];
        return to > from && from >= time - 100
          ? end + ((end - start) / (to - from)) * horizon
          : end;
      },
    };
  },
  /** Where it is. */
  'no prediction'(): Forecaster {
    let last = 0;
    return {
      add(_, position) {
        last = position;
      },
      at: () => last,
    };
  },
} satisfies Record<string, () => Forecaster>;

/** Mean absolute errors in pixels, by horizon, of one fling without noise. */
export function cleanErrors(make: () => Forecaster, family: Family): number[] {
  const forecaster = make();
  const curve = family(FAST);
  const sums = HORIZONS.map(() => 0);
  let frames = 0;
  for (let now = 0; now < Math.min(curve.restMs, 2000); now += FRAME_MS) {
    forecaster.add(now, curve.at(now));
    if (now < WARM_MS) continue;
    frames++;
    HORIZONS.forEach((horizon, i) => {
      sums[i]! += Math.abs(forecaster.at(now, horizon) - curve.at(now + horizon));
    });
  }
  return sums.map((sum) => sum / frames);
}

/** Mean absolute errors in pixels, by horizon, of all frames of a stream. */
export function streamErrors(make: () => Forecaster, stream: Stream): number[] {
  const forecaster = make();
  const sums = HORIZONS.map(() => 0);
  let frames = 0;
  let position = 0;
  let at = 0;
  for (let now = 0; now < stream.lengthMs; now += FRAME_MS) {
    for (; at < stream.count && stream.stamps[at]! <= now; at++) {
      position += stream.deltas[at]!;
      forecaster.add(stream.stamps[at]!, position);
    }
    frames++;
    HORIZONS.forEach((horizon, i) => {
      sums[i]! += Math.abs(forecaster.at(now, horizon) - stream.truth(now + horizon));
    });
  }
  return sums.map((sum) => sum / frames);
}

/** Wheels of 60 to 125 events a second, stamps off by 3 ms, one event in twenty late; four flings each, three of them grabbed. */
export function streams(families: readonly Family[], count: number, random: () => number) {
  return Array.from({ length: count }, (_, i) =>
    createStream(families[i % families.length]!, random, {
      speed: 2 + 5 * random(),
      everyMs: [1000 / 60, 1000 / 90, 8][Math.floor(random() * 3)]!,
      jitterMs: 3,
      dropped: 0.05,
      flings: 4,
    }),
  );
}

/** What `virt/fling` tells of a forecaster, pixels; `worst` are ratios. */
export const flingQuantities = {
  clean100: 'px',
  clean250: 'px',
  clean500: 'px',
  wheel100: 'px',
  wheel250: 'px',
  wheel500: 'px',
  unseen100: 'px',
  unseen250: 'px',
  unseen500: 'px',
  worst100: 'x',
  worst250: 'x',
  worst500: 'x',
} as const;

export function measureFling(
  make: () => Forecaster,
  random: () => number,
): Record<keyof typeof flingQuantities, number> {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  // Those that lose a share of their speed, as the figures of others are.
  const clean = fitted.slice(0, 4).map((family) => cleanErrors(make, family));
  const all = streams([...fitted, ...heldOut], 20, random);
  const errors = all.map((stream) => streamErrors(make, stream));
  const unseen = streams(heldOut, 20, random).map((stream) => streamErrors(make, stream));
  const worst = [0, 0, 0];
  all.forEach((stream, i) => {
    const steady = streamErrors(forecasters['constant velocity'], stream);
    const still = streamErrors(forecasters['no prediction'], stream);
    errors[i]!.forEach((error, at) => {
      worst[at] = Math.max(worst[at]!, error / Math.min(steady[at]!, still[at]!));
    });
  });
  return {
    clean100: mean(clean.map((each) => each[0]!)),
    clean250: mean(clean.map((each) => each[1]!)),
    clean500: mean(clean.map((each) => each[2]!)),
    wheel100: mean(errors.map((each) => each[0]!)),
    wheel250: mean(errors.map((each) => each[1]!)),
    wheel500: mean(errors.map((each) => each[2]!)),
    unseen100: mean(unseen.map((each) => each[0]!)),
    unseen250: mean(unseen.map((each) => each[1]!)),
    unseen500: mean(unseen.map((each) => each[2]!)),
    worst100: worst[0]!,
    worst250: worst[1]!,
    worst500: worst[2]!,
  };
}
