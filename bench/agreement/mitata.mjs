// Times one micro-benchmark by mitata in this process and prints its median in ns.
import { do_not_optimize, measure } from 'mitata';
import { micros } from './micros.mjs';

const { setup, run } = micros[process.argv[2]];
const state = setup();
const { p50 } = await measure(() => do_not_optimize(run(state)));
console.log(p50);
