import type { FrameContender } from 'rafter-ui/benchmark';
import type { NumberedScene } from '../pages/contender';
import { VIEW_HEIGHT, VIEW_WIDTH } from '../pages/rows';

/**
 * How a picture reaches the canvas: drawn into a canvas that keeps it (`direct`); drawn into a texture, of which what changed is copied to
 * such a canvas (`part`); or all of it to one that keeps nothing (`all`).
 */
export type Present = 'direct' | 'part' | 'all';

/** What changes in a frame, CSS pixels: a number in a panel, or everything. */
const PART_WIDTH = 120;
const PART_HEIGHT = 32;

/** Shows what changes in each frame: a part, or with `shown` 2 all. */
export function presentContender(
  present: Present,
): FrameContender<{ frame: number; scene: NumberedScene }> {
  return {
    async setup({ parameters }) {
      const scene = presentScene(present, parameters.shown === 2);
      await scene.mount();
      return { frame: 0, scene };
    },
    frame(state, _, now) {
      state.scene.frame(state.frame++, now);
    },
  };
}

/** Clears what changes in each frame, and nothing else, so that what differs is how it is shown. */
function presentScene(present: Present, isWhole: boolean): NumberedScene {
  const width = isWhole ? VIEW_WIDTH : PART_WIDTH;
  const height = isWhole ? VIEW_HEIGHT : PART_HEIGHT;
  let gl: WebGL2RenderingContext;
  let target: WebGLFramebuffer | null = null;
  return {
    mount() {
      const canvas = document.createElement('canvas');
      canvas.width = VIEW_WIDTH;
      canvas.height = VIEW_HEIGHT;
      canvas.style.display = 'block';
      document.body.append(canvas);
      const context = canvas.getContext('webgl2', {
        ...{ alpha: false, antialias: false, stencil: false, depth: false },
        preserveDrawingBuffer: present !== 'all',
      });
      if (!context) throw new Error('There is no WebGL 2 here');
      gl = context;
      if (present === 'direct') return;
      target = gl.createFramebuffer();
      gl.bindFramebuffer(gl.FRAMEBUFFER, target);
      gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
      gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, VIEW_WIDTH, VIEW_HEIGHT);
      const { FRAMEBUFFER, COLOR_ATTACHMENT0, TEXTURE_2D } = gl;
      const texture = gl.getParameter(gl.TEXTURE_BINDING_2D) as WebGLTexture;
      gl.framebufferTexture2D(FRAMEBUFFER, COLOR_ATTACHMENT0, TEXTURE_2D, texture, 0);
      gl.clearColor(1, 1, 1, 1);
      gl.clear(gl.COLOR_BUFFER_BIT);
    },
    frame(index) {
      const x = isWhole ? 0 : 400;
      const y = isWhole ? 0 : 300;
      gl.bindFramebuffer(gl.FRAMEBUFFER, target);
      gl.enable(gl.SCISSOR_TEST);
      gl.scissor(x, y, width, height);
      gl.clearColor((index % 7) / 7, (index % 5) / 5, 0.5, 1);
      gl.clear(gl.COLOR_BUFFER_BIT);
      if (!target) return;
      gl.disable(gl.SCISSOR_TEST);
      gl.bindFramebuffer(gl.READ_FRAMEBUFFER, target);
      gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, null);
      const [left, top] = present === 'all' ? [0, 0] : [x, y];
      const [right, bottom] =
        present === 'all' ? [VIEW_WIDTH, VIEW_HEIGHT] : [x + width, y + height];
      const rect = [left, top, right, bottom] as const;
      gl.blitFramebuffer(...rect, ...rect, gl.COLOR_BUFFER_BIT, gl.NEAREST);
      // Split across a present they would be told of as a loop of reading and writing.
      gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    },
  };
}
