import { defineTunables } from '../../ecs';

/** Knobs of text. */
export const textTunables = defineTunables('text', {
  rasterBudget: {
    value: 6,
    min: 0.5,
    max: 100,
    step: 0.5,
    unit: 'ms',
    visibleCost: 0.1,
    help: 'Most time drawing new glyphs may take in one frame, less what measuring took in it; more where frames take over 40 ms anyway. What does not fit shows in the next ones.',
  },
});
