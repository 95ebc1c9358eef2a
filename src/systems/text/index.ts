export type { GlyphSink } from './ports';
export { createTextSystem, type TextSystem, type TextSystemOptions } from './text-system';
