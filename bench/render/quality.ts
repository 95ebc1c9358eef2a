import type { FrameContender } from 'rafter-ui/benchmark';
import type { NumberedScene } from '../pages/contender';

/** Of the parameter `look`, from 1: what 60 cards with three texts and 13 bars each have besides. */
const LOOKS = [
  { boxShadow: '0 4px 16px #0008' },
  { gradient: 'linear-gradient(160deg, #30507080, #20304080 30%, #60402080 70%, #10203080)' },
] as const;
/** Frames until what a turned knob needs has been loaded. */
const SETTLING = 20;

/** The cards that glide, drawn anew in every frame, with some knobs of `quality` turned. */
export function qualityCards(
  knobs: Readonly<Record<string, number>>,
): FrameContender<{ frame: number; scene: NumberedScene }> {
  return {
    async setup({ parameters }) {
      const { cardsScene } = await import('../pages/cards-rafter');
      const scene = cardsScene(
        (app) => {
          app.tunables.get('rendering')!.set('baking', false);
          for (const [name, value] of Object.entries(knobs)) {
            app.tunables.get('quality')!.set(name, value);
          }
        },
        LOOKS[(parameters.look ?? 1) - 1],
      );
      await scene.mount();
      for (let frame = 0; frame < SETTLING; frame++) {
        scene.frame(frame, performance.now());
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return { frame: SETTLING, scene };
    },
    frame(state, _, now) {
      state.scene.frame(state.frame++, now);
    },
  };
}
