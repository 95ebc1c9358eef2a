import { describe, expect, it } from 'vitest';
import { columns, type Row, resolve, resource } from '../../src/ecs';
import { LayerOf, LayerTable, markLayer } from '../../src/ecs/stores';
import { box } from '../../src/ui';
import { checkFinite, picture, screen, VALUES } from './null-screen';

const ELEMENTS = process.env.RAFTER_LONG ? 10_000 : 400;

/** What transforms, opacity and scrolling write. */
const LAYER_FIELDS = [
  'x',
  'y',
  'shiftX',
  'shiftY',
  'scaleX',
  'scaleY',
  'rotation',
  'pivotX',
  'pivotY',
  'opacity',
  'originX',
  'width',
  'height',
  'clipLeft',
  'clipBottom',
] as const;

describe('numbers that are none in layers', () => {
  it.each(VALUES)(
    'send nothing that is not finite, leave the other elements as they are and heal in a frame: %s',
    (value) => {
      const inner: Row[] = [];
      const { app, backend, rows, frame } = screen(ELEMENTS, ({ world }, place, i) => {
        const outer = box(world, {
          ...place,
          rotate: i % 2 === 0 ? 10 : 0,
          scale: 0.9,
          opacity: 0.8,
          overflow: i % 3 === 0 ? 'hidden' : 'visible',
          borderRadius: 4,
        });
        const child = box(world, { parent: outer, width: 10, height: 10, fill: '#ffffff' });
        inner.push(resolve(world, child));
        return resolve(world, outer);
      });
      const table = resource(app.world, LayerTable);
      const { own } = columns(app.world, LayerOf);
      frame();
      const clean = shown();
      expect(clean.filter((each) => each !== '')).toHaveLength(ELEMENTS);
      for (const [turn, field] of LAYER_FIELDS.entries()) {
        const isBad = (at: number): boolean => (at + turn) % 100 === 99;
        const bad = rows.filter((_, at) => isBad(at)).map((row) => own[row]!);
        expect(Math.min(...bad)).toBeGreaterThan(0);
        const kept = bad.map((id) => table[field][id]!);
        for (const id of bad) set(id, field, value);
        frame();
        checkFinite(app, backend);
        const others = (_: unknown, at: number): boolean => !isBad(at);
        expect(shown().filter(others)).toEqual(clean.filter(others));
        for (const [i, id] of bad.entries()) set(id, field, kept[i]!);
        frame();
        expect(shown()).toEqual(clean);
      }

      function set(id: number, field: (typeof LAYER_FIELDS)[number], to: number): void {
        table[field][id] = to;
        markLayer(app.world, table, id);
      }

      /** The records of what is in each layer, and the layer's own row. */
      function shown(): string[] {
        const { id } = columns(app.world, LayerOf);
        return picture(app, backend, inner).map((records, i) => {
          const layer = id[inner[i]!]!;
          return records && `${records};${backend.layers.slice(layer * 16, layer * 16 + 16)}`;
        });
      }
    },
  );
});
