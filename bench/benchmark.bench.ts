import { suite } from 'rafter-ui/benchmark';
import {
  bareFrames,
  bareLoop,
  framesThroughStation,
  throughStation,
  tinybenchAlone,
} from './benchmark/overhead';

suite('bench', (s) => {
  s.bench('overhead', {
    unit: 'ns',
    quantities: { time: 'ns', batch: 'ns' },
    // The bound that is expected: more than this is more than measuring may add.
    minimumEffect: 0.05,
    notes:
      'a function of about 100 ns: time of a call, and what a batch costs beyond its calls (not part of any time). ' +
      'The ratio of the times is what measuring adds to a call: at most 1.05 is expected beside the bare loop',
    contenders: {
      'through the station': throughStation,
      'bare loop': bareLoop,
      'tinybench alone, same batches': tinybenchAlone,
    },
  });

  s.bench('overhead-frame', {
    unit: 'ns',
    quantities: { frame: 'ns' },
    notes:
      'frames that do nothing, one after the other: all that a frame costs, reading the clock twice and keeping its times included. ' +
      'The ratio is what measuring adds to the bare loop, which does just that; it lies between the frames, not in their times',
    contenders: {
      'through the station': framesThroughStation,
      'bare loop': bareFrames,
    },
  });

  s.bench('false-alarms', {
    quantities: {
      falseAlarms266: 'alarms',
      falseAlarms056: 'alarms',
      detected5at266: '%',
      detected2at056: '%',
    },
    reference: false,
    gate: false,
    collect: false,
    // The same numbers at every run: a simulation with a seed.
    effort: { rounds: 1, minSamples: 1, warmMs: 0 },
    limitMs: 600_000,
    notes:
      'per series, so a suite of 100 has 100 times as many: alarms in 100 builds in which nothing changed, and the share of steps found within 10 builds. ' +
      'Builds vary by 2.66 % and by 0.56 %, steps are of 5 % and 2 %. Steps are looked for with a minimumEffect of half the step: ' +
      '1 % in the row of 2 %, where the default of 2 % would find fewer',
    contenders: {
      ours: { load: async () => (await import('./benchmark/alarms')).alarms },
    },
  });
});
