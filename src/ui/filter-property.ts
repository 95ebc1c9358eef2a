import { columns, PAINT } from '../ecs';
import { Filter, type FilterFunction, filterTable } from '../ecs/stores';
import { ownLayer } from './own-layer';
import { bad, checkNumber, type Property } from './property';
import { shadowFromText } from './shadow-property';

const names = ['blur', 'drop-shadow', 'brightness', 'contrast', 'grayscale', 'saturate'];
const callForm = /([a-z-]+)\(((?:[^()]|\([^()]*\))*)\)/gi;
const blurForm = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(px)?$/i;
const amountForm = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(%)?$/;
const wanted = `'none', or functions like 'blur(4px) drop-shadow(0 2px 4px #0006)'; known are ${names.join(', ')}`;

/** What an element and all in it look like is put through these, one after the other. */
export const filter: Property = {
  dirt: PAINT,
  check(name, value) {
    filtersOf(name, value);
  },
  write(world, row, value) {
    const id = filterTable(world).idOf((value as string).trim(), read);
    columns(world, Filter).id[row] = id;
    if (id !== 0) ownLayer(world, row);
  },
};

function read(text: string): FilterFunction[] {
  return filtersOf('filter', text);
}

function filtersOf(name: string, value: unknown): FilterFunction[] {
  if (typeof value !== 'string') throw bad(name, value, wanted);
  const text = value.trim();
  if (text === 'none') return [];
  if (text === '' || text.replace(callForm, '').trim() !== '') throw bad(name, value, wanted);
  return Array.from(text.matchAll(callForm), ([, called, given]) =>
    functionOf(name, called!.toLowerCase(), given!.trim()),
  );
}

function functionOf(name: string, called: string, given: string): FilterFunction {
  if (!names.includes(called)) throw bad(name, `${called}()`, wanted);
  const part = `${called}() of ${name}`;
  if (called === 'drop-shadow') {
    const { x, y, blur, spread, inset, color } = shadowFromText(part, given);
    if (spread !== 0 || inset) throw bad(part, given, 'no spread and no inset');
    return { name: called, numbers: [x, y, blur], color };
  }
  const isBlur = called === 'blur';
  const found = (isBlur ? blurForm : amountForm).exec(given || (isBlur ? '0' : '1'));
  const number = Number(found?.[1]);
  if (!found || (isBlur && !found[2] && number !== 0)) {
    throw bad(part, given, isBlur ? "a length like '4px'" : "a number like 0.5, or '50%'");
  }
  checkNumber(part, number, 0);
  return { name: called, numbers: [found[2] === '%' ? number / 100 : number], color: 0 };
}
