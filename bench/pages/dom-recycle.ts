import { flingContender } from './contender';
import { createDomPool } from './dom-pool';

/** Pooled rows in a native scroller as one writes them first. */
export const contender = flingContender(createDomPool({ opaque: false }));
