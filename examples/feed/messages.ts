/** Who writes; 0 is you. */
export const authors: readonly string[] = [
  ...['You', 'Ada Lindqvist', 'Bruno Keller', 'Chidi Okafor', 'Dana Petrov'],
  ...['Emre Yıldız', 'Fatima Haddad', 'Giulia Conti', 'Henrik Aas', 'Inês Duarte'],
];

/** Numbers of different pictures. */
export const PICTURES = 9;
const BODIES = 800;
const MINUTES_A_DAY = 1440;

const WORDS =
  'the gate opens at ten and we wait for rain again tomorrow morning a small boat left without its pilot nobody heard the bell over there two lamps went out near the harbour please bring bread keys and the long rope it was colder than last winter but the ice held until noon then somebody laughed'.split(
    ' ',
  );

/**
 * Any message by its number, made from that alone: below 0 those that were there long before. Strings are made once, so that a row
 * is filled without garbage.
 */
export type Messages = {
  author(at: number): number;
  body(at: number): string;
  /** Hours and minutes. */
  time(at: number): string;
  /** Number of its picture, -1 for none. */
  picture(at: number): number;
};

export function createMessages(seed: number): Messages {
  const bodies = Array.from({ length: BODIES }, (_, i) => bodyOf(seed + i));
  const times = Array.from({ length: MINUTES_A_DAY }, (_, minute) => {
    const [hours, minutes] = [Math.floor(minute / 60), minute % 60];
    return `${hours}:${String(minutes).padStart(2, '0')}`;
  });
  return {
    // Often the same one goes on.
    author: (at) => hash(seed, at - (hash(seed + 1, at) % 3)) % authors.length,
    body: (at) => bodies[hash(seed + 2, at) % BODIES]!,
    time: (at) => times[(((at * 3) % MINUTES_A_DAY) + MINUTES_A_DAY) % MINUTES_A_DAY]!,
    picture: (at) => (hash(seed + 3, at) % 8 === 0 ? hash(seed + 4, at) % PICTURES : -1),
  };
}

/** One to eight words, half of the time; up to 150 in one of eight. */
function bodyOf(seed: number): string {
  const kind = hash(seed, -1) % 8;
  const most = kind < 4 ? 8 : kind < 7 ? 35 : 150;
  const count = 1 + (hash(seed, -2) % most);
  let body = '';
  for (let i = 0; i < count; i++) {
    const word = WORDS[hash(seed, i) % WORDS.length]!;
    const starts = i % 11 === 0;
    if (i > 0) body += starts ? '. ' : ' ';
    body += starts ? word[0]!.toUpperCase() + word.slice(1) : word;
  }
  return `${body}.`;
}

/** A number from 0 to 2^31 - 1. */
function hash(seed: number, at: number): number {
  let bits = Math.imul(at ^ 0x5bd1e995, 0x9e3779b1) ^ Math.imul(seed + 1, 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d);
  bits = Math.imul(bits ^ (bits >>> 13), 0x297a2d39);
  return (bits ^ (bits >>> 16)) >>> 1;
}
