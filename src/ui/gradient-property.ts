import { columns, PAINT, ValueError } from '../ecs';
import {
  EXTENT_CLOSEST_CORNER,
  EXTENT_CLOSEST_SIDE,
  EXTENT_FARTHEST_CORNER,
  EXTENT_FARTHEST_SIDE,
  EXTENT_LENGTHS,
  FillGradient,
  GRADIENT_LINEAR,
  GRADIENT_RADIAL,
  type Gradient,
  gradientTable,
  MOST_STOPS,
  TO_ANGLE,
  TO_CORNER,
} from '../ecs/stores';
import { parseColor } from './color';
import { bad, type Property } from './property';

const form = /^(repeating-)?(linear|radial)-gradient\((.*)\)$/is;
/** Commas that are not in brackets. */
const listForm = /,(?![^(]*\))/;
const wordForm = /rgba?\([^)]*\)|[^\s]+/gi;
const angleForm = /^([+-]?(?:\d+\.?\d*|\.\d+))(deg|grad|rad|turn)$/i;
const lengthForm = /^([+-]?(?:\d+\.?\d*|\.\d+))(px|%)?$/i;
const turns: Readonly<Record<string, number>> = { deg: 360, grad: 400, rad: 2 * Math.PI, turn: 1 };
const extents: Readonly<Record<string, number>> = {
  'closest-side': EXTENT_CLOSEST_SIDE,
  'farthest-side': EXTENT_FARTHEST_SIDE,
  'closest-corner': EXTENT_CLOSEST_CORNER,
  'farthest-corner': EXTENT_FARTHEST_CORNER,
};
const sides: Readonly<Record<string, readonly [axis: 0 | 1, share: number]>> = {
  left: [0, 0],
  right: [0, 1],
  top: [1, 0],
  bottom: [1, 1],
};
const wanted =
  "'none', or a gradient of CSS such as 'linear-gradient(to right, #f00, #00f 80%)' or 'radial-gradient(circle at 50% 0, #fff, #000)'";

/** A gradient over the fill, inside the border's outer edge and the corner radii. */
export const gradient: Property = {
  dirt: PAINT,
  check(name, value) {
    read(name, value);
  },
  write(world, row, value) {
    columns(world, FillGradient).id[row] = gradientTable(world).idOf(value as string, (text) =>
      read('gradient', text),
    );
  },
  parse: (value) => value,
};

type Length = { share: number; px: number };

function read(name: string, value: unknown): Gradient | undefined {
  if (value === 'none') return undefined;
  const found = typeof value === 'string' ? form.exec(value.trim()) : null;
  if (!found) throw bad(name, value, wanted);
  const parts = found[3]!.split(listForm).map((part) => part.trim());
  const isLinear = found[2]!.toLowerCase() === 'linear';
  const line = isLinear ? readLine(name, parts) : readEnding(name, parts);
  const stops = parts.flatMap((part) => readStop(name, part));
  if (stops.length < 2 || stops.length > MOST_STOPS) {
    throw new ValueError(`${name} has ${stops.length} stops; give 2 to ${MOST_STOPS} colours`);
  }
  return {
    kind: isLinear ? GRADIENT_LINEAR : GRADIENT_RADIAL,
    repeats: found[1] !== undefined,
    ...line,
    colors: Uint32Array.from(stops, ({ color }) => color),
    stopShares: Float64Array.from(stops, ({ at }) => at?.share ?? Number.NaN),
    stopPixels: Float64Array.from(stops, ({ at }) => at?.px ?? Number.NaN),
  };
}

type Shape = Omit<Gradient, 'kind' | 'repeats' | 'colors' | 'stopShares' | 'stopPixels'>;

const plain: Shape = {
  towards: TO_ANGLE,
  angle: Math.PI,
  cornerX: 0,
  cornerY: 0,
  extent: EXTENT_FARTHEST_CORNER,
  isCircle: false,
  shares: Float64Array.of(0.5, 0.5, 0, 0),
  pixels: new Float64Array(4),
};

/** Takes the direction of a linear gradient from its parts, where there is one. */
function readLine(name: string, parts: string[]): Shape {
  const first = parts[0]!.toLowerCase();
  const angle = angleForm.exec(first);
  if (angle) {
    parts.shift();
    return { ...plain, angle: (Number(angle[1]) / turns[angle[2]!]!) * 2 * Math.PI };
  }
  if (!/^to\s/.test(first)) return plain;
  parts.shift();
  const towards = [0, 0];
  for (const word of first.split(/\s+/).slice(1)) {
    const side = sides[word];
    if (!side || towards[side[0]] !== 0) throw bad(name, first, "'to' and one or two sides");
    towards[side[0]] = side[1] * 2 - 1;
  }
  const [cornerX, cornerY] = towards as [number, number];
  if (cornerX !== 0 && cornerY !== 0) return { ...plain, towards: TO_CORNER, cornerX, cornerY };
  return { ...plain, angle: Math.atan2(cornerX, -cornerY) };
}

/** Takes shape, size and place of a radial gradient from its parts, where any is given. */
function readEnding(name: string, parts: string[]): Shape {
  const first = parts[0]!.toLowerCase();
  if (
    !/^(circle|ellipse|closest|farthest|at\s|[+-]?[\d.]+(px|%)?[\s,]|[\d.]+px$)/.test(`${first} `)
  ) {
    return plain;
  }
  if (/^[\d.]+px$/.test(first) === false && /^#|^rgb/.test(first)) return plain;
  parts.shift();
  const words = first.split(/\s+/);
  const at = words.indexOf('at');
  const place = at < 0 ? [] : words.splice(at).slice(1);
  const radii: Length[] = [];
  let extent: number | undefined;
  let isCircle: boolean | undefined;
  for (const word of words) {
    const length = readLength(word);
    if (word === 'circle' || word === 'ellipse') isCircle = word === 'circle';
    else if (word in extents) extent = extents[word];
    else if (length) radii.push(length);
    else throw bad(name, first, 'a shape, a size and a place as CSS has them');
  }
  const round = isCircle ?? radii.length === 1;
  const fits = radii.length === 0 || (extent === undefined && radii.length === (round ? 1 : 2));
  if (!fits || radii.some(({ share, px }) => share < 0 || px < 0 || (round && share !== 0))) {
    throw bad(name, first, 'one radius in px for a circle, or two for an ellipse');
  }
  const [x, y] = readPlace(name, place);
  const across = radii[0] ?? { share: 0, px: 0 };
  const down = radii[1] ?? across;
  return {
    ...plain,
    extent: radii.length > 0 ? EXTENT_LENGTHS : (extent ?? EXTENT_FARTHEST_CORNER),
    isCircle: round,
    shares: Float64Array.of(x.share, y.share, across.share, down.share),
    pixels: Float64Array.of(x.px, y.px, across.px, down.px),
  };
}

function readPlace(name: string, words: string[]): [Length, Length] {
  const place: (Length | undefined)[] = [undefined, undefined];
  const shown = words.join(' ');
  if (words.length > 2) throw bad(name, shown, 'a place of one or two words, like 30% 10px');
  words.forEach((word, i) => {
    const side = sides[word];
    const length = word === 'center' ? { share: 0.5, px: 0 } : readLength(word);
    const axis = side ? side[0] : place[i] ? 1 - i : i;
    if ((!side && !length) || place[axis]) throw bad(name, shown, 'a place like 30% 10px');
    place[axis] = side ? { share: side[1], px: 0 } : length;
  });
  const middle = { share: 0.5, px: 0 };
  return [place[0] ?? middle, place[1] ?? middle];
}

/** A colour and where it is: nowhere, at one place, or from one to another. */
function readStop(name: string, text: string): { color: number; at: Length | undefined }[] {
  const words = text.match(wordForm) ?? [];
  const places = words.map(readLength);
  const colors = words.filter((_, i) => !places[i]);
  if (colors.length !== 1 || words.length > 3) {
    throw bad(name, text, 'a colour and up to two places, like #f00 20%');
  }
  const color = parseColor(colors[0]!);
  const given = places.filter((place) => place !== undefined);
  return given.length === 0 ? [{ color, at: undefined }] : given.map((at) => ({ color, at }));
}

function readLength(word: string): Length | undefined {
  const found = lengthForm.exec(word);
  if (!found) return undefined;
  const value = Number(found[1]);
  if (found[2] === '%') return { share: value / 100, px: 0 };
  return found[2] || value === 0 ? { share: 0, px: value } : undefined;
}
