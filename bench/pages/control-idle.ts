import { expose } from './contender';

/** Nothing but the animation-frame callback: what the browser and the measuring cost. */
expose({ mount() {}, frame() {} });
