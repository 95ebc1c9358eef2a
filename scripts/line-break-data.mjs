import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Ends of what the packed table covers: the first two planes. The others hold ideographs and, in plane 14, marks. */
export const tableEnd = 0x20000;

/** Classes of the packed table, in its order: those of UAX 14 as far as the rules tell them apart. */
export const tableClasses =
  'AL HL NU ID CM ZWJ SP BK ZW WJ GL CL CP EX SY IS OP QU PI PF NS B2 BA BB HY HH CB IN PR PO JL JV JT H2 H3 RI EB EM SA'.split(
    ' ',
  );

// The library's numbers, see its src/classes.js.
const libraryClasses =
  'OP CL CP QU GL NS EX SY IS PR PO NU AL HL ID IN HY BA BB B2 ZW CM WJ H2 H3 JL JV JT RI EB EM ZWJ CB AI BK CJ CR LF NL SA SG SP XX'.split(
    ' ',
  );

/** Rule LB1, and the classes that Chromium’s `line-break: auto` does not tell apart: small kana are ideographs. */
const resolved = { AI: 'AL', SG: 'AL', CJ: 'ID', CR: 'BK', LF: 'BK', NL: 'BK' };

/** Line break class of every code point in the data of the `linebreak` package, `XX` where unassigned. */
export function readLibraryClasses() {
  const require = createRequire(import.meta.url);
  const file = require.resolve('linebreak');
  // The package keeps its trie to itself; its own dependency reads it.
  const Trie = createRequire(file)('unicode-trie');
  const [, packed = ''] = readFileSync(file, 'utf8').match(/toByteArray\("([^"]+)"\)/) ?? [];
  const trie = new Trie(Buffer.from(packed, 'base64'));
  return Array.from({ length: 0x110000 }, (_, code) => libraryClasses[trie.get(code)]);
}

/** What Unicode 14 to 17 changed or added in scripts that are in use; the library's data are older. */
const newer = {
  HH: [0x58a, 0x5be, 0x1400, 0x2010, 0x2012, 0x2013, 0x2e17, 0x2e40, 0x2e5d, 0x10ead],
  NU: [0x600, 0x601, 0x602, 0x603, 0x604, 0x605, 0x6dd, 0x890, 0x891, 0x8e2, 0x110bd, 0x110cd],
  CM: [0x34f, 0x897, 0xcf3],
  GL: [0x1dcd, 0x1dfc, 0xfe20, 0xfe22, 0xfe24, 0xfe26, 0xfe27, 0xfe29, 0xfe2b, 0xfe2d, 0xfe2e],
  CL: [0xfe10, 0xfe13, 0xfe14],
  CP: [0x2e56, 0x2e58, 0x2e5a, 0x2e5c],
  EB: [0x1faf7, 0x1faf8],
};
const changed = new Map(
  Object.entries(newer).flatMap(([name, codes]) => codes.map((code) => [code, name])),
);

/** Class of the packed table for a code point with a class of the library; undefined if unassigned. */
export function tableClass(code, libraryClass) {
  if (changed.has(code)) return changed.get(code);
  if (libraryClass === 'XX') return undefined;
  const character = String.fromCodePoint(code);
  if (libraryClass === 'QU') {
    if (/\p{Pi}/u.test(character)) return 'PI';
    if (/\p{Pf}/u.test(character)) return 'PF';
  }
  if (libraryClass === 'SA' && /\p{M}/u.test(character)) return 'CM';
  return resolved[libraryClass] ?? libraryClass;
}

/** Text of src/systems/text/line-break-classes.ts. */
export function classesSource() {
  const library = readLibraryClasses();
  const runs = [];
  for (let code = 0; code < tableEnd; code++) {
    // Hangul syllables alternate every 28 places and are computed; unassigned places take the class before them.
    const name = code >= 0xac00 && code < 0xd7a4 ? undefined : tableClass(code, library[code]);
    if (name === undefined || name === runs.at(-1)?.name) continue;
    runs.push({ name, start: code });
  }
  // No class gets a digit or a small letter: lengths have those.
  const packed = runs.map(({ name, start }, i) => {
    const length = (runs[i + 1]?.start ?? tableEnd) - start;
    return (
      String.fromCharCode(0x3a + tableClasses.indexOf(name)) +
      (length === 1 ? '' : length.toString(36))
    );
  });

  return [
    '// Written by scripts/line-break-classes.mjs; edit that.',
    '',
    ...tableClasses.map((name, i) => `export const ${name} = ${i};`),
    '',
    '/**',
    ' * Line break classes of the first two planes as runs: a character from `:` on for the class, then the length in base 36 where it',
    ' * is not 1.',
    ' */',
    'export const CLASS_RUNS =',
    `  '${packed.join('').replace(/[\\']/g, '\\$&')}';`,
    '',
  ].join('\n');
}
