import { columns, LAYOUT, touch } from '../../src/ecs';
import { Box, LayoutStyle } from '../../src/ecs/stores';
import { createCanvasMeasurer, createCanvasRasteriser } from '../../src/render/text';
import { createLayoutSystem } from '../../src/systems/layout';
import { endFrame } from '../ecs/end-frame';
import { paragraphContender } from './paragraph-contender';
import { openTexts, showing, type TextStage, wrapScene } from './paragraph-stage';

/** The text system alone: `setText` and `TextPort.wrap`. */
export const wrapped = paragraphContender(async () => wrapScene(await openOnPage()));

/** With the layout that gives each text its width and asks it for its height, which is what a browser does. */
export const laidOut = paragraphContender(async () => {
  const { world, rows, port, page } = await openOnPage();
  const layout = createLayoutSystem({ world });
  const style = columns(world, LayoutStyle);
  const { height } = columns(world, Box);
  const update = (): number => {
    layout.update({} as never);
    endFrame(world);
    let sum = 0;
    for (const row of rows) sum += height[row]!;
    return sum;
  };
  return {
    ...showing(rows, port, update),
    rewrap(width) {
      style.width[page] = width;
      touch(world, page, LAYOUT);
      return update();
    },
  };
});

function openOnPage(): Promise<TextStage> {
  return openTexts(createCanvasMeasurer(), createCanvasRasteriser());
}
