import type { SizeIndex } from '../../src/structures';
import type { ScrolledIndex } from './size-index';

const METHODS = [
  'total',
  'sizeAt',
  'unitsAt',
  'isMeasured',
  'setUnits',
  'seek',
  'offsetsInto',
  'find',
  'findAt',
] as const;

const CHANGED = 128;

/** Calls to a size index, in order. */
export type IndexTrace = {
  readonly frames: number;
  /** Place in `METHODS`, plus `CHANGED` for a size that was another before. */
  readonly methods: Uint8Array;
  readonly first: Float64Array;
  readonly second: Float64Array;
};

/** Records every call that other code makes to a size index while `frame` runs this many times. */
export function recordCalls(index: SizeIndex, frame: () => void, frames: number): IndexTrace {
  const methods: number[] = [];
  const first: number[] = [];
  const second: number[] = [];
  const own = index as unknown as Record<string, (...values: never[]) => unknown>;
  // Calls among the index's own methods are part of the one from outside.
  let depth = 0;
  for (const [place, name] of METHODS.entries()) {
    const method = own[name]!;
    own[name] = (...values: never[]) => {
      const outermost = depth++ === 0;
      const at = methods.length;
      if (outermost) {
        const [one = 0, two = 0, three = 0] = values as unknown[];
        methods.push(place);
        first.push(ArrayBuffer.isView(one) ? Number(placeIn(name, one, two)) : Number(one));
        second.push(Number(name === 'offsetsInto' ? three : two));
      }
      const result = method.apply(index, values);
      if (outermost && name === 'setUnits' && result === true) methods[at]! |= CHANGED;
      depth--;
      return result;
    };
  }
  try {
    for (let i = 0; i < frames; i++) frame();
  } finally {
    for (const name of METHODS) delete own[name];
  }
  return {
    frames,
    methods: Uint8Array.from(methods),
    first: Float64Array.from(first),
    second: Float64Array.from(second),
  };
}

/** `findAt` is told an array and a place, `offsetsInto` an array and the first row. */
function placeIn(name: string, array: object, place: unknown): number {
  return name === 'findAt' ? (array as Float64Array)[place as number]! : (place as number);
}

/** Makes the recorded calls again; sizes that changed then change again, by 1 px up and down in turn. Gives a sum of answers. */
export function replay(index: ScrolledIndex, trace: IndexTrace, turn: number): number {
  const { methods, first, second } = trace;
  let sum = 0;
  for (let i = 0; i < methods.length; i++) {
    const method = methods[i]!;
    switch (METHODS[method & ~CHANGED]) {
      case 'total':
        sum += index.total();
        break;
      case 'sizeAt':
        sum += index.sizeAt(first[i]!);
        break;
      case 'unitsAt':
        sum += index.unitsAt(first[i]!);
        break;
      case 'isMeasured':
        sum += index.isMeasured(first[i]!) ? 1 : 0;
        break;
      case 'setUnits': {
        const shift = method >= CHANGED && (turn & 1) === 1 ? 64 : 0;
        sum += index.setUnits(first[i]!, second[i]! + shift) ? 1 : 0;
        break;
      }
      case 'seek':
        index.seek(first[i]!);
        sum += index.foundStart;
        break;
      case 'offsetsInto':
        index.offsetsInto(starts, first[i]!, second[i]!);
        sum += starts[0]!;
        break;
      case 'find':
        sum += index.find(first[i]!);
        break;
      case 'findAt':
        sum += index.findAt(first, i) + index.foundStart;
        break;
    }
  }
  return sum;
}

const starts = new Float64Array(8001);

/** How often each method is called a frame. */
export function callsAFrame({ frames, methods }: IndexTrace): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const method of methods) {
    const name = METHODS[method & ~CHANGED]!;
    counts[name] = (counts[name] ?? 0) + 1 / frames;
    if (method >= CHANGED) counts['sizes changed'] = (counts['sizes changed'] ?? 0) + 1 / frames;
  }
  return counts;
}
