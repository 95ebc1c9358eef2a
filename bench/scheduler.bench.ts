import { suite } from 'rafter-ui/benchmark';

suite('sched', (s) => {
  s.bench('throughput', {
    hosts: ['chromium'],
    gate: false,
    quantities: { time: 'ms' },
    parameters: { tasks: [100_000] },
    reference: false,
    contenders: {
      post: { load: async () => (await import('./scheduler/throughput')).post },
      submit: {
        role: 'peer',
        load: async () => (await import('./scheduler/throughput')).submit,
      },
      'react scheduler': {
        load: async () => (await import('./scheduler/throughput')).reactScheduler,
      },
      'p-queue': { load: async () => (await import('./scheduler/throughput')).pQueue },
      'scheduler.postTask': {
        load: async () => (await import('./scheduler/throughput')).browserScheduler,
      },
      'promises, no scheduler': {
        load: async () => (await import('./scheduler/throughput')).promises,
      },
    },
    notes:
      'From the first of 100,000 tiny tasks handed over, in five priorities by turns, until the last has run. post makes no promise, submit and the others do; frames of ours follow each other at once.',
  });

  s.bench('latency', {
    hosts: ['chromium'],
    gate: false,
    quantities: { time: 'ms' },
    reference: false,
    contenders: {
      post: { load: async () => (await import('./scheduler/latency')).post },
      managed: { role: 'subject', load: async () => (await import('./scheduler/latency')).managed },
      'react scheduler': {
        load: async () => (await import('./scheduler/latency')).reactScheduler,
      },
      'p-queue': { load: async () => (await import('./scheduler/latency')).pQueue },
      'scheduler.postTask': {
        load: async () => (await import('./scheduler/latency')).browserScheduler,
      },
    },
    notes:
      'From an urgent task handed over, behind 10,000 of 0.05 ms that nobody waits for, until it runs: a frame is 16.7 ms.',
  });

  s.bench('budget', {
    hosts: ['chromium'],
    gate: false,
    quantities: { dropped: 'frames', late: 'ms', overrun: 'ms', own: 'ms' },
    reference: false,
    effort: { minSamples: 1, rounds: 3, warmMs: 0 },
    limitMs: 600_000,
    contenders: {
      post: { load: async () => (await import('./scheduler/budget')).post },
      'fling alone': {
        role: 'peer',
        load: async () => (await import('./scheduler/budget')).control,
      },
      'promises, no scheduler': {
        load: async () => (await import('./scheduler/budget')).promises,
      },
      'scheduler.postTask': {
        load: async () => (await import('./scheduler/budget')).postTask,
      },
    },
    notes:
      'Ten seconds of the list of flights flung, with 100 chunks of 0.05 to 0.5 ms handed over in every tenth frame. dropped: frames of a thousand that the page did not get in time; late: by how much one in a hundred came too late; overrun: what chunks took of one in a hundred frames beyond what it had left for them, 8 ms at most; own: the same by what they take where no other process holds them up.',
  });

  s.bench('concurrency', {
    hosts: ['node'],
    gate: false,
    collect: false,
    quantities: {
      ...{ throughput: '%', p99: 'times', settled: 's', drift: '%' },
      ...{ fewP99: 'times', fewSettled: 's' },
    },
    reference: false,
    // The same numbers at every run: a simulation with a seed.
    effort: { rounds: 1, minSamples: 1, warmMs: 0 },
    limitMs: 600_000,
    contenders: {
      vegas: { load: async () => (await import('./scheduler/concurrency')).vegas },
      gradient: {
        role: 'subject',
        load: async () => (await import('./scheduler/concurrency')).gradient,
      },
      'gradient 2 as published': {
        load: async () => (await import('./scheduler/concurrency')).published,
      },
      'six at once': { load: async () => (await import('./scheduler/concurrency')).six },
    },
    notes:
      'A simulated server that can do 20 at once in 50 ms, then 40, then 10, then 20 in 150 ms, a minute each: the least throughput and the worst p99 of those beside the best fixed limit, when throughput was within a tenth of it, and by how much the limit moved in an hour. few: the same of servers that can do 2 to 8 at once, the worst mean of 30 seeds.',
  });

  s.bench('connections', {
    hosts: ['node'],
    gate: false,
    collect: false,
    quantities: { time: 'us' },
    reference: false,
    contenders: {
      'of a pool': { load: async () => (await import('./scheduler/network')).pooled },
      'opened for each': { load: async () => (await import('./scheduler/network')).opened },
    },
    notes: 'A question over a connection to a server of this machine, the middle of 200.',
  });

  s.bench('http', {
    hosts: ['node'],
    gate: false,
    collect: false,
    quantities: { time: 'ms', requests: 'requests' },
    reference: false,
    contenders: {
      client: { load: async () => (await import('./scheduler/network')).client },
      fetch: { load: async () => (await import('./scheduler/network')).plainFetch },
    },
    notes: '1,000 ranges of 200 to 4,000 bytes of one file of 4 MB, asked for at once.',
  });

  // What is counted, by clocks of its own: the same in every run.
  s.bench('work-frames', {
    notes:
      '1,000 posted functions of 0.25 ms and ten generators, one with steps of 20 ms, by the frames of a fake clock.',
    contenders: { rafter: { load: async () => (await import('./scheduler/work')).frames } },
  });

  s.bench('work-tasks', {
    notes:
      '300 managed tasks: children, keys, resources, what comes after others, and one in ten that fails twice. posts and timers: asked of the executor and the clock.',
    contenders: { rafter: { load: async () => (await import('./scheduler/work')).managed } },
  });

  s.bench('work-limit', {
    notes:
      'A learnt limit beside a simulated server that can do 20 at once, then 6: answers that one who knows that gets more in a minute, and what one in a hundred waits longer.',
    contenders: { rafter: { load: async () => (await import('./scheduler/work')).limit } },
  });

  s.bench('work-requests', {
    notes:
      '1,000 ranges of one file, and 300 requests of 100 addresses, of a server that fails one in ten times.',
    contenders: {
      rafter: { load: async () => (await import('./scheduler/network-work')).requests },
    },
  });

  s.bench('work-pool', {
    notes:
      'Twenty who use a pool of eight connections twenty times each, of which some break and some are found broken.',
    contenders: {
      rafter: { load: async () => (await import('./scheduler/network-work')).connections },
    },
  });
});
