import { defineTunables } from '../../ecs';

/** Knobs of the task scheduler. */
export const schedulerTunables = defineTunables('scheduler', {
  sliceMs: {
    value: 4,
    min: 0.5,
    max: 16,
    step: 0.5,
    unit: 'ms',
    visibleCost: 0.1,
    help: 'Most time tasks may take in one frame; less if the frame is already late.',
  },
});
