import { defineTunables } from '../../ecs';

/** Knobs of images. */
export const imageTunables = defineTunables('images', {
  uploadBudget: {
    value: 2048,
    min: 64,
    max: 65_536,
    step: 64,
    unit: 'KB',
    visibleCost: 0.1,
    help: 'Most bytes of images that are sent to the GPU in one frame, a bitmap at least; the others show in the next ones.',
  },
  keptBytes: {
    value: 64,
    min: 0,
    max: 1024,
    step: 1,
    unit: 'MB',
    visibleCost: 0.1,
    help: 'Most bytes kept of images that no element shows any more, the last ones shown, lest they be loaded again.',
  },
  loadTimeout: {
    value: 60,
    min: 1,
    max: 3600,
    step: 1,
    unit: 's',
    visibleCost: 0,
    help: 'Most time that an image may take to come; then it has failed, and others have its place.',
  },
});
