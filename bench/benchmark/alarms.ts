import type { MeasureContender } from 'rafter-ui/benchmark';
import { detection, falseAlarms } from './simulation';

const SERIES = 1_000;
/** As measured on shared runners and on a quiet machine: standard deviation of a bench's median from build to build. */
const BUSY_CV = 0.0266;
const QUIET_CV = 0.0056;
const SEED = 1;

/** How often history cries wolf, and how often it sees one. */
export const alarms: MeasureContender<undefined> = {
  measure() {
    const clean = (cv: number) => {
      const { alarms, better } = falseAlarms({ cv, series: SERIES, seed: SEED });
      return alarms + better;
    };
    const found = (cv: number, step: number) =>
      // A bench that is to see a step asks for less than that: half of it.
      100 * detection({ cv, step, series: SERIES, seed: SEED, minimumEffect: step / 2 }).found;
    return {
      falseAlarms266: clean(BUSY_CV),
      falseAlarms056: clean(QUIET_CV),
      detected5at266: found(BUSY_CV, 0.05),
      detected2at056: found(QUIET_CV, 0.02),
    };
  },
};
