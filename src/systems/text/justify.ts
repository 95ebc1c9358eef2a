import { createLoader, resource, type World } from '../../ecs';
import { GAP_AFTER, type TextJustify, TextLines, TextRuns } from '../../ecs/stores';
import type { ClusterTable } from './clusters';
import type { JustifyRules } from './justify-rules';
import { hangs } from './wrap';

const SPACE = 0x20;

export type LineJustifierOptions = {
  world: World;
  clusters: ClusterTable;
  /** Called once, when the rules have come: place again what is justified. */
  onReady: () => void;
  /** Called once, when they do not load; it stays with spaces until they do. */
  onFailure: (error: Error) => void;
  /** Loads the rules. @default import('./justify-rules') */
  importRules?: () => Promise<JustifyRules>;
};

export type LineJustifier = TextJustify & {
  /** Settles when the rules that were asked for have come, or have not. */
  ready(): Promise<void> | undefined;
};

/**
 * Gives what spreads the justified lines of a world. The first one loads the rules; until these are there, lines are wider at
 * spaces alone.
 */
export function createLineJustifier({
  world,
  clusters,
  onReady,
  onFailure,
  importRules = () => import('./justify-rules'),
}: LineJustifierOptions): LineJustifier {
  const runs = resource(world, TextRuns);
  const lines = resource(world, TextLines);
  let rules: TextJustify | undefined;
  const loader = createLoader({
    world,
    load: importRules,
    onLoaded({ createJustifyRules }) {
      const textOf = (glyph: number) => clusters.textOf(glyph);
      rules = createJustifyRules({ runs, lines, hangs, textOf });
      onReady();
    },
    onFailure(cause) {
      const message =
        'justify-rules did not load, so justified lines are wider at spaces only; serve its chunk beside the app';
      onFailure(new Error(message, { cause }));
    },
  });

  return {
    spread(placed, line, start) {
      loader.ask();
      if (rules) return rules.spread(placed, line, start);
      const { input } = placed;
      const first = start + lines.first[line]!;
      const shown = start + lines.shown[line]!;
      let count = 0;
      placed.makeRoom(shown - first);
      for (let i = first; i < shown; i++) {
        const isSpace = runs.glyphs[i] === SPACE;
        placed.gaps[i - first] = isSpace ? GAP_AFTER : 0;
        if (isSpace) count++;
      }
      input[1] = 0;
      if (count > 0 && input[0]! > 0) {
        input[1] = input[0]! / count;
        input[0] = 0;
      }
      return shown;
    },
    ready: () => loader.ready(),
  };
}
