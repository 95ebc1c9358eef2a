import { suite } from 'rafter-ui/benchmark';
import { Bench } from 'tinybench';

function nothing(): void {}

suite('bench', (s) => {
  s.bench('overhead', {
    unit: 'ns',
    quantities: { time: 'ns' },
    notes:
      'what the measuring itself costs: a function and a frame that do nothing; tinybench alone gives the median of single calls',
    contenders: {
      'empty function': { run: nothing },
      'empty frame': { role: 'subject', frame: nothing },
      'tinybench alone': {
        role: 'peer',
        async measure() {
          const bench = new Bench({ time: 20, iterations: 64, warmup: false });
          bench.add('nothing', nothing);
          const [task] = await bench.run();
          const latency = task?.result && 'latency' in task.result && task.result.latency;
          if (!latency) throw new Error('tinybench gave no latency');
          return { time: latency.p50 * 1e6 };
        },
      },
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
      'alarms in 100 builds of a series in which nothing changed, and the share of steps found within 10 builds: builds that vary by 2.66 % and by 0.56 %, steps of 5 % and 2 %',
    contenders: {
      ours: { load: async () => (await import('./benchmark/alarms')).alarms },
    },
  });
});
