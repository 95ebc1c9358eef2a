import { defineTunables } from '../../ecs';

/** Knobs of input. */
export const inputTunables = defineTunables('input', {
  mouseDrag: {
    value: 6,
    min: 1,
    max: 40,
    step: 1,
    unit: 'px',
    visibleCost: 0,
    help: 'How far a pressed mouse moves before its press becomes a scroll.',
  },
  touchDrag: {
    value: 8,
    min: 1,
    max: 40,
    step: 1,
    unit: 'px',
    visibleCost: 0,
    help: 'How far a finger or pen moves before its press becomes a scroll.',
  },
});
