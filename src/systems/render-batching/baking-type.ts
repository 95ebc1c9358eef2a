import type { DrawPlan } from './draw-plan';
import type { PictureSlots } from './picture-slots';

/** Keeps pictures of layers: of groups, which need them, and of those that stay as they are but are drawn again and again. */
export type Baking = {
  /** After records, bounds and damage of a frame are known: forgets what is no longer true, and decides what is worth a picture. */
  update(layersMoved: boolean, waits: boolean): void;
  /** Takes the pictures that were decided upon. Whatever the list says must have been sent. */
  take(plan: DrawPlan, general: boolean, isWhole: boolean): void;
  /** Draws a picture, mixed by a blend mode. */
  draw(slot: number, first: number, blend: number): void;
  /** Whether something of these layers, 1 each, is put together with other things before it is drawn. */
  groupsAny(layers: Uint8Array): boolean;
  /** Layers that the last frame looked at. */
  looked(): number;
  /** Forgets all pictures, as after a lost device. */
  forget(): void;
  /** Where the pictures are, and their records. */
  readonly slots: PictureSlots;
  /** Bytes of all pictures, and of textures kept for those to come. */
  bytes(): number;
  /** Bytes of pictures of which nothing is on the surface; of groups, which need theirs, none. */
  spare(): number;
  /** Gives up about so many bytes of those, first what was drawn longest ago. Returns how many. */
  giveBack(bytes: number): number;
};
