import { flingContender, type Scene } from './contender';
import { VIEW_HEIGHT, VIEW_WIDTH } from './rows';

let gl: WebGL2RenderingContext;
let frames = 0;

/** A canvas that clears one pixel a frame. */
export const controlScene: Scene = {
  mount() {
    const canvas = document.createElement('canvas');
    canvas.width = VIEW_WIDTH;
    canvas.height = VIEW_HEIGHT;
    canvas.style.display = 'block';
    document.body.append(canvas);
    const context = canvas.getContext('webgl2', { alpha: false, antialias: false, stencil: false });
    if (!context) throw new Error('control-1px: WebGL2 is not available');
    gl = context;
    gl.clearColor(1, 1, 1, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.enable(gl.SCISSOR_TEST);
    gl.scissor(0, 0, 1, 1);
  },
  frame() {
    frames++;
    gl.clearColor(frames & 1, 0, 0, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
  },
};

/** A canvas of the scene's size that clears one pixel a frame: the price of presenting at all. */
export const contender = flingContender(controlScene);
