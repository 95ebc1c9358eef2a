import { resource, type World } from '../../ecs';
import {
  BLEND_NORMAL,
  LAYER_AXIS_ALIGNED,
  LAYER_FLAGS,
  LAYER_OPACITY,
  LAYER_OUTER,
  LAYER_SNAPPED,
  LAYER_WORDS,
  LayerRows,
  LayerTable,
} from '../../ecs/stores';
import { blendOf, isSimpleLayer } from './layer-programs';

const LOOK = 13;
const SNAPPED = LAYER_SNAPPED | LAYER_AXIS_ALIGNED;

/** What a layer's picture depends on besides what is in the layer, but for where it stands. */
export type LayerLooks = {
  /** Takes a layer's look as it is now, and says whether it is another than the one taken before. */
  take(layer: number): boolean;
  /** Whether a picture of the layer would stand on whole device pixels, cut by nothing but a rectangle of those. */
  canShow(layer: number): boolean;
  /**
   * Whether edges in a layer are at whole device pixels or soft. Those of layers that are scaled alone are neither: one that comes to
   * lie on the middle of pixels is drawn on this side of them or on that, whatever rounding makes of it where. Nor is what has a blend
   * mode: in a picture nothing is below it.
   */
  isExact(layer: number): boolean;
};

export function createLayerLooks(world: World): LayerLooks {
  const table = resource(world, LayerTable);
  const rows = resource(world, LayerRows);
  const look = new Float32Array(LOOK);
  let looks = new Float32Array(0);

  function canShow(layer: number): boolean {
    const { floats, words } = rows;
    const at = layer * LAYER_WORDS;
    const outer = words[at + LAYER_OUTER]!;
    // The clip row that a layer has from around cuts its picture too; one of its own is in it.
    return (
      outer !== layer &&
      floats[at + LAYER_OPACITY]! > 0 &&
      isSnapped(layer) &&
      isSimpleLayer(rows, outer)
    );
  }

  function isSnapped(layer: number): boolean {
    return (rows.words[layer * LAYER_WORDS + LAYER_FLAGS]! & SNAPPED) === SNAPPED;
  }

  return {
    canShow,
    isExact(layer) {
      const flags = rows.words[layer * LAYER_WORDS + LAYER_FLAGS]! & SNAPPED;
      const isSharp = flags === SNAPPED || (flags & LAYER_AXIS_ALIGNED) === 0;
      return isSharp && blendOf(rows, layer) === BLEND_NORMAL;
    },
    take(layer) {
      if (looks.length < table.capacity * LOOK) {
        const longer = new Float32Array(table.capacity * LOOK);
        longer.set(looks);
        looks = longer;
      }
      look[0] = canShow(layer) ? 1 : 0;
      look[1] = rows.floats[layer * LAYER_WORDS + LAYER_OPACITY]!;
      look[2] = rows.words[layer * LAYER_WORDS + LAYER_OUTER]!;
      look[3] = table.clips[layer]! + (table.content[layer] === 0 ? 0 : 2);
      look[4] = table.clipLeft[layer]!;
      look[5] = table.clipTop[layer]!;
      look[6] = table.clipRight[layer]!;
      look[7] = table.clipBottom[layer]!;
      for (let corner = 0; corner < 4; corner++) {
        look[8 + corner] = table.clipRadii[layer * 4 + corner]!;
      }
      look[12] = blendOf(rows, layer);
      const at = layer * LOOK;
      let differs = false;
      for (let i = 0; i < LOOK; i++) {
        if (looks[at + i] === look[i]) continue;
        looks[at + i] = look[i]!;
        differs = true;
      }
      return differs;
    },
  };
}
