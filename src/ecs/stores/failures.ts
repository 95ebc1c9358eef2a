import { defineResource } from '../index';

/** Where systems tell of failures in the app's own code (`bind`, handlers) that they survive by themselves. */
export type Failures = {
  /** @param row element whose code failed, 0 if none */
  report(error: unknown, system: string, row: number): void;
};

export const Failures = defineResource<Failures>('Failures');
