import { bytesOf, type World } from '../ecs';
import type { ByteLedger } from '../systems/memory';
import type { RenderBatching } from '../systems/render-batching';

export type ByteSources = {
  world: World;
  styling: { readonly bytes: number };
  batching: Pick<RenderBatching, 'bytes' | 'stats'>;
  text: { stats(): { readonly bytes: number }; readonly pageBytes: number };
  images: { stats(): { readonly bytes: number }; readonly textureBytes: number };
};

/** Lists what the parts of an app hold. */
export function listBytes(ledger: ByteLedger, sources: ByteSources): void {
  const { world, styling, batching, text, images } = sources;
  const { stats } = batching;
  ledger.add('columns', () => bytesOf(world).columns);
  ledger.add('rows and tree', () => bytesOf(world).rows);
  ledger.add('style classes', () => styling.bytes);
  ledger.add('records and draw list', () => batching.bytes());
  ledger.add('pictures of layers', () => stats.bakedBytes + stats.groupBytes);
  ledger.add('text and glyph atlas', () => text.stats().bytes);
  ledger.add('images', () => images.stats().bytes);
  ledger.add('textures of glyphs', () => text.pageBytes);
  ledger.add('textures of images', () => images.textureBytes);
}
