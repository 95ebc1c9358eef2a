import type { MeasureContender } from 'rafter-ui/benchmark';
import type { NumberedScene } from '../pages/contender';

type Restored = { canvas: HTMLCanvasElement; context: WebGL2RenderingContext; frame: number };

/** Frames before the first loss. */
const WARM_FRAMES = 3;

/** Takes the context of a scene's canvas away, gives it back, and waits until all of the picture is drawn again. */
export function restoreContender(scene: NumberedScene): MeasureContender<Restored> {
  return {
    async setup() {
      await scene.mount();
      const canvas = document.querySelector('canvas')!;
      const context = canvas.getContext('webgl2')!;
      for (let frame = 0; frame < WARM_FRAMES; frame++) scene.frame(frame, performance.now());
      return { canvas, context, frame: WARM_FRAMES };
    },
    async measure(state, { now }) {
      const { canvas, context } = state;
      const loser = context.getExtension('WEBGL_lose_context')!;
      const lost = told(canvas, 'webglcontextlost');
      loser.loseContext();
      await lost;
      // The browser allows a restore only when the event is over.
      await new Promise((resolve) => setTimeout(resolve));
      const back = told(canvas, 'webglcontextrestored');
      const start = now();
      loser.restoreContext();
      await back;
      scene.frame(state.frame++, performance.now());
      const pixel = new Uint8Array(4);
      context.readPixels(4, 4, 1, 1, context.RGBA, context.UNSIGNED_BYTE, pixel);
      const restored = now() - start;
      if (pixel[3] !== 255) throw new Error(`the picture is not back: ${pixel}`);
      return { restored };
    },
  };
}

function told(canvas: HTMLCanvasElement, type: string): Promise<unknown> {
  return new Promise((resolve) => canvas.addEventListener(type, resolve, { once: true }));
}
