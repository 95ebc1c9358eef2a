import { checkLimits } from './cache-limits';
import type { Cache, CacheOptions } from './cache-types';
import { PolicyCache } from './policy-cache';

/**
 * Makes a cache. Throws `RangeError` for limits it cannot keep to. What is got, set and evicted takes the same time however many entries
 * there are, and makes no garbage but what a `Map` makes.
 */
export function createCache<Key extends number | string, Value>(
  options: CacheOptions<Key, Value>,
): Cache<Key, Value> {
  const { maxEntries, maxWeight, weigh, ttl, now, policy = 'tiny-lfu' } = options;
  if (maxEntries === undefined && maxWeight === undefined) {
    throw new RangeError('a cache needs maxEntries or maxWeight; without, it grows for ever');
  }
  if (policy !== 'lru' && policy !== 'tiny-lfu') {
    throw new RangeError(`policy is '${policy}'; give 'lru' or 'tiny-lfu'`);
  }
  if (ttl !== undefined && !(ttl > 0 && now)) {
    throw new RangeError(`ttl is ${ttl}; give milliseconds above 0, and now, the clock they go by`);
  }
  const entries = maxEntries ?? Number.POSITIVE_INFINITY;
  const weight = maxWeight ?? Number.POSITIVE_INFINITY;
  checkLimits(entries, weight, weigh !== undefined);
  return new PolicyCache(entries, weight, { ...options, policy });
}
