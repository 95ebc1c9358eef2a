import type { ContenderContext, FunctionContender } from 'rafter-ui/benchmark';
import { columns } from '../../src/ecs';
import { Text, type TextMeasurer } from '../../src/ecs/stores';
import {
  createDeterministicMeasurer,
  createDeterministicRasteriser,
} from '../../src/testing/deterministic-text';
import { openTexts, wrapScene } from './paragraph-stage';
import { manyParagraphs, OTHER_WIDTH, type ParagraphScene, WIDTH } from './paragraphs';

/** Texts and what was asked of the host for them. */
export type ParagraphState = {
  scene: ParagraphScene;
  paragraphs: readonly string[];
  width: number;
  /** Asked of the host so far. */
  calls: { measured: number };
  /** Made so far by runs. */
  lines: number;
  countLines(): number;
};

/** Paragraphs never shown before, of words of which most were. */
export const fresh: FunctionContender<ParagraphState> = {
  setup: open,
  before(state, { random }) {
    state.paragraphs = manyParagraphs(random, { settled: true });
    state.scene.clear();
  },
  run: show,
  counters,
};

/** The same paragraphs again, after the texts showed nothing. */
export const again: FunctionContender<ParagraphState> = {
  setup: open,
  before: ({ scene }) => scene.clear(),
  run: show,
  counters,
};

/** What is shown, for the other of two widths. */
export const rewrapped: FunctionContender<ParagraphState> = {
  setup: open,
  run(state) {
    state.width = state.width === WIDTH ? OTHER_WIDTH : WIDTH;
    const height = state.scene.rewrap(state.width);
    state.lines += state.countLines();
    return height;
  },
  counters,
};

async function open({ random }: ContenderContext): Promise<ParagraphState> {
  const host = createDeterministicMeasurer();
  const calls = { measured: 0 };
  const measurer: TextMeasurer = {
    metrics: (font) => host.metrics(font),
    measure(font, text) {
      calls.measured++;
      return host.measure(font, text);
    },
  };
  const stage = await openTexts(measurer, createDeterministicRasteriser());
  const { rows, world } = stage;
  const { lineCount } = columns(world, Text);
  const scene = wrapScene(stage);
  const paragraphs = manyParagraphs(random, { settled: true });
  scene.show(paragraphs);
  const countLines = () => rows.reduce((sum, row) => sum + lineCount[row]!, 0);
  return { scene, paragraphs, width: WIDTH, calls, lines: 0, countLines };
}

function show(state: ParagraphState): number {
  const height = state.scene.show(state.paragraphs);
  state.lines += state.countLines();
  return height;
}

function counters({ calls, lines }: ParagraphState) {
  return { measured: calls.measured, lines };
}
