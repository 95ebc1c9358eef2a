import type { Phase } from '../ecs';

/** The frame, in order. */
export const phases: readonly Phase[] = [
  'input',
  'tasks',
  'update',
  'virtualize',
  'layout',
  'settle',
  'place',
  'project',
  'publish',
  'batch',
  'render',
  'reclaim',
  'report',
];
