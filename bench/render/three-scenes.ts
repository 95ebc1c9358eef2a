import type { FrameContender } from 'rafter-ui/benchmark';
import type { App } from '../../src/index';
import { flung, type NumberedScene } from '../pages/contender';

/** The parameter `scene` of the benches that have three: a list flung, one number among 5,000 panels, 60 cards that glide. */
export const SCENES = { list: 1, panels: 2, cards: 3 } as const;

type Opener = (scene: number) => NumberedScene | Promise<NumberedScene>;

/** Rafter, with all that spares drawing or without any of it. */
export function rafterScenes(spares: boolean): FrameContender<unknown> {
  return ofScenes(async (scene) => {
    const { spareNothing } = await import('../pages/rafter-app');
    const prepare = spares ? undefined : spareNothing;
    if (scene === SCENES.panels)
      return (await import('../pages/panels-rafter')).panelsScene(prepare);
    if (scene === SCENES.cards) return (await import('../pages/cards-rafter')).cardsScene(prepare);
    const { listScene, spareNothingOfList } = await import('../pages/rafter');
    return flung(listScene, spares ? undefined : spareNothingOfList);
  });
}

/** Of the parameter `look`, from 1: cards as they are, and with a shadow and a gradient. */
const LOOKS = [
  {},
  { boxShadow: '0 4px 16px #0008', gradient: 'linear-gradient(160deg, #ffffff40, #00000040)' },
] as const;

/** Frames until all cards have their pictures. */
const SETTLING = 60;

/** The cards that glide, each kept as a picture where that pays, or drawn anew in every frame. */
export function rafterCards(
  bakes: boolean,
): FrameContender<{ frame: number; scene: NumberedScene }> {
  return {
    async setup({ parameters }) {
      const { cardsScene } = await import('../pages/cards-rafter');
      const scene = cardsScene(
        (app) => {
          app.tunables.get('rendering')!.set('baking', bakes);
        },
        LOOKS[(parameters.look ?? 1) - 1],
      );
      await scene.mount();
      // What keeps pictures is loaded meanwhile, and takes three in a frame.
      const settling = bakes ? SETTLING : 1;
      for (let frame = 0; frame < settling; frame++) {
        scene.frame(frame, performance.now());
        await new Promise((resolve) => setTimeout(resolve));
      }
      return { frame: settling, scene };
    },
    frame(state, _, now) {
      state.scene.frame(state.frame++, now);
    },
  };
}

/** The cards that fade, each put together first, or part by part. */
export function fadingCards(
  groups: boolean,
): FrameContender<{ frame: number; scene: NumberedScene }> {
  return faded(async () => {
    const { cardsScene } = await import('../pages/cards-rafter');
    const prepare = (app: App): void => app.tunables.get('rendering')!.set('groups', groups);
    return cardsScene(prepare, {}, true);
  });
}

/** The same by Pixi: kept as textures, or through filters. */
export function pixiFadingCards(
  how: 'texture' | 'filter',
): FrameContender<{ frame: number; scene: NumberedScene }> {
  return faded(async () => (await import('../pages/cards-pixi')).fadingScene(how));
}

function faded(
  open: () => Promise<NumberedScene>,
): FrameContender<{ frame: number; scene: NumberedScene }> {
  return {
    async setup() {
      const scene = await open();
      await scene.mount();
      for (let frame = 0; frame < SETTLING; frame++) {
        scene.frame(frame, performance.now());
        await new Promise((resolve) => setTimeout(resolve));
      }
      return { frame: SETTLING, scene };
    },
    frame(state, _, now) {
      state.scene.frame(state.frame++, now);
    },
  };
}

/** Pixi's scene graph, rendered in every frame. */
export function pixiScenes(): FrameContender<unknown> {
  return ofScenes(async (scene) => {
    if (scene === SCENES.panels) return (await import('../pages/panels-pixi')).panelsScene();
    if (scene === SCENES.cards) return (await import('../pages/cards-pixi')).cardsScene;
    return flung((await import('../pages/pixi-pooled')).listScene);
  });
}

/** A canvas of the same size that clears one pixel a frame. */
export function controlScenes(): FrameContender<unknown> {
  return ofScenes(async () => flung((await import('../pages/control-1px')).controlScene));
}

function ofScenes(open: Opener): FrameContender<{ frame: number; scene: NumberedScene }> {
  return {
    async setup({ parameters }) {
      const scene = await open(parameters.scene ?? SCENES.list);
      await scene.mount();
      return { frame: 0, scene };
    },
    frame(state, _, now) {
      state.scene.frame(state.frame++, now);
    },
  };
}
