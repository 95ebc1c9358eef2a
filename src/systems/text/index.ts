export type { GlyphSink } from './ports';
export { createTextSystem, type TextSystemOptions } from './text-system';
