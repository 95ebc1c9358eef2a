import { defineTunables, type Tunables } from '../../ecs';
import type { Gradient } from '../../ecs/stores';

/**
 * Knobs that trade what is seen for time, turned by whoever governs an app. At their initial values everything is drawn as specified, and
 * they cost nothing.
 */
export const qualityTunables = defineTunables('quality', {
  shadowSoftness: {
    value: 1,
    min: 0,
    max: 1,
    step: 0.25,
    unit: '',
    visibleCost: 0.15,
    help: 'Share of the blur that shadows are drawn with; below 1 those of opaque boxes are drawn by a cheaper profile.',
  },
  gradientQuality: {
    value: 1,
    min: 0,
    max: 1,
    step: 0.5,
    unit: '',
    visibleCost: 0.3,
    help: 'How gradients are drawn: with all colours, with the first and the last below 1, as the mean colour at 0.',
  },
  resolutionScale: {
    value: 1,
    min: 0.5,
    max: 1,
    step: 0.25,
    unit: '',
    visibleCost: 0.35,
    help: 'Share of the pixels across and down that all is drawn with but text over which nothing lies: that stays crisp.',
  },
  animationRate: {
    value: 1,
    min: 0.25,
    max: 1,
    step: 0.25,
    unit: '',
    visibleCost: 0.4,
    help: 'Share of frames in which systems run that say they may be skipped: animations step less often, and take as long.',
  },
});

/** Device pixels that are whole ones at every `resolutionScale` there is: its values are fourths. */
export const COARSE_GRID = 4;

/** What the knobs say, and what has been loaded for them. */
export type Quality = {
  readonly values: Tunables<typeof qualityTunables.knobs>['values'];
  /** Whether shadows of opaque boxes are drawn by their distance, in every program. */
  softens: boolean;
  /** Gives the colour that stands for a gradient; undefined where gradients are drawn. */
  meanOf: ((gradient: Gradient, stops: Float64Array) => number) | undefined;
};
