import type { World } from '../../ecs';
import type { Baking } from './baking-type';
import type { CostSamples } from './cost-samples';
import type { Damage } from './damage';
import type { DrawCosts } from './draw-costs';
import type { DrawList } from './draw-list';
import type { ForeignContents } from './foreign';
import type { Quality } from './quality';
import type { RecordStore } from './record-store';
import type { Resolution } from './resolution';
import type { ScrollLayers } from './scroll-layers';
import type { RenderStats } from './stats';
import type { RenderSwitches } from './tunables';

/** What both systems share. */
export type Canvas = {
  readonly world: World;
  readonly store: RecordStore;
  readonly list: DrawList;
  readonly damage: Damage;
  readonly stats: RenderStats;
  readonly switches: RenderSwitches;
  readonly costs: DrawCosts;
  readonly quality: Quality;
  /** The whole surface must be drawn again. */
  everything: boolean;
  /** What keeps pictures of layers, once it is loaded. */
  baking: Baking | undefined;
  /** What draws foreign content, once it is loaded. */
  foreign: ForeignContents | undefined;
  /** What has lists moved by the page, once it is loaded. */
  scrolling: ScrollLayers | undefined;
  /** What draws at a lower resolution, once it is loaded. */
  resolution: Resolution | undefined;
  /** What learns costs, while the device is timed. */
  samples: CostSamples | undefined;
};
