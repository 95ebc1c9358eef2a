import { defineTunables, type Tunables } from '../../ecs';

/** Switches of what drawing is spared, and of what is measured. None of them is seen: they tell what each is worth. */
export const renderTunables = defineTunables('rendering', {
  partialRedraw: {
    value: true,
    visibleCost: 0,
    help: 'Whether only what has changed is drawn again.',
  },
  solidsFirst: {
    value: true,
    visibleCost: 0,
    help: 'Whether opaque rectangles are drawn first, where nothing transparent lies under them.',
  },
  merging: {
    value: true,
    visibleCost: 0,
    help: 'Whether what does not overlap may swap, so that what one program draws comes together.',
  },
  culling: {
    value: true,
    visibleCost: 0,
    help: 'Whether what lies outside of the part that is drawn is left out.',
  },
  cheapestProgram: {
    value: true,
    visibleCost: 0,
    help: 'Whether each part is drawn by the cheapest program that can.',
  },
  baking: {
    value: true,
    visibleCost: 0,
    help: 'Whether layers that stay as they are but are drawn again and again are kept as pictures.',
  },
  bakeBudget: {
    value: 32,
    min: 0,
    max: 512,
    step: 1,
    unit: 'MB',
    visibleCost: 0,
    help: 'Most megabytes that pictures of layers may take.',
  },
  groups: {
    value: true,
    visibleCost: 0.4,
    help: 'Whether layers whose parts overlap are put together before they fade or mix, not part by part.',
  },
  groupBudget: {
    value: 256,
    min: 0,
    max: 2048,
    step: 1,
    unit: 'MB',
    visibleCost: 0.4,
    help: 'Most megabytes that pictures of groups may take.',
  },
  filterQuality: {
    value: 1,
    min: 0.25,
    max: 1,
    step: 0.25,
    unit: 'times',
    visibleCost: 0.2,
    help: 'How fine wide blurs of filters are drawn.',
  },
  timeGpu: {
    value: false,
    visibleCost: 0,
    help: 'Whether the graphics processor is timed, where the browser can: stats().gpuMs.',
  },
  learnCosts: {
    value: true,
    visibleCost: 0,
    help: 'Whether what drawing costs is learnt from that.',
  },
});

/** Whether each of them is on, and the budgets. */
export type RenderSwitches = Tunables<typeof renderTunables.knobs>['values'];
