export { arrangeSizes, moveRows, spliceSizes } from './size-moves';
export { takeMove } from './take-move';
