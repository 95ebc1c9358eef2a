const SHOWN = 3;

/** Where the code is that called into what `own` names: a few lines of its stack. For developers. */
export function siteOf(own: RegExp): string {
  const lines = (new Error('site').stack ?? '').split('\n').map((line) => line.trim());
  const first = lines.findIndex((line) => line.includes('siteOf'));
  const others = lines.slice(first + 1).filter((line) => !own.test(line));
  return others.slice(0, SHOWN).join(' < ');
}
