import type { Images } from '../systems/images';
import { spareImages } from '../systems/images/spare-images';
import type { Spare } from '../systems/memory';
import type { RenderBatching } from '../systems/render-batching';
import type { TextSystem } from '../systems/text';
import { spareGlyphs } from '../systems/text/spare-glyphs';

/** What it takes to take a megabyte of pictures again, ms. */
const PICTURE_COST_MS = 2;

/** What the parts of an app can give back when memory is scarce, and none of it in sight. */
export function sparesOf(parts: {
  images: Images;
  text: TextSystem;
  batching: RenderBatching;
}): Spare[] {
  const { images, text, batching } = parts;
  return [
    spareImages(images),
    spareGlyphs(text),
    {
      name: 'pictures of layers',
      costMs: PICTURE_COST_MS,
      spare: () => batching.baking?.spare() ?? 0,
      reclaim: (bytes) => batching.baking?.giveBack(bytes) ?? 0,
    },
  ];
}
