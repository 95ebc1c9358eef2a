import type { ContenderContext, MeasureContender } from '../definition';
import { BenchError } from '../errors';
import type { StationHost } from './host';
import type { Sampler } from './sampler';

/** Samples a contender that measures itself: one sample of every quantity a call. */
export function createMeasureSampler<S>(
  contender: MeasureContender<S>,
  state: S,
  context: ContenderContext,
  host: StationHost,
  units: { readonly [name: string]: string },
): Sampler {
  async function measure(): Promise<{ readonly [name: string]: number }> {
    const values = await contender.measure(state, context);
    for (const [name, value] of Object.entries(values)) {
      if (!Object.hasOwn(units, name)) {
        throw new BenchError(`measure gave ${name}; name its unit in the bench's quantities`);
      }
      if (!Number.isFinite(value)) {
        throw new BenchError(`measure gave ${value} for ${name}; give a finite number`);
      }
    }
    return values;
  }
  return {
    // What is measured is often not what gets faster: one call, to have it compiled and loaded.
    async warm({ warmMs }) {
      if (warmMs > 0) await measure();
      return true;
    },
    async sample({ minMs, minSamples, collect }) {
      if (collect) host.collect?.();
      const quantities: { [name: string]: number[] } = {};
      const begun = host.now();
      let taken = 0;
      do {
        for (const [name, value] of Object.entries(await measure())) {
          quantities[name] ??= [];
          quantities[name].push(value);
        }
        taken++;
      } while (taken < minSamples && host.now() - begun < minMs);
      return { quantities, flags: {} };
    },
    async pass(part) {
      if (part === 'counted') await measure();
    },
  };
}
