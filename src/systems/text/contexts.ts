import type { ClusterTable } from './clusters';
import type { ContextJoiner } from './context-joiner';
import type { Face } from './face';
import type { Spaced, Until } from './run-layout';

export type ContextsOptions = {
  clusters: ClusterTable;
  /** Called once, when the joiner has come: lay out again what is in faces with kinds. */
  onReady: () => void;
  /** Called once, when it does not load; letters and signs then stay as they are by themselves. */
  onFailure: (error: Error) => void;
  /** Loads the joiner. @default import('./context-joiner') */
  importJoiner?: () => Promise<typeof import('./context-joiner')>;
};

/** Shapes together what depends on each other beyond pairs. Its first face that has such shapes loads what does it. */
class Contexts {
  private joiner: ContextJoiner | undefined;
  private loading: Promise<void> | undefined;
  private readonly options: ContextsOptions;

  constructor(options: ContextsOptions) {
    this.options = options;
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
      if (until?.isOut) return false;
      face.look();
    }
    if (face.kinds === 0) return true;
    if (this.joiner) return this.joiner.join(face, glyphs, from, to, style, tabular, levels, until);
    this.loading ??= this.load();
    return true;
  }

  /** Settles when the joiner that was asked for has come, or has not. */
  ready(): Promise<void> | undefined {
    return this.loading;
  }

  private load(): Promise<void> {
    const { clusters, onReady, onFailure } = this.options;
    const { importJoiner = () => import('./context-joiner') } = this.options;
    return importJoiner().then(
      ({ createContextJoiner }) => {
        this.joiner = createContextJoiner(clusters);
        onReady();
      },
      (cause) => {
        const message =
          'context-joiner did not load, so letters and signs do not depend on those beside them; serve its chunk beside the app';
        onFailure(new Error(message, { cause }));
      },
    );
  }
}

export type { Contexts };

/** Gives what joins the clusters of a world that depend on each other. */
export function createContexts(options: ContextsOptions): Contexts {
  return new Contexts(options);
}
