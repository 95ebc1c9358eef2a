import { defineStyle } from 'rafter-ui';

/** What gives way first as the page gets narrower, in this order. */
export const narrow = {
  /** Hints, and numbers of interest to developers. */
  hint: hiddenBelow(960),
  distance: hiddenBelow(720),
  detail: hiddenBelow(600),
  bar: hiddenBelow(560),
  time: hiddenBelow(480),
};

function hiddenBelow(width: number) {
  return [defineStyle({ breakpoints: [{ below: width, style: { display: 'none' } }] })];
}
