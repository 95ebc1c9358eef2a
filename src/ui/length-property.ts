import { columns, LAYOUT } from '../ecs';
import { LayoutStyle, UNIT_PERCENT, UNIT_PX, UNIT_VH, UNIT_VW } from '../ecs/stores';
import { bad, isNumber, type Property, type StyleField, wantedNumber } from './property';

/** A length read from a string. */
type ParsedLength = { readonly unit: number; readonly amount: number };

const lengthForm = /^(-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(%|px|vw|vh)$/i;
const units: Readonly<Record<string, number>> = {
  '%': UNIT_PERCENT,
  px: UNIT_PX,
  vw: UNIT_VW,
  vh: UNIT_VH,
};

/** Styles repeat themselves; more are of an app that makes lengths up as it goes. */
const MOST_PARSED = 256;
const parsedLengths = new Map<string, ParsedLength>();

/** A property that is a length in a column and its unit in another; `keywords` are units without a number. */
export function length(
  field: StyleField,
  unit: StyleField,
  keywords: Readonly<Record<string, number>>,
  min = 0,
  dirt = LAYOUT,
): Property {
  const words = new Map<string, ParsedLength>();
  for (const [word, code] of Object.entries(keywords)) words.set(word, { unit: code, amount: 0 });
  const read = (value: string): ParsedLength => words.get(value) ?? parseLength(value)!;
  const others = Object.keys(keywords).map((word) => `, '${word}'`);
  const lengths = `a length like '50%', '5vw' or '5vh'${others.join('')}`;
  return {
    dirt,
    check(property, value) {
      if (typeof value === 'string' && words.has(value)) return;
      const amount = typeof value === 'string' ? parseLength(value)?.amount : value;
      if (isNumber(amount, min)) return;
      throw bad(property, value, `${wantedNumber(amount, min)}, ${lengths}`);
    },
    write(world, row, value) {
      const style = columns(world, LayoutStyle);
      const amounts = style[field];
      const before = amounts[row];
      const unitBefore = style[unit][row];
      if (typeof value === 'number') {
        style[unit][row] = UNIT_PX;
        amounts[row] = value;
        return unitBefore !== UNIT_PX || amounts[row] !== before;
      }
      const parsed = typeof value === 'string' ? read(value) : (value as ParsedLength);
      style[unit][row] = parsed.unit;
      amounts[row] = parsed.amount;
      return unitBefore !== parsed.unit || amounts[row] !== before;
    },
    parse(value) {
      if (typeof value !== 'string') return value;
      const parsed = read(value);
      return parsed.unit === UNIT_PX ? parsed.amount : parsed;
    },
  };
}

/** Reads a number with a unit, once; `undefined` for anything else. */
function parseLength(value: string): ParsedLength | undefined {
  const known = parsedLengths.get(value);
  if (known) return known;
  const parsed = readLength(value);
  if (!parsed) return undefined;
  if (parsedLengths.size === MOST_PARSED) parsedLengths.clear();
  parsedLengths.set(value, parsed);
  return parsed;
}

function readLength(value: string): ParsedLength | undefined {
  const match = lengthForm.exec(value);
  if (!match) return undefined;
  // CSS's units may be written in capitals.
  return { unit: units[match[2]!.toLowerCase()]!, amount: Number(match[1]) };
}
