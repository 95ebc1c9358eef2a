import {
  columns,
  createWorld,
  type Row,
  resolve,
  resource,
  setResource,
  spawn,
  type World,
} from '../../src/ecs';
import {
  BoxKind,
  createLayerTable,
  DIRECTION_COLUMN,
  type GlyphRasteriser,
  LayerTable,
  LayoutStyle,
  Text,
  TextKind,
  type TextMeasurer,
  TextPort,
  UNIT_PX,
  Viewport,
} from '../../src/ecs/stores';
import { createTextSystem } from '../../src/systems/text';
import { endFrame } from '../ecs/end-frame';
import { defineCoreStores } from '../ecs/stores';
import {
  ALL_SCRIPTS,
  OTHER_WIDTH,
  PARAGRAPH_FONT_SIZE,
  PARAGRAPHS,
  type ParagraphScene,
  WIDTH,
} from './paragraphs';

/** A world with texts in a column, and what is asked of its text system. */
export type TextStage = { world: World; rows: readonly Row[]; page: Row; port: TextPort };

/** Shows paragraphs in the text system alone: `setText` and `TextPort.wrap`. */
export function wrapScene({ world, rows, port }: TextStage): ParagraphScene {
  const { height } = columns(world, Text);
  const rewrap = (width: number): number => {
    let sum = 0;
    for (const row of rows) {
      port.wrap(row, width);
      sum += height[row]!;
    }
    endFrame(world);
    return sum;
  };
  return { ...showing(rows, port, () => rewrap(WIDTH)), rewrap };
}

/** What is the same however heights are found. */
export function showing(
  rows: readonly Row[],
  port: TextPort,
  finish: () => number,
): Omit<ParagraphScene, 'rewrap'> {
  return {
    clear() {
      for (const row of rows) port.setText(row, '');
      finish();
    },
    show(paragraphs) {
      for (let i = 0; i < PARAGRAPHS; i++) port.setText(rows[i]!, paragraphs[i]!);
      return finish();
    },
  };
}

/** A column of texts, each as wide as it, and the system of texts over canvas 2D. */
export async function openTexts(
  measurer: TextMeasurer,
  rasteriser: GlyphRasteriser,
): Promise<TextStage> {
  const world = createWorld({ capacity: PARAGRAPHS * 1.2 });
  defineCoreStores(world);
  const view = { width: 1280, height: 720, dpr: 1, glyphScale: 1, background: 0, version: 1 };
  setResource(world, Viewport, view);
  setResource(world, LayerTable, createLayerTable(4));
  const system = createTextSystem({
    world,
    measurer,
    rasteriser,
    clock: performance,
  });
  const port = resource(world, TextPort);
  const style = columns(world, LayoutStyle);
  const page = resolve(world, spawn(world, BoxKind));
  style.direction[page] = DIRECTION_COLUMN;
  style.width[page] = WIDTH;
  style.widthUnit[page] = UNIT_PX;
  const texts = columns(world, Text);
  const font = port.font({
    family: ALL_SCRIPTS,
    size: PARAGRAPH_FONT_SIZE,
    weight: 400,
    italic: false,
  });
  const paragraph = port.paragraph({ whiteSpace: 'normal', overflowWrap: 'break-word' });
  const rows = Array.from({ length: PARAGRAPHS }, () => {
    const row = resolve(world, spawn(world, TextKind, page));
    texts.font[row] = font;
    texts.paragraph[row] = paragraph;
    style.shrink[row] = 0;
    port.setText(row, '');
    return row;
  });
  // Right-to-left text asks for its part of the system, which is loaded when it is met.
  port.setText(rows[0]!, 'שלום');
  await system.ready();
  // Each row is to know its width, as it does whenever a text changes.
  for (const row of rows) port.wrap(row, OTHER_WIDTH);
  return { world, rows, port, page };
}
