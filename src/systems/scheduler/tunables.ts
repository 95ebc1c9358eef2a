import { defineTunables } from '../../ecs';

/** Knobs of the task scheduler. */
export const schedulerTunables = defineTunables('scheduler', {
  sliceMs: {
    value: 8,
    min: 0.5,
    max: 100,
    step: 0.5,
    unit: 'ms',
    visibleCost: 0.1,
    help: 'Most time tasks may take in one frame; less where the rest of the frame needs it.',
  },
  ageMs: {
    value: 300,
    min: 16,
    max: 10_000,
    step: 1,
    unit: 'ms',
    visibleCost: 0,
    help: 'A task that waited this long for its turn gets one step in a frame, whatever its priority.',
  },
});
