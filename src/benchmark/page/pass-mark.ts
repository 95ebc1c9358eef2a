/** Mark on the page's timeline at which a pass begins: by it a trace tells which process the page has. */
export const PASS_MARK = 'rafter-bench pass';
/**
 * Marks that a contender sets, by `performance.mark`, where work of the page's thread begins and ends: the longest such slice of a pass,
 * in processor time, is the quantity `processor`. A page's own clock counts what others do meanwhile.
 */
export const SLICE_BEGIN = 'rafter-bench slice begin';
export const SLICE_END = 'rafter-bench slice end';
