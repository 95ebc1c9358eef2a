/** The lines of the containers being solved, a stack as their items are. Scratch: grown by doubling, never shrunk. */
export type FlexLines = {
  top: number;
  /** Item after the last of each line. */
  end: Int32Array;
  /** Size along the cross axis. */
  cross: Float64Array;
  /** The highest ascent of the items aligned by their baselines. */
  ascent: Float64Array;
};

export function createFlexLines(capacity: number): FlexLines {
  return {
    top: 0,
    end: new Int32Array(capacity),
    cross: new Float64Array(capacity),
    ascent: new Float64Array(capacity),
  };
}

/** Pushes a line that ends before an item. */
export function pushLine(lines: FlexLines, end: number): void {
  if (lines.top === lines.end.length) {
    const { top } = lines;
    const grown = createFlexLines(top * 2);
    grown.end.set(lines.end);
    grown.cross.set(lines.cross);
    grown.ascent.set(lines.ascent);
    Object.assign(lines, grown, { top });
  }
  lines.end[lines.top] = end;
  lines.top++;
}
