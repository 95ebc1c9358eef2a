/** `time is 1.12x what it was (0.412 → 0.461 of the reference loop)`; the new value over the old says how much. */
export function changeSentence(label: string, verb: string, before: number, after: number): string {
  const ratio = significant(after / before, 3);
  const values = `${significant(before, 3)} → ${significant(after, 3)} of the reference loop`;
  return `${label} ${verb} ${ratio}x what it was (${values})`;
}

/** `build 3f2c1a0`, or the day where the revision is unknown. */
export function buildName({ revision, date }: { revision: string; date: string }): string {
  if (revision === '') return `the build of ${date.slice(0, 10)}`;
  return `build ${revision.replace(/^([0-9a-f]{7})[0-9a-f]{5,}/, '$1')}`;
}

/** `p = 0.0004`, and `p < 0.0001` below. */
export function pText(p: number): string {
  return p < 0.0001 ? 'p < 0.0001' : `p = ${significant(p, 2)}`;
}

function significant(value: number, digits: number): string {
  // Through Number, so that 1e+3 reads as 1000.
  return String(Number(value.toPrecision(digits)));
}
