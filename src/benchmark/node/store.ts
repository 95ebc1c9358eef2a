import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  type CounterBook,
  formatCounterBook,
  formatHistory,
  type History,
  parseCounterBook,
  parseHistory,
} from '../history';
import { writeWhole } from './write-file';

const COUNTERS = 'counters.json';

/** The files of a baselines folder: counters, which are the same everywhere, and a history for each environment. */
export type Store = {
  /** undefined where there is none yet. Throws `BaselineError` for a broken one. */
  readCounters(): CounterBook | undefined;
  writeCounters(book: CounterBook): void;
  readHistory(fingerprint: string): History | undefined;
  writeHistory(fingerprint: string, history: History): void;
};

/** Opens the folder; it is made when something is written. */
export function openStore(folder: string): Store {
  const read = (name: string) => {
    const file = path.join(folder, name);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  };
  const write = (name: string, text: string) => writeWhole(path.join(folder, name), text);
  return {
    readCounters() {
      const text = read(COUNTERS);
      return text === undefined ? undefined : parseCounterBook(text);
    },
    writeCounters: (book) => write(COUNTERS, formatCounterBook(book)),
    readHistory(fingerprint) {
      const text = read(`${fingerprint}.json`);
      return text === undefined ? undefined : parseHistory(text);
    },
    writeHistory: (fingerprint, history) => write(`${fingerprint}.json`, formatHistory(history)),
  };
}
