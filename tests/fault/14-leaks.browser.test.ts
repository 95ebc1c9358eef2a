import { Container, createIdFromString, Graphics, MeshPlane, Texture } from 'pixi.js';
import { createApp, pixiSlot } from 'rafter-ui';
import { expect, it } from 'vitest';
import { addCanvas, until } from '../app/page';

it('an app that goes leaves nothing with Pixi: no source of a shader, no listener', async () => {
  await cycle();
  const before = held();
  await cycle();
  await cycle();
  expect(held()).toEqual(before);
});

/** What Pixi keeps for ever: sources of programs, which it numbers, and what listens to textures that all renderers share. */
function held(): { sources: number; listeners: number } {
  asked++;
  return {
    sources: createIdFromString(`asked ${asked}`, 'gl-program') - asked,
    listeners: [Texture.WHITE, Texture.EMPTY].reduce(
      (sum, { source }) => sum + source.listenerCount('change'),
      0,
    ),
  };
}
let asked = 0;

/** An app that draws all that has a shader for each renderer; its canvas goes at the end of the test. */
async function cycle(): Promise<void> {
  const app = await createApp({ canvas: addCanvas(60, 40) });
  const content = new Container();
  content.addChild(new Graphics().rect(0, 0, 900, 9).circle(20, 20, 300).fill('#2060a0'));
  content.addChild(new MeshPlane({ texture: Texture.WHITE, verticesX: 20, verticesY: 20 }));
  let drawn = 0;
  content.onRender = () => {
    drawn++;
  };
  pixiSlot(app.world, { content, width: 40, height: 30 });
  app.start();
  await until(() => drawn > 0);
  app.dispose();
  app.dispose();
  content.destroy({ children: true });
}
