import type { BenchListing } from '../../../../src/benchmark/station/protocol';

/** What a driver knows of a bench with one contender. */
export function benchListing(id: string, hosts: BenchListing['hosts'] = ['node']): BenchListing {
  return {
    ...{ id, hosts, category: id.split('/')[0]!, unit: 'ms', parameters: {}, quantities: {} },
    ...{
      allocation: 'none',
      collect: true,
      safe: false,
      gate: true,
      effort: {},
      minimumEffect: 0.02,
    },
    ...{ limitMs: 1000, contenders: [{ name: 'ours', role: 'subject' }] },
  };
}
