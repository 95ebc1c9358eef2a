/** How many of each unit a millisecond has. */
export const PER_MS = { ms: 1, µs: 1e3, ns: 1e6 } as const;
