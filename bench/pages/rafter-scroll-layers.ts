/** Rafter's list with scroll layers. */
export { scrollLayersContender as contender } from './rafter';
