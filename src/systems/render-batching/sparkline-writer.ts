import { columns, resource, type World } from '../../ecs';
import {
  LAYER_FLAGS,
  LAYER_SNAPPED,
  LAYER_WORDS,
  LayerRows,
  type SampleSeries,
  SERIES_AREA,
  SERIES_LINE,
  SERIES_MAX,
  SERIES_MIN,
  SERIES_WIDTH,
  Sparkline,
  sparklineTable,
  Viewport,
} from '../../ecs/stores';
import { createContentEdges } from './content-edges';
import {
  KIND_SPARKLINE,
  POINTS_PER_RECORD,
  RECORD_COLOR,
  RECORD_HEIGHT,
  RECORD_KIND_LAYER,
  RECORD_SPARK_AREA,
  RECORD_SPARK_HEAD,
  RECORD_SPARK_LINE,
  RECORD_SPARK_POINTS,
  RECORD_WIDTH,
  RECORD_WORDS,
  RECORD_X,
  RECORD_Y,
  SPARK_BEYOND,
  SPARK_GAP,
} from './record-format';
import type { RecordStore } from './record-store';

/** Most points of a line: 4,096 records. */
const MOST_POINTS = 65_536;
/** Device pixels from one point to the next, below which samples are drawn in groups, by the least and the greatest of each. */
const CLOSEST = 0.5;
/** Shortest length of what is divided by, CSS pixels. */
const SHORTEST = 1e-3;
/** Points to either side that a part looks at. The fragment shader goes no further. */
const MOST_NEAR = 256;

export type SparklineWriter = {
  /** Finds how a row's line is drawn; returns how many records it takes at most, 0 where there is no room to draw in. */
  find(row: number, layer: number): number;
  /** Writes what was found last from a record on, and returns how many records it is. */
  write(first: number, row: number, layer: number): number;
};

/** Turns samples into records: one that says where they lie, and one for every 16 points of the line. */
export function createSparklineWriter(world: World, store: RecordStore): SparklineWriter {
  const view = resource(world, Viewport);
  const layers = resource(world, LayerRows);
  const table = sparklineTable(world);
  const { content, place } = createContentEdges(world);
  // Heights of the points: see `RECORD_SPARK_POINTS`.
  let points = new Uint16Array(256);
  // From a value to its height: halves, so that no difference is beyond all numbers. What is added, and what is multiplied by.
  const scale = new Float64Array(2);
  // The first point's distance from the left edge, and the step from one to the next, CSS pixels.
  const line = new Float64Array(2);
  // Least and greatest of a group, in the order in which they came.
  const pair = new Float64Array(2);
  // Left and right edge of a part.
  const sides = new Float64Array(2);
  let series: SampleSeries | undefined;
  let group = 1;

  /** Says what the lowest and the highest values shown are. */
  function fitScale({ ring, first, count, lengths }: SampleSeries): void {
    let low = lengths[SERIES_MIN]!;
    let high = lengths[SERIES_MAX]!;
    const isLow = !Number.isNaN(low);
    const isHigh = !Number.isNaN(high);
    if (!isLow) low = Number.POSITIVE_INFINITY;
    if (!isHigh) high = Number.NEGATIVE_INFINITY;
    if (!(isLow && isHigh)) {
      for (let i = 0, at = first; i < count; i++, at++) {
        if (at === ring.length) at = 0;
        const value = ring[at]!;
        if (!Number.isFinite(value)) continue;
        if (!isLow && value < low) low = value;
        if (!isHigh && value > high) high = value;
      }
    }
    const span = high / 2 - low / 2;
    // All the same: in the middle, or at the edge that was given.
    const flat = isLow ? 0 : isHigh ? 1 : 0.5;
    const isFlat = !(span > 0);
    scale[1] = isFlat ? 0 : 1 / span;
    scale[0] = isFlat ? flat : (-low / 2) * scale[1]!;
  }

  /** Writes the height of what stands in `pair`, as a point. */
  function addPoint(point: number, from: number): void {
    const value = pair[from]!;
    if (!Number.isFinite(value)) {
      points[point] = SPARK_GAP;
      return;
    }
    const share = (value / 2) * scale[1]! + scale[0]!;
    const height = ((share + SPARK_BEYOND) / (1 + 2 * SPARK_BEYOND)) * (SPARK_GAP - 1) + 0.5;
    // What overflowed counts as the middle.
    points[point] = height >= 0 ? Math.min(SPARK_GAP - 1, height) : height < 0 ? 0 : SPARK_GAP >> 1;
  }

  /** Writes points for samples; returns how many there are. */
  function gather({ ring, first, count, pushed }: SampleSeries): number {
    let at = first;
    if (group === 1) {
      for (let i = 0; i < count; i++, at++) {
        if (at === ring.length) at = 0;
        pair[0] = ring[at]!;
        addPoint(i, 0);
      }
      return count;
    }
    // Groups go by the numbers of samples, so that the same ones stay together while they move on.
    const oldest = pushed - count;
    let end = (Math.floor(oldest / group) + 1) * group - oldest;
    let point = 0;
    for (let i = 0; i < count; end += group) {
      let low = Number.POSITIVE_INFINITY;
      let high = Number.NEGATIVE_INFINITY;
      let lowAt = 0;
      let highAt = 0;
      for (; i < end && i < count; i++, at++) {
        if (at === ring.length) at = 0;
        const value = ring[at]!;
        if (!Number.isFinite(value)) continue;
        if (value < low) {
          low = value;
          lowAt = i;
        }
        if (value >= high) {
          high = value;
          highAt = i;
        }
      }
      pair[0] = lowAt <= highAt ? low : high;
      pair[1] = lowAt <= highAt ? high : low;
      addPoint(point++, 0);
      addPoint(point++, 1);
    }
    return point;
  }

  /** Writes where the first point stands, and the step. */
  function placeLine({ ring, count, pushed, lengths }: SampleSeries): void {
    const width = content[2]! - content[0]!;
    const room = Math.max(SHORTEST, width - lengths[SERIES_WIDTH]!);
    const step = ring.length > 1 ? room / (ring.length - 1) : width;
    const free = ring.length - count;
    const oldest = pushed - count;
    // The two points of a group stand in the middles of its halves.
    const shift = group === 1 ? 0 : Math.floor(oldest / group) * group - oldest + group / 4 - 0.5;
    line[0] = (width - room) / 2 + (ring.length > 1 ? (free + shift) * step : room / 2);
    line[1] = group === 1 ? step : (step * group) / 2;
  }

  function writeHead(record: number, count: number, lengths: Float64Array): void {
    const { words, floats } = store;
    const at = record * RECORD_WORDS;
    store.clear(record);
    floats[at + RECORD_X] = content[0]!;
    floats[at + RECORD_Y] = content[1]!;
    floats[at + RECORD_WIDTH] = content[2]! - content[0]!;
    floats[at + RECORD_HEIGHT] = content[3]! - content[1]!;
    floats[at + RECORD_SPARK_LINE] = line[0]!;
    floats[at + RECORD_SPARK_LINE + 1] = line[1]!;
    floats[at + RECORD_SPARK_LINE + 2] = lengths[SERIES_WIDTH]!;
    words[at + RECORD_SPARK_LINE + 3] = count;
    store.wrote(record);
  }

  /** Writes left and right edge of a part: on whole device pixels where the layer stands on them, so that no two parts overlap. */
  function placePart(from: number, count: number, isSnapped: boolean): void {
    const end = from + POINTS_PER_RECORD;
    const start = content[0]! + line[0]!;
    sides[0] = start + from * line[1]!;
    sides[1] = start + Math.min(end, count - 1) * line[1]!;
    // The outer ones end where nothing is drawn any more; elsewhere that depends on the layer.
    const around = series!.lengths[SERIES_WIDTH]! / 2 + 2 / view.dpr;
    if (from === 0) sides[0] = isSnapped ? sides[0]! - around : content[0]!;
    if (end >= count) sides[1] = isSnapped ? sides[1]! + around : content[2]!;
    for (let i = 0; i < 2; i++) {
      if (isSnapped) sides[i] = Math.floor(sides[i]! * view.dpr) / view.dpr;
      sides[i] = Math.min(content[2]!, Math.max(content[0]!, sides[i]!));
    }
  }

  /** Writes a part: its points, and the rectangle around what is drawn of them. */
  function writePart(head: number, part: number, count: number, layer: number): void {
    const { words, floats } = store;
    const record = head + 1 + part;
    const at = record * RECORD_WORDS;
    const { lengths, colors } = series!;
    const from = part * POINTS_PER_RECORD;
    for (let i = 0; i < POINTS_PER_RECORD; i += 2) {
      const low = from + i < count ? points[from + i]! : SPARK_GAP;
      const high = from + i + 1 < count ? points[from + i + 1]! : SPARK_GAP;
      words[at + RECORD_SPARK_POINTS + (i >> 1)] = low | (high << 16);
    }
    // Lines of neighbours reach in.
    const half = lengths[SERIES_WIDTH]! / 2;
    // An integer to the engine too: as an index a fraction would be a heap object.
    const near = (Math.min(MOST_NEAR, (half + 1 / view.dpr) / line[1]!) + 2) | 0;
    const end = Math.min(count, from + POINTS_PER_RECORD + near);
    let low = SPARK_GAP;
    let high = -1;
    for (let i = Math.max(0, from - near); i < end; i++) {
      const height = points[i]!;
      if (height === SPARK_GAP) continue;
      if (height < low) low = height;
      if (height > high) high = height;
    }
    const inner = Math.max(0, content[3]! - content[1]! - lengths[SERIES_WIDTH]!);
    const unit = (inner * (1 + 2 * SPARK_BEYOND)) / (SPARK_GAP - 1);
    const ground = content[1]! + half + inner * (1 + SPARK_BEYOND);
    const isFilled = colors[SERIES_AREA]! >>> 24 !== 0;
    const isSnapped = (layers.words[layer * LAYER_WORDS + LAYER_FLAGS]! & LAYER_SNAPPED) !== 0;
    // Elsewhere all are as high as the content: only edges with the same ends leave no pixel out that lies between two parts.
    const top = isSnapped ? Math.max(content[1]!, ground - high * unit - half) : content[1]!;
    const isHigh = isFilled || !isSnapped;
    const bottom = isHigh ? content[3]! : Math.min(content[3]!, ground - low * unit + half);
    placePart(from, count, isSnapped);
    const left = sides[0]!;
    const right = sides[1]!;
    const isSeen = high >= 0 && left < right && top < bottom;
    floats[at + RECORD_X] = isSeen ? left : 0;
    floats[at + RECORD_Y] = isSeen ? top : 0;
    floats[at + RECORD_WIDTH] = isSeen ? right - left : 0;
    floats[at + RECORD_HEIGHT] = isSeen ? bottom - top : 0;
    words[at + RECORD_KIND_LAYER] = isSeen ? KIND_SPARKLINE | (layer << 8) : 0;
    words[at + RECORD_COLOR] = colors[SERIES_LINE]!;
    words[at + RECORD_SPARK_AREA] = colors[SERIES_AREA]!;
    words[at + RECORD_SPARK_HEAD] = head;
    store.wrote(record);
  }

  return {
    find(row, layer) {
      series = table.entries[columns(world, Sparkline).id[row]!];
      if (!series) return 0;
      place(row, layer);
      const width = content[2]! - content[0]!;
      if (!(width > 0 && content[3]! > content[1]!)) return 0;
      const room = series.ring.length;
      const closest = (room - 1) / Math.max(SHORTEST, width - series.lengths[SERIES_WIDTH]!);
      const isClose = closest * CLOSEST > view.dpr;
      group = Math.ceil((2 * room) / MOST_POINTS);
      if (isClose) group = Math.max(group, 2, Math.min(room, Math.floor(closest / view.dpr)));
      const most = group === 1 ? room : 2 * (Math.ceil(room / group) + 1);
      if (most > points.length) points = new Uint16Array(2 ** Math.ceil(Math.log2(most)));
      return 1 + Math.ceil(most / POINTS_PER_RECORD);
    },
    write(first, _row, layer) {
      if (!series) return 0;
      fitScale(series);
      const count = gather(series);
      placeLine(series);
      writeHead(first, count, series.lengths);
      const parts = Math.ceil(count / POINTS_PER_RECORD);
      for (let part = 0; part < parts; part++) writePart(first, part, count, layer);
      return 1 + parts;
    },
  };
}
