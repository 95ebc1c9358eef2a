import { describe, expect, it } from 'vitest';
import { severities, severityOf } from '../../../../src/benchmark/history';

describe('severity', () => {
  it.each([
    [0.02, 'minor'],
    [0.0999, 'minor'],
    [0.1, 'moderate'],
    [0.2499, 'moderate'],
    [0.25, 'major'],
    [0.4999, 'major'],
    [0.5, 'critical'],
    [30, 'critical'],
    [Number.POSITIVE_INFINITY, 'critical'],
    [Number.NaN, 'critical'],
  ])('of a growth by %s is %s', (change, severity) => {
    expect(severityOf(change)).toBe(severity);
  });

  it('is a table that ascends and ends with everything', () => {
    const bounds = severities.map(({ below }) => below);
    expect(bounds).toEqual([...bounds].sort((a, b) => a - b));
    expect(bounds.at(-1)).toBe(Number.POSITIVE_INFINITY);
  });
});
