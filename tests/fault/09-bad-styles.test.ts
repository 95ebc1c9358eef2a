import { describe, expect, it } from 'vitest';
import { resolve } from '../../src/ecs';
import { type BoxOptions, box, image, setStyle, setTextStyle, text } from '../../src/ui';
import { properties } from '../../src/ui/style-properties';
import { checkFinite, picture, screen } from './null-screen';

describe('numbers that are none as styles', () => {
  const numbers = process.env.RAFTER_LONG
    ? [Number.NaN, Number.POSITIVE_INFINITY, -Infinity, -0, 1e39, -1e39, 1e300]
    : [Number.NaN, -Infinity, 1e39];
  const names = [...properties.keys()];

  it.each(names)('are refused, or sent as what is finite: %s', (name) => {
    const { app, backend, rows, frame } = screen(3, ({ world }, place, i) => {
      const parent = box(world, { ...place, width: 18, fill: '#ffffff' });
      const look = { parent, width: 9, height: 9, fill: '#4080c0', borderWidth: 1 } as const;
      if (i === 0) return resolve(world, text(world, { ...look, content: 'ab' }));
      if (i === 1) return resolve(world, image(world, { ...look, source: {} }));
      const full = { boxShadow: '1px 1px 2px #000', gradient: 'linear-gradient(#fff, #000)' };
      return resolve(world, box(world, { ...look, ...full, borderRadius: 3 }));
    });
    frame();
    const pictureOf = (): string[] => picture(app, backend, rows);
    for (const number of numbers) {
      for (const value of [number, [number, number], `${number}px`, `${number}%`, `${number}`]) {
        for (const row of rows) {
          const before = pictureOf();
          try {
            setStyle(app.world, row, { [name]: value });
          } catch (error) {
            expect((error as Error).name).toBe('ValueError');
            frame();
            expect(pictureOf()).toEqual(before);
            continue;
          }
          frame();
          checkFinite(app, backend);
        }
      }
    }
  });

  it.each(['fontSize', 'letterSpacing', 'lineHeight', 'fontWeight', 'tabSize', 'maxLines'])(
    'of texts are refused, or sent as what is finite: %s',
    (name) => {
      const { app, backend, rows, frame } = screen(2, ({ world }, place) =>
        resolve(world, text(world, { ...place, content: 'ab' })),
      );
      frame();
      const [, other] = picture(app, backend, rows);
      for (const number of numbers) {
        try {
          setTextStyle(app.world, rows[0]!, { [name]: number });
        } catch (error) {
          expect((error as Error).name).toBe('ValueError');
        }
        frame();
        checkFinite(app, backend);
        expect(picture(app, backend, rows)[1]).toBe(other);
      }
    },
  );

  const long = '1e39px';
  it.each([
    { boxShadow: `${long} 0 2px #000` },
    { boxShadow: `0 0 ${long} #000` },
    { boxShadow: `0 0 0 ${long} #000` },
    { boxShadow: `inset 0 ${long} 1px #000` },
    { boxShadow: { x: 1e39, y: 0, blur: 0, color: '#000' } },
    { boxShadow: { x: 0, y: 0, blur: 1e39, color: '#000' } },
    { boxShadow: { x: Number.NaN, y: 0, blur: 0, color: '#000' } },
    { gradient: `linear-gradient(#fff, #000 ${long})` },
    { gradient: `linear-gradient(#fff, #888 -1e39px, #000 1e39px)` },
    { gradient: 'linear-gradient(1e39deg, #fff, #000)' },
    { gradient: 'linear-gradient(#fff, #000 1e39%)' },
    { gradient: `radial-gradient(${long} ${long} at 0 0, #fff, #000)` },
    { gradient: `radial-gradient(circle at ${long} 0, #fff, #000)` },
    { gradient: `radial-gradient(circle 1e-39px, #fff, #000)` },
    { translate: [1e39, 1e39] },
    { scale: 1e39 },
    { rotate: 1e39 },
    { transformOrigin: [1e39, 1e39] },
    { borderRadius: 1e39 },
    { borderWidth: [1e39, 1] },
  ] as BoxOptions[])('in parts of a value are refused, or sent as what is finite: %o', (style) => {
    const { app, backend, rows, frame } = screen(2, ({ world }, place) =>
      resolve(world, box(world, { ...place, fill: '#4080c0' })),
    );
    frame();
    const [, other] = picture(app, backend, rows);
    try {
      setStyle(app.world, rows[0]!, style);
    } catch (error) {
      expect((error as Error).name).toBe('ValueError');
    }
    frame();
    checkFinite(app, backend);
    expect(picture(app, backend, rows)[1]).toBe(other);
  });
});
