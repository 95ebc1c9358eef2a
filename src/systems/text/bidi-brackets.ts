import { L, NEUTRAL, NSM, R, REMOVED, RIGHT } from './bidi-types';

/** What is used of bidi-js: its data. */
export type BidiData = {
  getBidiCharTypeName(character: string): string;
  openingToClosingBracket(character: string): string | null;
  closingToOpeningBracket(character: string): string | null;
  getCanonicalBracket(character: string): string | null;
};

/** An isolating run sequence (BD13): units that are resolved as if they stood side by side. */
export type Sequence = {
  readonly content: string;
  /** By unit: what it is at first, and by the rules so far. */
  readonly original: Uint32Array;
  readonly types: Uint32Array;
  /** Units of the sequence, and by place in it where the bracket that opens there is closed. */
  readonly sequence: Int32Array;
  readonly closedAt: Int32Array;
  readonly length: number;
  /** What stands before it, and its direction: `L` or `R`. */
  readonly sos: number;
  readonly direction: number;
};

const MAX_BRACKETS = 63;
/** Places of the brackets that are open. */
const open = new Int32Array(MAX_BRACKETS);

/** Rule N0. */
export function resolveBrackets(data: BidiData, run: Sequence): void {
  const { types, sequence, length, closedAt, direction } = run;
  if (!findBrackets(data, run)) return;
  for (let k = 0; k < length; k++) {
    const close = closedAt[k]!;
    if (close < 0) continue;
    let side = 0;
    for (let j = k + 1; j < close && side !== direction; j++) {
      const type = types[sequence[j]!]!;
      if ((type & (RIGHT | L)) !== 0) side = (type & RIGHT) !== 0 ? R : L;
    }
    if (side === 0) continue;
    if (side !== direction) side = sideBefore(run, k);
    types[sequence[k]!] = side;
    types[sequence[close]!] = side;
    if (side === direction) continue;
    turnMark(run, k, side);
    turnMark(run, close, side);
  }
}

/** BD16: writes where each bracket is closed, and returns whether any is. */
function findBrackets(
  data: BidiData,
  { content, types, sequence, length, closedAt }: Sequence,
): boolean {
  let depth = 0;
  let any = false;
  closedAt.fill(-1, 0, length);
  for (let k = 0; k < length; k++) {
    const i = sequence[k]!;
    if ((types[i]! & NEUTRAL) === 0) continue;
    const sign = content[i]!;
    if (data.openingToClosingBracket(sign) !== null) {
      if (depth === MAX_BRACKETS) return any;
      open[depth++] = k;
      continue;
    }
    const opening = data.closingToOpeningBracket(sign);
    if (opening === null) continue;
    const canonical = data.closingToOpeningBracket(data.getCanonicalBracket(sign) ?? '');
    for (let j = depth - 1; j >= 0; j--) {
      const other = content[sequence[open[j]!]!]!;
      const isPair =
        other === opening ||
        other === canonical ||
        data.openingToClosingBracket(data.getCanonicalBracket(other) ?? '') === sign;
      if (!isPair) continue;
      closedAt[open[j]!] = k;
      any = true;
      depth = j;
      break;
    }
  }
  return any;
}

function sideBefore({ types, sequence, sos }: Sequence, k: number): number {
  for (let j = k - 1; j >= 0; j--) {
    const type = types[sequence[j]!]!;
    if ((type & (RIGHT | L)) !== 0) return (type & RIGHT) !== 0 ? R : L;
  }
  return sos;
}

/** Marks after a bracket go with it. */
function turnMark({ types, original, sequence, length }: Sequence, k: number, side: number): void {
  for (let j = k + 1; j < length; j++) {
    const i = sequence[j]!;
    if ((types[i]! & REMOVED) !== 0) continue;
    if (original[i] === NSM) types[i] = side;
    return;
  }
}
