export { onAbort } from './abort-listeners';
export { type BitSet, createBitSet } from './bit-set';
export { createCache } from './cache';
export type { Cache, CacheLoss, CacheOptions, CacheStats } from './cache-types';
export { createFenwick, type Fenwick } from './fenwick';
export { createFreeList, type FreeList, type FreeListOptions } from './free-list';
export { createIntList, type IntList } from './int-list';
export { createIntMap, type IntMap } from './int-map';
export { createRing, type Ring } from './ring';
export {
  createRunAllocator,
  MAX_RUN,
  type RunAllocator,
  type RunAllocatorOptions,
} from './run-allocator';
export { createShelves, grown, PADDING, type Shelves } from './shelves';
export { createSizeIndex, type SizeIndex, type SizeIndexOptions } from './size-index';
export { isMeasuredEntry, makeEntry, UNITS_PER_PX } from './size-leaves';
export { tell } from './tell';
export { hasRtl, mirroredUnit, visualOrder } from './visual-order';
