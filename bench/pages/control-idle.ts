import { flingContender } from './contender';

/** Nothing but the animation-frame callback: what the browser and the measuring cost. */
export const contender = flingContender({ mount() {}, frame() {} });
