/** Names of the classes in UAX 9. */
export const NAMES =
  'L R AL EN AN ES ET CS NSM BN B S WS ON LRE LRO RLE RLO PDF LRI RLI FSI PDI'.split(' ');
const bit = (name: string) => 1 << NAMES.indexOf(name);
export const L = bit('L');
export const R = bit('R');
export const AL = bit('AL');
export const EN = bit('EN');
export const AN = bit('AN');
export const ES = bit('ES');
export const ET = bit('ET');
export const CS = bit('CS');
export const NSM = bit('NSM');
export const BN = bit('BN');
export const B = bit('B');
export const S = bit('S');
export const ON = bit('ON');
export const PDF = bit('PDF');
export const RLI = bit('RLI');
export const FSI = bit('FSI');
export const PDI = bit('PDI');
export const RIGHTWARD = bit('RLE') | bit('RLO');
export const OVERRIDES = bit('LRO') | bit('RLO');
export const EMBEDDINGS = OVERRIDES | bit('LRE') | bit('RLE');
export const ISOLATES = bit('LRI') | RLI | FSI;
export const STRONG = L | R | AL;
/** To rules N0 to N2 numbers are right-to-left letters. */
export const RIGHT = R | EN | AN;
export const NEUTRAL = B | S | bit('WS') | ON | ISOLATES | PDI;
/** What rule X9 takes out; it stays here, as in section 5.2 of the annex. */
export const REMOVED = BN | EMBEDDINGS | PDF;
export const TRAILING = S | bit('WS') | B | ISOLATES | PDI | REMOVED;
