import type { ListState } from '../../ecs/stores';
import { HORIZON, POSITION, PREDICTED, type ScrollPredictor, TIME } from './scroll-predictor';

/** How far ahead what is foretold is held against what comes, ms. */
const AHEAD_MS = 100;

const DUE = 0;
const FORETOLD = 1;
const LAST_TIME = 2;
const LAST_PLACE = 3;

/** Holds what was foretold against what came, one motion after the other, and reports to the list how far it was off. */
export type PredictionCheck = {
  /** Takes where the list is now: `given[TIME]` and `given[POSITION]`. */
  compare(given: Float64Array): void;
  /** Has the predictor say where it will be, if nothing is waited for. */
  expect(given: Float64Array, predictor: ScrollPredictor): void;
  forget(): void;
};

export function createPredictionCheck(list: ListState): PredictionCheck {
  // Doubles in a closure's variables would be garbage.
  const cells = new Float64Array(4);
  let waits = false;
  return {
    compare(given) {
      const time = given[TIME]!;
      const place = given[POSITION]!;
      if (waits && time >= cells[DUE]!) {
        waits = false;
        const since = time - cells[LAST_TIME]!;
        // Where it was when it was due, which is between two frames.
        const share = since > 0 ? (cells[DUE]! - cells[LAST_TIME]!) / since : 1;
        const was = cells[LAST_PLACE]! + (place - cells[LAST_PLACE]!) * share;
        list.predictionError += Math.abs(was - cells[FORETOLD]!);
        list.predictions++;
      }
      cells[LAST_TIME] = time;
      cells[LAST_PLACE] = place;
    },
    expect(given, predictor) {
      if (waits) return;
      waits = true;
      given[HORIZON] = AHEAD_MS;
      predictor.predict();
      cells[DUE] = given[TIME]! + AHEAD_MS;
      cells[FORETOLD] = given[PREDICTED]!;
    },
    forget() {
      waits = false;
    },
  };
}
