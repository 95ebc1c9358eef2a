import { Application, BitmapText, Container, Sprite, Texture } from 'pixi.js';
import type { NumberedScene } from './contender';
import {
  COUNTER,
  COUNTER_TEXT,
  countOf,
  PANEL_HEIGHT,
  PANEL_WIDTH,
  PANELS,
  panelColor,
  panelLeft,
  panelTop,
} from './panels';
import { openPixi } from './pixi-application';
import { FONT_FAMILY, FONT_SIZE } from './rows';

const application = new Application();

/** The panels as Pixi's scene graph: sprites and a bitmap text. With `cached`, the panels are a texture. */
export function panelsScene(cached = false): NumberedScene {
  const style = { fontFamily: FONT_FAMILY, fontSize: FONT_SIZE, fill: COUNTER_TEXT.color };
  const counter = new BitmapText({ text: String(countOf(0)), style });
  return {
    async mount() {
      await openPixi(application);
      const panels = new Container();
      for (let i = 0; i < PANELS; i++) {
        panels.addChild(
          rectangle(panelLeft(i), panelTop(i), PANEL_WIDTH, PANEL_HEIGHT, panelColor(i)),
        );
      }
      const { x, y, width, height, color } = COUNTER;
      panels.addChild(rectangle(x, y, width, height, color));
      if (cached) panels.cacheAsTexture(true);
      counter.position.set(COUNTER_TEXT.x, COUNTER_TEXT.y);
      application.stage.addChild(panels, counter);
      application.render();
    },
    frame(index) {
      counter.text = String(countOf(index));
      application.render();
    },
  };
}

function rectangle(x: number, y: number, width: number, height: number, color: number): Sprite {
  const sprite = new Sprite(Texture.WHITE);
  sprite.position.set(x, y);
  sprite.setSize(width, height);
  sprite.tint = color;
  return sprite;
}
