import type { FontMetrics, FontSpec, TextMeasurer } from '../../ecs/stores';
import { createTextContext, setFont } from './canvas-font';
import { createLigatureTest } from './ligatures';

const METRICS_SIZE = 1000;

/** Measures text by canvas 2D, on a page or in a worker. Advances are those of the font's outlines, at any pixel ratio. */
export function createCanvasMeasurer(): TextMeasurer {
  const context = createTextContext(1, 1);
  const ligateEach = createLigatureTest();
  let current: FontSpec | undefined;

  function use(font: FontSpec) {
    if (font === current) return;
    setFont(context, font, font.size);
    current = font;
  }

  return {
    measure(font: FontSpec, text: string): number {
      use(font);
      return context.measureText(text).width;
    },
    metrics(font: FontSpec): FontMetrics {
      // Large, because Chromium rounds these at the size it measures, and in a way that depends on hinting.
      setFont(context, font, METRICS_SIZE);
      current = undefined;
      const { fontBoundingBoxAscent, fontBoundingBoxDescent } = context.measureText('x');
      // Whole pixels, as browsers lay out lines of `line-height: normal`.
      const ascent = Math.round((fontBoundingBoxAscent * font.size) / METRICS_SIZE);
      const descent = Math.round((fontBoundingBoxDescent * font.size) / METRICS_SIZE);
      return { ascent, descent, lineHeight: ascent + descent };
    },
    ligates: (font, text) => ligateEach(font, [text])[0]!,
    ligateEach,
  };
}
