import { resource, type World } from '../../ecs';
import {
  LAYER_A,
  LAYER_CLIP,
  LAYER_CLIP_ROW,
  LAYER_FLAGS,
  LAYER_OUTER,
  LAYER_SNAPPED,
  LAYER_TX,
  LAYER_TY,
  LAYER_WORDS,
  LayerRows,
  LayerTable,
} from '../../ecs/stores';
import { SLOTS } from './picture-slots';

/** Numbers that say how a picture was seen: scale and place, clips around, clip of its own. */
const LOOK = 21;

/** What the picture of a group depends on besides what is in its layer. */
export type GroupLooks = {
  /** Takes how a layer is seen now, and says whether that is another way than was taken for its slot before. */
  take(slot: number, layer: number, isCut: boolean): boolean;
};

export function createGroupLooks(world: World): GroupLooks {
  const rows = resource(world, LayerRows);
  const table = resource(world, LayerTable);
  const looks = new Float32Array(SLOTS * LOOK);
  const look = new Float32Array(LOOK);
  return {
    take(slot, layer, isCut) {
      const { floats, words } = rows;
      const at = layer * LAYER_WORDS;
      const outer = words[at + LAYER_OUTER]!;
      const isSnapped = (words[at + LAYER_FLAGS]! & LAYER_SNAPPED) !== 0;
      for (let i = 0; i < 4; i++) {
        look[i] = floats[at + LAYER_A + i]!;
        look[8 + i] = isCut ? floats[outer * LAYER_WORDS + LAYER_CLIP + i]! : 0;
        look[17 + i] = table.clipRadii[layer * 4 + i]!;
      }
      look[4] = isSnapped && !isCut ? 0 : floats[at + LAYER_TX]!;
      look[5] = isSnapped && !isCut ? 0 : floats[at + LAYER_TY]!;
      look[6] = outer;
      look[7] = words[outer * LAYER_WORDS + LAYER_CLIP_ROW]!;
      look[12] = table.clips[layer]! + (table.content[layer] === 0 ? 0 : 2);
      look[13] = table.clipLeft[layer]!;
      look[14] = table.clipTop[layer]!;
      look[15] = table.clipRight[layer]!;
      look[16] = table.clipBottom[layer]!;
      let differs = false;
      for (let i = 0; i < LOOK; i++) {
        if (looks[slot * LOOK + i] === look[i]) continue;
        looks[slot * LOOK + i] = look[i]!;
        differs = true;
      }
      return differs;
    },
  };
}
