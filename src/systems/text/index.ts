export { MAX_TEXT_UNITS } from './clusters';
export { FONT_LIMIT } from './font-table';
export type {
  FontMetrics,
  FontSpec,
  GlyphBitmap,
  GlyphRasteriser,
  GlyphSink,
  TextMeasurer,
} from './ports';
export {
  createTextSystem,
  type TextStats,
  type TextSystem,
  type TextSystemOptions,
} from './text-system';
