import type { World } from '../ecs';
import { isInFrame, spareRows } from '../ecs/spare-rows';
import type { Images } from '../systems/images';
import { spareImages } from '../systems/images/spare-images';
import type { Spare } from '../systems/memory';
import type { RenderBatching } from '../systems/render-batching';
import { spareRecords } from '../systems/render-batching/spare-records';
import type { TextSystem } from '../systems/text';
import { spareGlyphs } from '../systems/text/spare-glyphs';
import { spareTexts } from '../systems/text/spare-texts';

/** What it takes to take a megabyte of pictures again, ms. */
const PICTURE_COST_MS = 2;

/** What the parts of an app can give back when memory is scarce, and none of it in sight. */
export function sparesOf(parts: {
  world: World;
  images: Images;
  text: TextSystem;
  batching: RenderBatching;
}): Spare[] {
  const { world, images, text, batching } = parts;
  return [
    spareImages(images),
    spareGlyphs(text),
    between(world, spareRecords(batching)),
    between(world, spareTexts(world, text)),
    between(world, spareRows(world)),
    {
      name: 'pictures of layers',
      costMs: PICTURE_COST_MS,
      spare: () => batching.baking?.spare() ?? 0,
      reclaim: (bytes) => batching.baking?.giveBack(bytes) ?? 0,
    },
  ];
}

/** Nothing is given back while a system runs which may hold arrays: only by memory's own, in its phase, or between frames. */
function between(world: World, spare: Spare): Spare {
  return {
    ...spare,
    reclaim: (bytes, isOwnPhase) =>
      isInFrame(world) && isOwnPhase !== true ? 0 : spare.reclaim(bytes, isOwnPhase),
  };
}
