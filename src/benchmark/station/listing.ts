import type { Bench } from '../definition';
import type { BenchListing } from './protocol';

/** A bench without its functions, as it travels between processes. */
export function listBench(bench: Bench): BenchListing {
  const { contenders, notes, effort, ...rest } = bench;
  return {
    id: rest.id,
    category: rest.category,
    unit: rest.unit,
    hosts: rest.hosts,
    parameters: rest.parameters,
    quantities: rest.quantities,
    allocation: rest.allocation,
    collect: rest.collect,
    safe: rest.safe,
    gate: rest.gate,
    minimumEffect: rest.minimumEffect,
    limitMs: rest.limitMs,
    effort: { ...effort },
    ...(notes !== undefined && { notes }),
    contenders: contenders.map(({ name, role, controls }) => ({
      name,
      role,
      ...(controls && { controls }),
    })),
  };
}
