import { duration, plainText, shorten } from './format';

/** What a progress display needs of its host. */
export type ProgressOptions = {
  /** Takes the next piece of text; an interactive display writes carriage returns and erases lines. */
  write(text: string): void;
  /** Clock in ms. */
  now(): number;
  /** @default 80 */
  columns?: number;
  /** Whether the line can be written again; otherwise lines are added, few of them. */
  interactive: boolean;
  /** @default true */
  unicode?: boolean;
};

/** Shows how far a run is and how long it still takes. */
export type Progress = {
  /** Says how many steps there are in all, and starts the clock when called first. May be called again when that changes. */
  plan(steps: number): void;
  /** One more step is done; `label` names it. */
  step(label: string): void;
  /** Ends the display. More calls do nothing. */
  done(): void;
};

// Each display is written before a step that may take seconds; more often than this nobody can read it.
const REDRAW_MS = 100;
const LINE_MS = 5_000;
const LINE_SHARE = 0.1;
const BAR = 20;

/** A display of progress with the time left. Interactive, it is one line, written again in place; otherwise about a line for every 10 %. */
export function createProgress(options: ProgressOptions): Progress {
  const { write, now, columns = 80, interactive, unicode = true } = options;
  let total = 0;
  let steps = 0;
  let clock: Clock | undefined;
  let ended = false;
  let shownAt = Number.NEGATIVE_INFINITY;
  let shownShare = 0;
  let shownLabel = '';

  function draw(label: string): void {
    const share = shareOf(steps, total);
    const left = clock?.leftMs(total - steps);
    const percent = `${Math.floor(share * 100)} %`.padStart(5);
    const time = left === undefined ? '' : `~${duration(left)} left  `;
    if (interactive) {
      const line = `${bar(share, unicode)}${percent}  ${time}${label}`;
      write(`\r${shorten(line, columns - 1, unicode ? '…' : '..')}${ERASE}`);
    } else {
      write(`${percent}  ${time}${label}\n`);
    }
  }

  function isDue(label: string): boolean {
    const share = shareOf(steps, total);
    const waited = now() - shownAt;
    if (interactive) return waited >= REDRAW_MS || steps >= total;
    // The small part is for shares such as 0.3 - 0.2, which is less than 0.1.
    if (share - shownShare >= LINE_SHARE - 1e-9 || (share === 1 && shownShare < 1)) return true;
    return label !== shownLabel && waited >= LINE_MS;
  }

  return {
    plan(count) {
      total = Math.max(0, Math.floor(count));
      if (clock) return;
      clock = createClock(now);
      if (!interactive) shownAt = now();
    },
    step(text) {
      if (ended) return;
      clock ??= createClock(now);
      steps += 1;
      clock.step();
      const label = plainText(text);
      if (!isDue(label)) return;
      draw(label);
      shownAt = now();
      shownShare = shareOf(steps, total);
      shownLabel = label;
    },
    done() {
      if (ended) return;
      ended = true;
      if (interactive && steps > 0) write(`\r${ERASE}`);
    },
  };
}

type Clock = { step(): void; leftMs(steps: number): number };

/** How much of the way an estimate goes to what the steps say now; the rest keeps it from jumping. */
const FOLLOW = 0.2;

/** Tells the time left from the steps so far. One slow step counts as much as the slowest tenth of them begins, no more. */
function createClock(now: () => number): Clock {
  const sorted: number[] = [];
  let last = now();
  let perStep: number | undefined;
  return {
    step() {
      const time = now();
      insert(sorted, Math.max(0, time - last));
      last = time;
      const limit = sorted[Math.floor((sorted.length - 1) * 0.9)] ?? 0;
      const rate = sorted.reduce((sum, ms) => sum + Math.min(ms, limit), 0) / sorted.length;
      perStep = perStep === undefined ? rate : perStep + FOLLOW * (rate - perStep);
    },
    leftMs(steps) {
      return Math.max(0, steps) * (perStep ?? 0);
    },
  };
}

function insert(sorted: number[], value: number): void {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  sorted.splice(low, 0, value);
}

function shareOf(steps: number, total: number): number {
  return total > 0 ? Math.min(1, steps / total) : 0;
}

function bar(share: number, unicode: boolean): string {
  const full = Math.round(share * BAR);
  const line = (unicode ? '█' : '#').repeat(full) + (unicode ? '░' : '.').repeat(BAR - full);
  return unicode ? line : `[${line}]`;
}

// Erases what a longer line before left behind. Built from a number: the linter refuses control characters.
const ERASE = `${String.fromCharCode(27)}[K`;
