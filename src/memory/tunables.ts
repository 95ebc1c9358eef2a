import { defineTunables } from '../ecs';

const share = (value: number, help: string) =>
  ({ value, min: 0.1, max: 1, step: 0.01, unit: '', visibleCost: 0, help }) as const;

export const memoryTunables = defineTunables('memory', {
  budget: {
    value: 256,
    min: 8,
    max: 8192,
    step: 8,
    unit: 'MB',
    visibleCost: 0,
    help: 'What everything in the ledger may hold together; what is above it has pressure as its effect, and budgets are not given it.',
  },
  strategy: {
    value: 2,
    min: 0,
    max: 3,
    step: 1,
    unit: '',
    visibleCost: 0,
    help: 'What is given back first: 0 all in turn, 1 what was used longest ago, 2 what costs least to have again by byte and age, 3 nothing before pressure is critical.',
  },
  sliceMs: {
    value: 1,
    min: 0.1,
    max: 8,
    step: 0.1,
    unit: 'ms',
    visibleCost: 0,
    help: 'Most time of a frame, of what it leaves over, in which memory is given back.',
  },
  halfLife: {
    value: 10,
    min: 1,
    max: 600,
    step: 1,
    unit: 's',
    visibleCost: 0,
    help: 'In which high-water pools forget half of what was in use at once.',
  },
  sample: {
    value: 500,
    min: 100,
    max: 10_000,
    step: 100,
    unit: 'ms',
    visibleCost: 0,
    help: 'Between two looks at how scarce memory is.',
  },
  calm: {
    value: 2000,
    min: 0,
    max: 60_000,
    step: 100,
    unit: 'ms',
    visibleCost: 0,
    help: 'How long memory must be less scarce until pressure goes down by a level.',
  },
  warning: share(0.7, 'Used share from which pressure is a warning.'),
  warningEnd: share(0.6, 'Used share below which it is none.'),
  critical: share(0.85, 'Used share from which pressure is critical.'),
  criticalEnd: share(0.75, 'Used share below which it is a warning.'),
  emergency: share(0.95, 'Used share from which pressure is an emergency.'),
  emergencyEnd: share(0.85, 'Used share below which it is critical.'),
});
