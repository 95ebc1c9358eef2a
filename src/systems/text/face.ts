import type { FontSpec, TextMeasurer } from '../../ecs/stores';

/** What a face does across more than two clusters, bits of `Face.kinds`. */
/** "ffi" or another of three letters is one shape though "ff" is not. */
export const IN_THREES = 1;
/** Runs of signs, "<!--", "www". */
export const SIGN_RUNS = 2;
/** Signs beside capitals or digits, "(A)", "12:30", "10x20". */
export const NEAR_SIGNS = 4;
/** Signs beside small letters and spaces. */
export const NEAR_SMALL = 8;
/** Letters beside letters: all words are shaped whole. */
export const WORDS = 16;
/** Whole words are shapes, as names of icons are: also where letters are spaced. */
export const ICONS = 32;

/** Strings that show what a face does, each no wider than a look takes, and what it does where they are shaped together. */
const SAMPLES: readonly (readonly [string, number])[] = [
  ['ff', 0],
  ['ffi ffl', IN_THREES],
  ['<!-- --> |> ::', SIGN_RUNS],
  ['www #{ [| ://', SIGN_RUNS],
  ['0:0 0-0 +0 0xF', NEAR_SIGNS],
  ['3x3 *A A@A', NEAR_SIGNS],
  ['(A) A-A A:A [A]', NEAR_SIGNS],
  ['a-a a:a (a) a.a', NEAR_SMALL],
  ['a,a a/a "a" a+a', NEAR_SMALL],
  // Without the letters of ligatures that most fonts have.
  ['banana noon', WORDS],
  ['remove ABBA', WORDS],
];
const TEXTS = SAMPLES.map(([text]) => text);
/** Icons of nearly every font that names them. */
const NAMES = ['home', 'menu'];
/** Share of the size by which such a name is narrower or wider than its letters: no kerning is so large. */
const NAMED = 0.4;
/** Strings that a face remembers, some 100 bytes each; beyond, it looks at them again. */
const MOST_KNOWN = 4_096;
const KNOWN_BYTES = 100;
const FACE_BYTES = 400;

/** What the host draws as one in fonts of one family, weight and slope, whatever their size. */
export class Face {
  /** Bits above; -1 = not looked at yet. */
  kinds = -1;
  private readonly spec: FontSpec;
  private readonly measurer: TextMeasurer;
  private known = new Map<string, boolean>();

  constructor(spec: FontSpec, measurer: TextMeasurer) {
    this.spec = spec;
    this.measurer = measurer;
  }

  /** Another object after `forget`, and once too much is known: what was concluded from it holds no longer, or takes too much room. */
  get state(): object {
    return this.known;
  }

  /** Roughly what is held. */
  get bytes(): number {
    return FACE_BYTES + this.known.size * KNOWN_BYTES;
  }

  /** Whether clusters are drawn otherwise together than side by side. */
  ligates(text: string): boolean {
    let ligates = this.known.get(text);
    if (ligates === undefined) {
      ligates = this.measurer.ligates?.(this.spec, text) ?? false;
      // A new one, with which goes what others concluded from it.
      if (this.known.size >= MOST_KNOWN) this.known = new Map();
      this.known.set(text, ligates);
    }
    return ligates;
  }

  /** Looks at what the face does, once. */
  look(): number {
    const found = this.measurer.ligateEach?.(this.spec, TEXTS);
    this.kinds = 0;
    if (!found) return 0;
    SAMPLES.forEach(([, kind], i) => {
      if (found[i]) this.kinds |= kind;
    });
    // Then pairs tell of threes as well.
    if (found[0]) this.kinds &= ~IN_THREES;
    if (NAMES.some((name) => this.isNamed(name))) this.kinds |= ICONS | WORDS;
    return this.kinds;
  }

  /** Forgets all: files of the family came. */
  forget(): void {
    this.kinds = -1;
    this.known = new Map();
  }

  private isNamed(name: string): boolean {
    const { spec, measurer } = this;
    let apart = 0;
    for (const letter of name) apart += measurer.measure(spec, letter);
    return Math.abs(measurer.measure(spec, name) - apart) > spec.size * NAMED;
  }
}

/** The faces of a world's fonts. */
export type Faces = {
  /** Roughly what is held. */
  readonly bytes: number;
  /** The face of a font, the same for all of its sizes. */
  of(spec: FontSpec): Face;
  /** Forgets the faces that are not among these. */
  keep(used: ReadonlySet<Face>): void;
};

/** Gives a table of faces that looks through the measurer. */
export function createFaces(measurer: TextMeasurer): Faces {
  const faces = new Map<string, Face>();
  return {
    get bytes() {
      let bytes = 0;
      for (const face of faces.values()) bytes += face.bytes;
      return bytes;
    },
    of(spec) {
      const key = `${spec.weight} ${spec.italic} ${spec.family}`;
      let face = faces.get(key);
      if (!face) {
        face = new Face(spec, measurer);
        faces.set(key, face);
      }
      return face;
    },
    keep(used) {
      for (const [key, face] of faces) if (!used.has(face)) faces.delete(key);
    },
  };
}
