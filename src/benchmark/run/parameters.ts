import type { Parameters } from '../definition';

/** Every combination of the parameters' values, in order; one without any where there are none. */
export function combinations(parameters: {
  readonly [name: string]: readonly number[];
}): Parameters[] {
  let found: { [name: string]: number }[] = [{}];
  for (const [name, values] of Object.entries(parameters)) {
    found = found.flatMap((given) => values.map((value) => ({ ...given, [name]: value })));
  }
  return found;
}

/** `[rows=1000]`, '' for none. */
export function parametersText(parameters: Parameters): string {
  const parts = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
  return parts.length === 0 ? '' : `[${parts.join(', ')}]`;
}
