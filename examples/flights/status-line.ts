import {
  type App,
  box,
  type Entity,
  numberFormat,
  type StyleClass,
  setNumber,
  text,
  type VirtualList,
} from 'rafter-ui';
import { narrow } from './narrow';
import type { Palette } from './palette';

/** At most four updates a second: more cannot be read. */
const REFRESH_MS = 250;

const formats = {
  fps: numberFormat({ suffix: ' fps' }),
  frame: numberFormat({ decimals: 2, suffix: ' ms' }),
  records: numberFormat({ group: ',', suffix: ' records' }),
  draws: numberFormat({ suffix: ' draws' }),
  bytes: numberFormat({ decimals: 1, suffix: ' KB up' }),
  blank: numberFormat({ suffix: ' px blank' }),
};

/**
 * Adds a line of live numbers below everything. It is written on frames that happen anyway and asks for none. Returns how to
 * stop it.
 */
export function addStatusLine(
  app: App,
  parent: Entity,
  list: VirtualList,
  palette: Palette,
): () => void {
  const { world } = app;
  const line = box(world, {
    parent,
    height: 30,
    flexShrink: 0,
    alignItems: 'center',
    gap: 4,
    paddingLeft: 20,
    paddingRight: 20,
    fill: palette.header,
  });
  const cell = (width: number, styles: readonly StyleClass[] = []): Entity =>
    text(world, {
      parent: line,
      width,
      flexShrink: 0,
      fontSize: 12,
      color: palette.theme.muted,
      textAlign: 'start',
      styles,
    });
  const fps = cell(64);
  const frame = cell(72);
  const records = cell(104, narrow.time);
  const draws = cell(64);
  const bytes = cell(88, narrow.detail);
  const blank = cell(88, narrow.detail);
  box(world, { parent: line, flexGrow: 1 });
  text(world, {
    parent: line,
    fontSize: 12,
    color: palette.theme.muted,
    styles: narrow.hint,
    content:
      'Wheel, drag, scrollbar, arrows, Page, Home, End · T tunes · L switches light and dark',
  });
  let shownAt = Number.NEGATIVE_INFINITY;
  // The most of any frame since the last update: the last frame alone may have had nothing to do.
  let mostBlank = 0;
  let mostDraws = 0;
  let mostBytes = 0;
  return app.addSystem({
    name: 'flights/status',
    phase: 'update',
    reads: [],
    writes: [],
    update({ now }) {
      const stats = app.renderer.stats();
      mostBlank = Math.max(mostBlank, list.blank);
      mostDraws = Math.max(mostDraws, stats.draws);
      mostBytes = Math.max(mostBytes, stats.bytesUploaded);
      if (now - shownAt < REFRESH_MS) return;
      shownAt = now;
      setNumber(world, fps, Math.round(app.telemetry.fps), formats.fps);
      setNumber(world, frame, app.telemetry.lastFrameMs, formats.frame);
      setNumber(world, records, stats.records, formats.records);
      setNumber(world, draws, mostDraws, formats.draws);
      setNumber(world, bytes, mostBytes / 1024, formats.bytes);
      setNumber(world, blank, Math.ceil(mostBlank), formats.blank);
      mostBlank = mostDraws = mostBytes = 0;
    },
    dispose() {},
  });
}
