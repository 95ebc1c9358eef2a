import type { Severity } from '../result';

/** How large a change may be to be called this: below the given share of the old value. */
export const severities: readonly { readonly severity: Severity; readonly below: number }[] = [
  { severity: 'minor', below: 0.1 },
  { severity: 'moderate', below: 0.25 },
  { severity: 'major', below: 0.5 },
  { severity: 'critical', below: Number.POSITIVE_INFINITY },
];

/** Severity of a growth by a share of the old value: 0.1 is 10 % more and moderate; growth from 0 is critical. */
export function severityOf(change: number): Severity {
  return severities.find(({ below }) => Math.abs(change) < below)?.severity ?? 'critical';
}
