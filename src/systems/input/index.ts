export { createInput, type Input, type InputOptions } from './input';
export { POINTER_MOUSE, POINTER_PEN, POINTER_TOUCH } from './pointers';
export { inputTunables } from './tunables';
