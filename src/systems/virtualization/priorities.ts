// How soon a row is needed that is bound before it is in sight, by the places of `ListState.boundAt`. One in sight is critical.
/** In the next frame. */
export const HIGH = 0;
/** Where a scroll comes to rest. */
export const MEDIUM = 1;
/** On the way there. */
export const LOW = 2;
/** Held ready while nothing moves. */
export const BACKGROUND = 3;
