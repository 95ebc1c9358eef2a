import { type BidiData, resolveBrackets, type Sequence } from './bidi-brackets';
import {
  AL,
  AN,
  B,
  BN,
  CS,
  EMBEDDINGS,
  EN,
  ES,
  ET,
  FSI,
  ISOLATES,
  L,
  NAMES,
  NEUTRAL,
  NSM,
  ON,
  OVERRIDES,
  PDF,
  PDI,
  R,
  REMOVED,
  RIGHT,
  RIGHTWARD,
  RLI,
  S,
  STRONG,
  TRAILING,
} from './bidi-types';

/** Writes the embedding level of each UTF-16 unit, of a text whose paragraphs all have the level `base`. */
export type BidiLevels = (content: string, base: 0 | 1, out: Uint8Array) => void;

const MAX_DEPTH = 125;

/**
 * The Unicode bidirectional algorithm (UAX 9) in time that grows with the length of the text alone: bidi-js, whose tables it reads and
 * whose levels it gives, takes seconds for 100,000 units of isolates, numbers or tabs. Rules are named as in the annex.
 */
class Resolver implements Sequence {
  private readonly data: BidiData;
  /** By UTF-16 unit, 1 more than the index of its name; 0 = not asked for yet. */
  private readonly known = new Uint8Array(0x10000);
  content = '';
  private base = 0;
  private levels: Uint8Array = new Uint8Array(0);
  /** By unit: what it is at first, and by the rules so far. */
  original = new Uint32Array(256);
  types = new Uint32Array(256);
  /** By isolate initiator: 1 where what is in it begins with a right-to-left letter. */
  private startsRight = new Uint8Array(256);
  /** By isolate initiator and its end: the other of the two; -1 = none. */
  private partner = new Int32Array(256);
  /** Of the level run that begins at a unit, its last unit; 0 = none begins there. */
  private runEnd = new Int32Array(256);
  /** Units of the sequence at hand, and by place in it where the bracket that opens there is closed. */
  sequence = new Int32Array(256);
  closedAt = new Int32Array(256);
  length = 0;
  sos = L;
  private eos = L;
  direction = L;

  constructor(data: BidiData) {
    this.data = data;
  }

  resolve(content: string, base: 0 | 1, out: Uint8Array): void {
    this.content = content;
    this.base = base;
    this.levels = out;
    if (this.types.length < content.length) this.grow(content.length);
    this.classify();
    for (let from = 0; from < content.length; ) {
      let to = from;
      while (to < content.length - 1 && (this.original[to]! & B) === 0) to++;
      this.resolveParagraph(from, to);
      from = to + 1;
    }
    this.content = '';
  }

  private grow(least: number): void {
    const length = 2 ** Math.ceil(Math.log2(least));
    this.original = new Uint32Array(length);
    this.types = new Uint32Array(length);
    this.startsRight = new Uint8Array(length);
    this.partner = new Int32Array(length);
    this.runEnd = new Int32Array(length);
    this.sequence = new Int32Array(length);
    this.closedAt = new Int32Array(length);
  }

  /** Types of all units, and P2 and P3 for what FSI isolates. */
  private classify(): void {
    const { content, known, data, original, types, startsRight } = this;
    // Initiators that are open, of which only the innermost sees letters; free until sequences are made.
    const open = this.sequence;
    let depth = 0;
    let isDecided = false;
    for (let i = 0; i < content.length; i++) {
      const code = content.charCodeAt(i);
      let index = known[code]!;
      if (index === 0) {
        index = NAMES.indexOf(data.getBidiCharTypeName(content[i]!)) + 1;
        known[code] = index;
      }
      const type = 1 << (index - 1);
      original[i] = type;
      types[i] = type;
      if ((type & STRONG) !== 0) {
        if (depth > 0 && !isDecided) {
          startsRight[open[depth - 1]!] = type === L ? 0 : 1;
          isDecided = true;
        }
      } else if ((type & ISOLATES) !== 0) {
        // What is outside is decided later only if it is not yet.
        if (depth > 0) this.closedAt[depth - 1] = isDecided ? 1 : 0;
        startsRight[i] = 0;
        open[depth++] = i;
        isDecided = false;
      } else if (type === PDI && depth > 0) {
        depth--;
        isDecided = depth > 0 && this.closedAt[depth - 1] === 1;
      } else if (type === B) {
        depth = 0;
      }
    }
  }

  private resolveParagraph(from: number, to: number): void {
    this.embed(from, to);
    this.findRuns(from, to);
    for (let i = from; i <= to; i++) {
      if (this.runEnd[i]! === 0) continue;
      // One that begins with the end of an isolate goes on with the sequence of what is before that.
      if (this.types[i] === PDI && this.partner[i]! >= 0) continue;
      this.gather(i, from, to);
      this.resolveWeak();
      resolveBrackets(this.data, this);
      this.resolveNeutral();
    }
    this.imply(from, to);
  }

  /** X1 to X8. */
  private embed(from: number, to: number): void {
    const { types, levels, base, partner, startsRight } = this;
    let top = 0;
    let overflowIsolates = 0;
    let overflowEmbeddings = 0;
    let isolates = 0;
    levelStack[0] = base;
    overrideStack[0] = 0;
    isolateStack[0] = -1;
    for (let i = from; i <= to; i++) {
      const type = types[i]!;
      partner[i] = -1;
      levels[i] = levelStack[top]!;
      if ((type & (EMBEDDINGS | ISOLATES)) !== 0) {
        const isIsolate = (type & ISOLATES) !== 0;
        const isRight = isIsolate
          ? type === RLI || (type === FSI && startsRight[i] === 1)
          : (type & RIGHTWARD) !== 0;
        if (isIsolate && overrideStack[top] !== 0) types[i] = overrideStack[top]!;
        const level = isRight ? (levelStack[top]! + 1) | 1 : (levelStack[top]! + 2) & ~1;
        if (level <= MAX_DEPTH && overflowIsolates === 0 && overflowEmbeddings === 0) {
          top++;
          levelStack[top] = level;
          overrideStack[top] = (type & OVERRIDES) === 0 ? 0 : isRight ? R : L;
          isolateStack[top] = isIsolate ? i : -1;
          if (isIsolate) isolates++;
        } else if (isIsolate) overflowIsolates++;
        else if (overflowIsolates === 0) overflowEmbeddings++;
      } else if (type === PDI) {
        if (overflowIsolates > 0) overflowIsolates--;
        else if (isolates > 0) {
          overflowEmbeddings = 0;
          while (isolateStack[top]! < 0) top--;
          const start = isolateStack[top]!;
          partner[start] = i;
          partner[i] = start;
          top--;
          isolates--;
        }
        levels[i] = levelStack[top]!;
        if (overrideStack[top] !== 0) types[i] = overrideStack[top]!;
      } else if (type === PDF) {
        if (overflowIsolates === 0) {
          if (overflowEmbeddings > 0) overflowEmbeddings--;
          else if (isolateStack[top]! < 0 && top > 0) top--;
        }
        levels[i] = levelStack[top]!;
      } else if (type === B) {
        levels[i] = base;
      } else if (overrideStack[top] !== 0 && type !== BN) {
        types[i] = overrideStack[top]!;
      }
    }
  }

  /** Level runs of X10. */
  private findRuns(from: number, to: number): void {
    const { types, levels, runEnd } = this;
    let start = -1;
    for (let i = from; i <= to; i++) {
      runEnd[i] = 0;
      if ((types[i]! & REMOVED) !== 0) continue;
      if (start < 0 || levels[start] !== levels[i]) start = i;
      // Above the unit itself, so that it is never 0.
      runEnd[start] = i + 1;
    }
  }

  /** The isolating run sequence that begins with a level run: BD13 and the rest of X10. */
  private gather(first: number, from: number, to: number): void {
    const { types, levels, runEnd, partner, sequence } = this;
    let length = 0;
    let last = first;
    for (let run = first; run >= 0; ) {
      const end = runEnd[run]!;
      for (let i = run; i < end; i++) sequence[length++] = i;
      last = end - 1;
      run = (types[last]! & ISOLATES) === 0 ? -1 : partner[last]!;
    }
    this.length = length;
    let before = first - 1;
    while (before >= from && (types[before]! & REMOVED) !== 0) before--;
    let after = to + 1;
    if ((types[last]! & ISOLATES) === 0) {
      after = last + 1;
      while (after <= to && (types[after]! & REMOVED) !== 0) after++;
    }
    const level = levels[first]!;
    const levelBefore = before < from ? this.base : levels[before]!;
    const levelAfter = after > to ? this.base : levels[after]!;
    this.sos = (Math.max(level, levelBefore) & 1) === 1 ? R : L;
    this.eos = (Math.max(level, levelAfter) & 1) === 1 ? R : L;
    this.direction = (level & 1) === 1 ? R : L;
  }

  /** W1 to W7. */
  private resolveWeak(): void {
    const { types, sequence, length, sos } = this;
    let before = sos;
    for (let k = 0; k < length; k++) {
      const i = sequence[k]!;
      if (types[i] === NSM) types[i] = (before & (ISOLATES | PDI)) === 0 ? before : ON;
      if ((types[i]! & REMOVED) === 0) before = types[i]!;
    }
    let strong = sos;
    for (let k = 0; k < length; k++) {
      const i = sequence[k]!;
      const type = types[i]!;
      if ((type & STRONG) !== 0) strong = type;
      if (type === EN && strong === AL) types[i] = AN;
      else if (type === AL) types[i] = R;
    }
    this.joinNumbers();
    strong = sos;
    for (let k = 0; k < length; k++) {
      const i = sequence[k]!;
      const type = types[i]!;
      if ((type & STRONG) !== 0) strong = type;
      else if (type === EN && strong === L) types[i] = L;
    }
  }

  /** W4 to W6. */
  private joinNumbers(): void {
    const { types, sequence, length } = this;
    for (let k = 1; k < length - 1; k++) {
      const type = types[sequence[k]!]!;
      if ((type & (ES | CS)) === 0) continue;
      const before = types[sequence[this.skip(k, -1)]!] ?? 0;
      const after = types[sequence[this.skip(k, 1)]!] ?? 0;
      if (before === after && (before & (type === ES ? EN : EN | AN)) !== 0) {
        types[sequence[k]!] = before;
      }
    }
    for (let k = 0; k < length; k++) {
      if (types[sequence[k]!] !== EN) continue;
      for (let j = k - 1; j >= 0 && this.becomes(j, ET | REMOVED, EN); ) j--;
      for (k++; k < length && this.becomes(k, ET | REMOVED | EN, EN); ) k++;
    }
    // What X9 takes out beside them goes with them by N1.
    for (let k = 0; k < length; k++) this.becomes(k, ES | ET | CS, ON);
  }

  /** Place of the next unit that X9 does not take out, in steps of `step`; the last one there is if all the others are. */
  private skip(k: number, step: number): number {
    let j = k + step;
    while (
      j + step >= 0 &&
      j + step < this.length &&
      (this.types[this.sequence[j]!]! & REMOVED) !== 0
    ) {
      j += step;
    }
    return j;
  }

  /** Makes a unit that is of one of these types another one; false where it is of none. */
  private becomes(k: number, wanted: number, type: number): boolean {
    const i = this.sequence[k]!;
    if ((this.types[i]! & wanted) === 0) return false;
    this.types[i] = type;
    return true;
  }

  /** N1 and N2. */
  private resolveNeutral(): void {
    const { types, sequence, length, direction } = this;
    let before = this.sos;
    // First of the units that X9 takes out since `before`.
    let start = 0;
    for (let k = 0; k < length; k++) {
      const type = types[sequence[k]!]!;
      if ((type & REMOVED) !== 0) continue;
      if ((type & NEUTRAL) === 0) {
        before = (type & RIGHT) !== 0 ? R : L;
        start = k + 1;
        continue;
      }
      let end = k + 1;
      while (end < length && (types[sequence[end]!]! & (NEUTRAL | REMOVED)) !== 0) end++;
      const next = end < length ? types[sequence[end]!]! : this.eos;
      const after = (next & RIGHT) !== 0 ? R : L;
      const side = before === after ? before : direction;
      for (let j = start; j < end; j++) types[sequence[j]!] = side;
      before = side;
      k = end - 1;
    }
  }

  /** I1, I2 and L1. */
  private imply(from: number, to: number): void {
    const { types, original, levels, base } = this;
    // First of the spaces and signs without looks that end at the unit at hand.
    let trailing = from;
    for (let i = from; i <= to; i++) {
      const type = types[i]!;
      if ((type & REMOVED) !== 0) levels[i] = i === 0 ? base : levels[i - 1]!;
      else if ((levels[i]! & 1) === 1) levels[i]! += (type & (L | EN | AN)) !== 0 ? 1 : 0;
      else levels[i]! += (type & R) !== 0 ? 1 : (type & (EN | AN)) !== 0 ? 2 : 0;
      if ((original[i]! & TRAILING) === 0) trailing = i + 1;
      if (i < to && (original[i]! & (S | B)) === 0) continue;
      levels.fill(base, trailing, i + 1);
      trailing = i + 1;
    }
  }
}

// By depth of embedding.
const levelStack = new Uint8Array(MAX_DEPTH + 2);
const overrideStack = new Uint32Array(MAX_DEPTH + 2);
const isolateStack = new Int32Array(MAX_DEPTH + 2);

/** Gives the bidirectional algorithm over the tables of bidi-js. */
export function createBidiLevels(data: BidiData): BidiLevels {
  const resolver = new Resolver(data);
  return (content, base, out) => resolver.resolve(content, base, out);
}
