import { bytesOf, resource, type World } from '../ecs';
import { LayerRows, LayerTable } from '../ecs/stores';
import type { ByteLedger } from '../systems/memory';
import type { RenderBatching } from '../systems/render-batching';

export type ByteSources = {
  world: World;
  styling: { readonly bytes: number };
  batching: Pick<RenderBatching, 'bytes' | 'canvas' | 'sentBytes' | 'pictureBytes' | 'tileBytes'>;
  text: { stats(): { readonly bytes: number }; readonly pageBytes: number };
  images: { stats(): { readonly bytes: number }; readonly textureBytes: number };
};

/** Lists what the parts of an app hold. */
export function listBytes(ledger: ByteLedger, sources: ByteSources): void {
  const { world, styling, batching, text, images } = sources;
  const layerRows = resource(world, LayerRows);
  ledger.add('columns', () => bytesOf(world).columns);
  ledger.add('rows and tree', () => bytesOf(world).rows);
  ledger.add('style classes', () => styling.bytes);
  ledger.add(
    'records and draw list',
    () => batching.bytes() + bytesIn(batching.canvas.list.chunks),
  );
  ledger.add('layers', () => layerRows.words.byteLength + bytesIn(resource(world, LayerTable)));
  ledger.add('textures of records', () => batching.sentBytes());
  ledger.add('pictures of layers', batching.pictureBytes);
  ledger.add('text and glyph atlas', () => text.stats().bytes);
  ledger.add('images', () => images.stats().bytes);
  ledger.add('textures of glyphs', () => text.pageBytes);
  ledger.add('textures of images', () => images.textureBytes);
  ledger.add('scroll layers', batching.tileBytes);
}

/** Bytes of the arrays of a table. */
function bytesIn(table: object): number {
  let bytes = 0;
  for (const name in table)
    bytes += (table as Record<string, Partial<Float32Array>>)[name]!.byteLength ?? 0;
  return bytes;
}
