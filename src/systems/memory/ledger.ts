/** Bytes held under one name. */
export type LedgerLine = { name: string; bytes: number };

/** What a part of the app can give back when memory is scarce, and never what is in sight: `Reclaimable` of `rafter-ui/memory`. */
export type Spare = {
  readonly name: string;
  readonly costMs: number;
  readonly inPieces?: boolean;
  spare(): number;
  reclaim(bytes: number, isOwnPhase?: boolean): number;
};

/** Who holds how many bytes. Sources are asked when a report is made, so being listed costs nothing. */
export type ByteLedger = {
  /** Lists a source; returns how to take it off. Sources of one name add up. */
  add(name: string, bytes: () => number): () => void;
  /** One line per name, largest first. */
  report(): LedgerLine[];
  total(): number;
  /** Loads what the parts of the app can give back; for `installMemory`. */
  loadSpares: () => Promise<readonly Spare[]>;
};

export function createByteLedger(
  loadSpares: ByteLedger['loadSpares'] = async () => [],
): ByteLedger {
  const sources = new Set<{ name: string; bytes: () => number }>();
  return {
    loadSpares,
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
