import { defineTunables } from '../../ecs';

/** Knobs of virtual lists. */
export const virtualizationTunables = defineTunables('virtualization', {
  overscan: {
    value: 64,
    min: 0,
    max: 1024,
    step: 8,
    unit: 'px',
    visibleCost: 0,
    help: 'Rows kept bound beyond each edge of the viewport.',
  },
  maxRows: {
    value: 1024,
    min: 16,
    max: 16384,
    step: 16,
    unit: 'rows',
    visibleCost: 0.5,
    help: 'Most rows bound at once in one list, whatever their height.',
  },
  horizon: {
    value: 200,
    min: 0,
    max: 2000,
    step: 10,
    unit: 'ms',
    visibleCost: 0,
    help: 'How far ahead of a scroll rows are readied, as far as there is time.',
  },
  aheadShare: {
    value: 0.5,
    min: 0,
    max: 1,
    step: 0.05,
    unit: '',
    visibleCost: 0,
    help: "Share of a frame's spare time in which rows are readied that the next frame does not need yet.",
  },
  wheelSpeed: {
    value: 1,
    min: 0.1,
    max: 10,
    step: 0.1,
    unit: 'x',
    visibleCost: 0,
    help: 'Pixels scrolled per pixel of wheel.',
  },
  decay: {
    value: 0.998,
    min: 0.9,
    max: 0.9999,
    step: 0.0001,
    unit: 'per ms',
    visibleCost: 0,
    help: 'Share of its speed a fling keeps each millisecond.',
  },
});
