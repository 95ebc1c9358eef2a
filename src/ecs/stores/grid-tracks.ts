import { ValueError } from '../index';

/** How large a track may be at least or at most. */
export const TRACK_AUTO = 0;
export const TRACK_MIN_CONTENT = 1;
export const TRACK_MAX_CONTENT = 2;
/** At most its content, and that up to a length or a percentage. */
export const TRACK_FIT = 3;
export const TRACK_FIT_PERCENT = 4;
export const TRACK_PX = 5;
export const TRACK_PERCENT = 6;
export const TRACK_FR = 7;
/** Added to a kind of pixels: it is of hundredths of the surface's width, or of its height. */
export const TRACK_OF_WIDTH = 8;
export const TRACK_OF_HEIGHT = 16;

/** The tracks of one axis as a style gives them, `repeat(n)` written out, `repeat(auto-fill)` written once. Never changed. */
export type TrackList = {
  readonly count: number;
  readonly minKind: Uint8Array;
  readonly min: Float64Array;
  readonly maxKind: Uint8Array;
  readonly max: Float64Array;
  /** Tracks that repeat as often as they fit; both 0 for none. */
  readonly repeatFrom: number;
  readonly repeatTo: number;
  /** Those that stay empty take no room. */
  readonly repeatFit: boolean;
  /** Some tracks go by the surface. */
  readonly ofSurface: boolean;
  /** Some tracks go by the room for all. */
  readonly dependsOnRoom: boolean;
  /** By name: line twice, plus 1 if it repeats with the tracks. */
  readonly names: LineNames;
  /** Of lines named `x-start` and `x-end`, by x. */
  readonly starts: LineNames;
  readonly ends: LineNames;
};

export type LineNames = ReadonlyMap<string, readonly number[]>;

/** More tracks than this are a mistake, and memory. */
export const MOST_TRACKS = 1000;

const tokenForm = /\s*(\[[^\]]*\]|[a-z-]+\(|[(),]|[^\s(),[\]]+)/iy;
const numberForm = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(px|%|fr|vw|vh)$/i;
const kindOfUnit: Readonly<Record<string, number>> = {
  px: TRACK_PX,
  '%': TRACK_PERCENT,
  fr: TRACK_FR,
  vw: TRACK_PX | TRACK_OF_WIDTH,
  vh: TRACK_PX | TRACK_OF_HEIGHT,
};
const nameForm = /^-?[_a-z][\w-]*$/i;

type Breadth = { kind: number; value: number };
type Track = { min: Breadth; max: Breadth };

/** True if a word can name a line or an area. */
export function isLineName(word: string): boolean {
  return nameForm.test(word) && !/^(auto|span|none)$/i.test(word);
}

/** Reads `gridTemplateColumns` and the like; `implicit` is of `gridAutoColumns`: no names and nothing repeated. Throws `ValueError`. */
export function parseTracks(property: string, source: string, implicit = false): TrackList {
  const tracks: Track[] = [];
  const names = new Map<string, number[]>();
  let repeatFrom = 0;
  let repeatTo = 0;
  let repeatFit = false;
  const tokens = tokenise(source);
  if (!tokens) throw bad('a list of track sizes');
  let at = 0;

  if (!(tokens.length === 1 && tokens[0]!.toLowerCase() === 'none' && !implicit)) {
    readList(false);
    if (tracks.length === 0) throw bad('a track size at least');
  }
  if (repeatTo > repeatFrom && tracks.some((track) => !isFixed(track))) {
    throw bad(
      'only tracks with a length or a percentage beside repeat(auto-fill) and in it, as how many fit cannot be told of others',
    );
  }
  return {
    count: tracks.length,
    minKind: Uint8Array.from(tracks, (track) => track.min.kind),
    min: Float64Array.from(tracks, (track) => track.min.value),
    maxKind: Uint8Array.from(tracks, (track) => track.max.kind),
    max: Float64Array.from(tracks, (track) => track.max.value),
    repeatFrom,
    repeatTo,
    repeatFit,
    ofSurface: tracks.some(({ min, max }) => Math.max(min.kind, max.kind) > TRACK_FR),
    dependsOnRoom: tracks.some(dependsOnRoom),
    names,
    starts: sides(names, '-start'),
    ends: sides(names, '-end'),
  };

  function readList(inside: boolean, repeats = false): void {
    while (at < tokens!.length && !(inside && tokens![at] === ')')) {
      const token = tokens![at]!;
      if (token.startsWith('[') && !implicit) {
        at++;
        for (const name of token.slice(1, -1).split(/\s+/)) {
          if (name === '') continue;
          if (!isLineName(name)) throw bad(`a name instead of '${name}'`);
          const lines = names.get(name) ?? [];
          names.set(name, lines);
          lines.push(tracks.length * 2 + (repeats ? 1 : 0));
        }
      } else if (token.toLowerCase() === 'repeat(' && !inside && !implicit) {
        at++;
        readRepeat();
      } else tracks.push(readTrack());
      if (tracks.length > MOST_TRACKS) throw bad(`${MOST_TRACKS} tracks at most`);
    }
  }

  function readRepeat(): void {
    const times = (tokens![at++] ?? '').toLowerCase();
    expect(',');
    const start = at;
    const auto = times === 'auto-fill' || times === 'auto-fit';
    const count = auto ? 1 : Number(times);
    if (!(Number.isInteger(count) && count > 0)) {
      throw bad(`repeat(n, ...) with n from 1 on, 'auto-fill' or 'auto-fit' instead of '${times}'`);
    }
    if (auto) {
      if (repeatTo > repeatFrom) throw bad('one repeat(auto-fill) or repeat(auto-fit) at most');
      repeatFrom = tracks.length;
      repeatFit = times === 'auto-fit';
    }
    const before = tracks.length;
    for (let i = 0; i < count; i++) {
      at = start;
      readList(true, auto);
      if (tracks.length === before) throw bad('a track in repeat()');
    }
    if (auto) repeatTo = tracks.length;
    expect(')');
  }

  function readTrack(): Track {
    const token = tokens![at++]!;
    switch (token.toLowerCase()) {
      case 'minmax(': {
        const min = breadth(tokens![at++] ?? '');
        expect(',');
        const max = breadth(tokens![at++] ?? '');
        expect(')');
        if (min.kind === TRACK_FR) throw bad('minmax() whose least is no fr');
        return { min, max };
      }
      case 'fit-content(': {
        const limit = breadth(tokens![at++] ?? '');
        expect(')');
        if (!isLength(limit)) throw bad('fit-content() of a length or a percentage');
        const kind =
          limit.kind === TRACK_PERCENT ? TRACK_FIT_PERCENT : limit.kind - TRACK_PX + TRACK_FIT;
        return { min: { kind: TRACK_AUTO, value: 0 }, max: { kind, value: limit.value } };
      }
      default: {
        const max = breadth(token);
        const min = max.kind === TRACK_FR ? { kind: TRACK_AUTO, value: 0 } : max;
        return { min, max };
      }
    }
  }

  function breadth(token: string): Breadth {
    const word = token.toLowerCase();
    if (word === 'auto') return { kind: TRACK_AUTO, value: 0 };
    if (word === 'min-content') return { kind: TRACK_MIN_CONTENT, value: 0 };
    if (word === 'max-content') return { kind: TRACK_MAX_CONTENT, value: 0 };
    const found = numberForm.exec(token);
    const value = found ? Number(found[1]) : word === '0' ? 0 : Number.NaN;
    if (!(value >= 0 && value < 1e7)) {
      throw bad(`a track size${value >= 1e7 ? ' below 10,000,000' : ''} instead of '${token}'`);
    }
    const unit = found?.[2]?.toLowerCase();
    return { kind: kindOfUnit[unit ?? 'px']!, value };
  }

  function expect(token: string): void {
    if (tokens![at] !== token) throw bad(`'${token}' instead of '${tokens![at] ?? 'the end'}'`);
    at++;
  }

  function bad(wanted: string): ValueError {
    return new ValueError(
      `${property} is '${source}'; give ${wanted}, as in '100px 20% auto minmax(50px, 1fr) fit-content(90px)${implicit ? '' : ' repeat(2, 1fr)'}'`,
    );
  }
}

function sides(names: LineNames, suffix: string): LineNames {
  const found = new Map<string, readonly number[]>();
  for (const [name, lines] of names) {
    if (name.endsWith(suffix)) found.set(name.slice(0, -suffix.length), lines);
  }
  return found;
}

function dependsOnRoom({ min, max }: Track): boolean {
  return (
    min.kind === TRACK_PERCENT ||
    max.kind === TRACK_PERCENT ||
    max.kind === TRACK_FIT_PERCENT ||
    max.kind === TRACK_FR
  );
}

function isFixed({ min, max }: Track): boolean {
  return isLength(min) || isLength(max);
}

function isLength({ kind }: Breadth): boolean {
  return kind === TRACK_PERCENT || (kind & 7) === TRACK_PX;
}

function tokenise(source: string): string[] | undefined {
  const tokens: string[] = [];
  const text = source.trim();
  if (text === '') return undefined;
  tokenForm.lastIndex = 0;
  while (tokenForm.lastIndex < text.length) {
    const found = tokenForm.exec(text);
    if (!found) return undefined;
    tokens.push(found[1]!);
  }
  return tokens;
}
