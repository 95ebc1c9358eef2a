import { flingContender } from './contender';
import { createDomPool } from './dom-pool';

/** The same with a background of the scroller's own, which spares Chromium most of the raster. */
export const contender = flingContender(createDomPool({ opaque: true }));
