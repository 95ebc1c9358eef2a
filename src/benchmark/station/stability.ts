import { median } from '../../statistics';

const BLOCKS = 3;

/**
 * Takes blocks until the last three agree within `tolerance` of their median, or `isOver` says that it took long enough. False if
 * they never agreed.
 */
export async function untilStable(
  block: () => Promise<number>,
  tolerance: number,
  isOver: () => boolean,
): Promise<boolean> {
  const seen: number[] = [];
  do {
    seen.push(await block());
    if (agree(seen, tolerance)) return true;
  } while (!isOver());
  return false;
}

function agree(seen: readonly number[], tolerance: number): boolean {
  if (seen.length < BLOCKS) return false;
  const last = seen.slice(-BLOCKS);
  const middle = median(last);
  return last.every((value) => Math.abs(value - middle) <= tolerance * middle);
}
