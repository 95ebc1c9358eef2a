import { Application, Container, Graphics, Sprite, Texture } from 'pixi.js';
import type { FrameContender } from 'rafter-ui/benchmark';
import { type App, box, type Entity, pixiSlot, setStyle } from '../../src/index';
import { openPixi } from '../pages/pixi-application';
import { openRafter } from '../pages/rafter-app';
import { BACKGROUND } from '../pages/rows';

const SPRITES = 400;
const SCENE_WIDTH = 600;
const SCENE_HEIGHT = 500;
/** Frames until what draws Pixi objects has been loaded. */
const SETTLING = 60;

/** What moves: the sprites of the scene, or a bar beside it. */
export type Moving = 'scene' | 'bar';

type State = { frame: number; move(frame: number): void; draw(now: number): void };

/** Sprites in a frame, as a map or an animation would be. */
function scene(): Container {
  const container = new Container();
  container.addChild(new Graphics().rect(0, 0, SCENE_WIDTH, SCENE_HEIGHT).fill('#203040'));
  for (let i = 0; i < SPRITES; i++) {
    const tint = 0x404040 + ((i * 7919) & 0xbfbfbf);
    const sprite = new Sprite({ texture: Texture.WHITE, tint, width: 24, height: 24, alpha: 0.8 });
    container.addChild(sprite);
  }
  place(container, 0);
  return container;
}

function place(container: Container, frame: number): void {
  const { children } = container;
  for (let i = 1; i < children.length; i++) {
    const x = ((i % 24) * 25 + frame) % (SCENE_WIDTH - 24);
    children[i]!.position.set(x, Math.floor(i / 24) * 27);
  }
}

const barLeft = (frame: number): number => 700 + (frame % 200);
const BAR = { top: 300, width: 40, height: 20 };

/** The scene in an element of Rafter's, under a panel. */
export function rafterSlot(moving: Moving): FrameContender<State> {
  return {
    async setup() {
      const app: App = await openRafter(BACKGROUND);
      const { world } = app;
      const content = scene();
      const at = { position: 'absolute', left: 20, top: 20 } as const;
      pixiSlot(world, { ...at, width: SCENE_WIDTH, height: SCENE_HEIGHT, content });
      box(world, { ...at, left: 60, width: 200, height: 100, fill: '#ffffff80' });
      const bar: Entity = box(world, { ...at, ...BAR, fill: '#ff8040' });
      for (let frame = 0; frame < SETTLING; frame++) {
        app.step(performance.now());
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return {
        frame: 0,
        move(frame) {
          if (moving === 'scene') place(content, frame);
          else setStyle(world, bar, { left: barLeft(frame) });
        },
        draw: (now) => app.step(now),
      };
    },
    frame,
  };
}

/** The same by Pixi alone, which draws all of it on its canvas. */
export function pixiScene(moving: Moving): FrameContender<State> {
  return {
    async setup() {
      const application = new Application();
      await openPixi(application);
      const content = application.stage.addChild(scene());
      content.position.set(20, 20);
      application.stage.addChild(
        new Graphics().rect(60, 20, 200, 100).fill({ color: 0xffffff, alpha: 0.5 }),
      );
      const bar = application.stage.addChild(
        new Graphics().rect(0, BAR.top, BAR.width, BAR.height).fill('#ff8040'),
      );
      return {
        frame: 0,
        move(frame) {
          if (moving === 'scene') place(content, frame);
          else bar.x = barLeft(frame);
        },
        draw: () => application.render(),
      };
    },
    frame,
  };
}

function frame(state: State, _: number, now: number): void {
  state.move(state.frame++);
  state.draw(now);
}
