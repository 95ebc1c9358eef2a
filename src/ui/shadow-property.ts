import { columns, PAINT, ValueError } from '../ecs';
import { BoxShadow, type Shadow, shadowTable } from '../ecs/stores';
import { type Color, parseColor } from './color';
import { bad, checkNumber, type Property } from './property';

/** A shadow of a box, as in CSS. Lengths are CSS pixels. */
export type BoxShadowStyle = {
  /** To the right. @default 0 */
  x?: number;
  /** Downwards. @default 0 */
  y?: number;
  /** Twice the standard deviation of the blur. @default 0 */
  blur?: number;
  /** How much larger than the box; less than 0 is smaller. @default 0 */
  spread?: number;
  color: Color;
  /** Inside the box instead of around it. @default false */
  inset?: boolean;
};

/** Most shadows of a box. */
const MOST = 4;
const wanted =
  "'none', a shadow like { y: 2, blur: 8, color: '#0006' } or '0 2px 8px #0006', or a list of shadows";
const wordForm = /rgba?\([^)]*\)|[^\s]+/gi;
const listForm = /,(?![^(]*\))/;
const lengthForm = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(px)?$/i;
const names = ['x', 'y', 'blur', 'spread', 'color', 'inset'];

/** Shadows around and inside the box. What is outside of the box takes no room and no input. */
export const boxShadow: Property = {
  dirt: PAINT,
  check(name, value) {
    const count = shadowsOf(name, value).length;
    if (count > MOST) throw new ValueError(`${name} has ${count} shadows; give ${MOST} at most`);
  },
  write(world, row, value) {
    const text = typeof value === 'string' ? value : textOf(shadowsOf('boxShadow', value));
    columns(world, BoxShadow).id[row] = shadowTable(world).idOf(text, read);
  },
  // A text, by which classes tell whether two shadows are the same.
  parse: (value) => textOf(shadowsOf('boxShadow', value)),
};

function read(text: string): Shadow[] {
  return shadowsOf('boxShadow', text);
}

function shadowsOf(name: string, value: unknown): Shadow[] {
  if (value === 'none') return [];
  if (typeof value === 'string') {
    return value.split(listForm).map((part) => shadowFromText(name, part.trim()));
  }
  if (typeof value !== 'object' || value === null) throw bad(name, value, wanted);
  if (!Array.isArray(value)) return [fromObject(name, value as BoxShadowStyle)];
  return value.map((shadow, i) => {
    const part = `${name}[${i}]`;
    if (typeof shadow === 'string') return shadowFromText(part, shadow.trim());
    if (typeof shadow !== 'object' || shadow === null) throw bad(part, shadow, 'a shadow');
    return fromObject(part, shadow);
  });
}

function fromObject(name: string, given: BoxShadowStyle): Shadow {
  const { x = 0, y = 0, blur = 0, spread = 0, color, inset = false } = given;
  for (const field of Object.keys(given)) {
    if (names.includes(field)) continue;
    throw new ValueError(`${name}.${field} is not known; give ${names.join(', ')}`);
  }
  for (const [field, value] of Object.entries({ x, y, spread })) {
    checkNumber(`${name}.${field}`, value, Number.NEGATIVE_INFINITY);
  }
  checkNumber(`${name}.blur`, blur, 0);
  if (typeof inset !== 'boolean') throw bad(`${name}.inset`, inset, 'true or false');
  return { x, y, blur, spread, color: parseColor(color), inset };
}

/** Reads a shadow as CSS has it: offsets, blur and spread in this order, the colour and `inset` before or after. */
export function shadowFromText(name: string, text: string): Shadow {
  const lengths: number[] = [];
  const others: string[] = [];
  let inset = false;
  for (const word of text.match(wordForm) ?? []) {
    const length = lengthForm.exec(word);
    if (word.toLowerCase() === 'inset') inset = true;
    else if (length && (length[2] || Number(length[1]) === 0)) lengths.push(Number(length[1]));
    else others.push(word);
  }
  const [x, y, blur = 0, spread = 0] = lengths;
  if (lengths.length < 2 || lengths.length > 4 || others.length !== 1) {
    throw bad(name, text, "two to four lengths and a colour, like '0 2px 8px #0006'");
  }
  return fromObject(name, { x: x!, y: y!, blur, spread, color: others[0]!, inset });
}

function textOf(shadows: readonly Shadow[]): string {
  if (shadows.length === 0) return 'none';
  return shadows
    .map(({ x, y, blur, spread, color, inset }) => {
      const hex = [0, 8, 16, 24].map((bit) =>
        ((color >>> bit) & 255).toString(16).padStart(2, '0'),
      );
      return `${x}px ${y}px ${blur}px ${spread}px #${hex.join('')}${inset ? ' inset' : ''}`;
    })
    .join(', ');
}
