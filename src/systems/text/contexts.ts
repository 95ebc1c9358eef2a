import { createLoader, type Loader, type World } from '../../ecs';
import { type ClusterTable, FIRST_CLUSTER } from './clusters';
import type { ContextJoiner } from './context-joiner';
import type { Face } from './face';
import type { Spaced, Until } from './run-layout';

const SPACE = 0x20;
/** No signs and letters that react to each other from here on, but in clusters of several units. */
const FIRST_EAST_ASIAN = 0x2e80;

export type ContextsOptions = {
  /** The world whose frames try again what did not load. */
  world?: World;
  clusters: ClusterTable;
  /** Called once, when the joiner has come: lay out again what is in faces with kinds. */
  onReady: () => void;
  /** Called once, when it does not load; letters and signs stay as they are by themselves until it does. */
  onFailure: (error: Error) => void;
  /** Loads the joiner. @default import('./context-joiner') */
  importJoiner?: () => Promise<typeof import('./context-joiner')>;
};

/** Shapes together what depends on each other beyond pairs. Its first face that has such shapes loads what does it. */
class Contexts {
  private joiner: ContextJoiner | undefined;
  private readonly loader: Loader<typeof import('./context-joiner')>;

  constructor(options: ContextsOptions) {
    const { world, clusters, importJoiner = () => import('./context-joiner') } = options;
    this.loader = createLoader({
      world,
      load: importJoiner,
      onLoaded: ({ createContextJoiner }) => {
        this.joiner = createContextJoiner(clusters);
        options.onReady();
      },
      onFailure(cause) {
        const message =
          'context-joiner did not load, so letters and signs do not depend on those beside them; serve its chunk beside the app';
        options.onFailure(new Error(message, { cause }));
      },
    });
  }

  /** As `ContextJoiner.join`; looks at a face first that is new. */
  join(
    face: Face,
    glyphs: Uint32Array,
    from: number,
    to: number,
    style: Spaced,
    tabular: boolean,
    levels: Uint8Array | undefined,
    until: Until | undefined,
  ): boolean {
    if (face.kinds < 0) {
      // A look may take half of a frame, and a screen of Chinese has nothing to look for.
      if (!hasReacting(glyphs, from, to)) return true;
      if (until?.isOut) return false;
      face.look();
    }
    if (face.kinds === 0) return true;
    if (this.joiner) return this.joiner.join(face, glyphs, from, to, style, tabular, levels, until);
    this.loader.ask();
    return true;
  }

  /** Settles when the joiner that was asked for has come, or has not. */
  ready(): Promise<void> | undefined {
    return this.loader.ready();
  }
}

export type { Contexts };

/** Whether any of these may depend on what stands beside it: no white space, and nothing from Han, kana or Hangul. */
function hasReacting(glyphs: Uint32Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const glyph = glyphs[i]!;
    if ((glyph > SPACE && glyph < FIRST_EAST_ASIAN) || glyph >= FIRST_CLUSTER) return true;
  }
  return false;
}

/** Gives what joins the clusters of a world that depend on each other. */
export function createContexts(options: ContextsOptions): Contexts {
  return new Contexts(options);
}
