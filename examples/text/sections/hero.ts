import { box } from 'rafter-ui';
import { paragraph, type Section, type Sheet, sizes } from '../sheet';

const headline = {
  wide: { fontSize: 80, lineHeight: 84 / 80, letterSpacing: -2 },
  medium: { fontSize: 60, lineHeight: 64 / 60, letterSpacing: -1.5 },
  narrow: { fontSize: 42, lineHeight: 46 / 42, letterSpacing: -1 },
} as const;

export const hero: Pick<Section, 'build'> = {
  build(sheet: Sheet, parent) {
    const { palette, room } = sheet;
    const page = box(sheet.world, { parent, flexDirection: 'column', gap: 24, maxWidth: 880 });
    paragraph(sheet, page, 'Letters, set in the time of a frame.', {
      fontWeight: 750,
      ...headline[room],
    });
    paragraph(
      sheet,
      page,
      'This page is one canvas. Every line on it was measured, broken and placed by Rafter, and is drawn from one atlas of glyphs, in a few calls for the whole picture.',
      { ...sizes[room === 'narrow' ? 'large' : 'lede'], color: palette.quiet, maxWidth: 680 },
    );
  },
};
