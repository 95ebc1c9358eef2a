/** Bytes held under one name. */
export type LedgerLine = { name: string; bytes: number };

/** Who holds how many bytes. Sources are asked when a report is made, so being listed costs nothing. */
export type ByteLedger = {
  /** Lists a source; returns how to take it off. Sources of one name add up. */
  add(name: string, bytes: () => number): () => void;
  /** One line per name, largest first. */
  report(): LedgerLine[];
  total(): number;
};

export function createByteLedger(): ByteLedger {
  const sources = new Set<{ name: string; bytes: () => number }>();
  return {
    add(name, bytes) {
      const source = { name, bytes };
      sources.add(source);
      return () => {
        sources.delete(source);
      };
    },
    report() {
      const byName = new Map<string, number>();
      for (const { name, bytes } of sources) byName.set(name, (byName.get(name) ?? 0) + bytes());
      return [...byName]
        .map(([name, bytes]) => ({ name, bytes }))
        .sort((a, b) => b.bytes - a.bytes);
    },
    total() {
      let total = 0;
      for (const { bytes } of sources) total += bytes();
      return total;
    },
  };
}
