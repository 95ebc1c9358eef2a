/**
 * Tells a listener, or whatever else the user gave. One that throws stops nothing that others wait for: what it threw is on the console.
 */
export function tell<T>(listener: (value: T) => void, value: T, of: string): void {
  try {
    listener(value);
  } catch (error) {
    console.error(`rafter: ${of} failed:`, error);
  }
}
