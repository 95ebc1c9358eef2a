import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

/** How somebody scrolls. */
export const styles = ['reading', 'flings', 'favourites', 'scans', 'loops'] as const;
export type ScrollStyle = (typeof styles)[number];

/** What is shown: messages of all heights by row, or cells of a table by page. */
export const kinds = ['feed', 'table'] as const;
export type Shown = (typeof kinds)[number];

/** Keys in the order in which a cache would be asked for them. */
export type Trace = Int32Array;

/** By what is shown and how it is scrolled, each key as the difference from the one before. */
type Recorded = Record<string, number[]>;

const FILE = path.resolve('bench/memory/traces.json.gz');
let recorded: Recorded | undefined;

/** What was recorded once by `recordTrace`: benches are not to wait for it. */
export function traceOf(shown: Shown, style: ScrollStyle): Trace {
  recorded ??= JSON.parse(gunzipSync(readFileSync(FILE)).toString()) as Recorded;
  const trace = Int32Array.from(recorded[`${shown} ${style}`]!);
  for (let i = 1; i < trace.length; i++) trace[i]! += trace[i - 1]!;
  return trace;
}

/** Writes what `traceOf` reads. */
export function saveTraces(record: (shown: Shown, style: ScrollStyle) => Trace): void {
  const all: Recorded = {};
  for (const shown of kinds)
    for (const style of styles) {
      const trace = record(shown, style);
      all[`${shown} ${style}`] = Array.from(trace, (key, i) =>
        i === 0 ? key : key - trace[i - 1]!,
      );
    }
  writeFileSync(FILE, gzipSync(JSON.stringify(all), { level: 9 }));
}
