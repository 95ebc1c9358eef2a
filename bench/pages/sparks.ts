/** What all scenes of sparklines show: 10 by 10 of them, of 120 samples each, that get one more in every frame. */
export const SPARKS = 100;
export const SAMPLES = 120;
export const SPARK_WIDTH = 110;
export const SPARK_HEIGHT = 40;
export const LINE_WIDTH = 1.5;
export const SPARK_COLOR = 0x003366;
export const SPARK_MIN = -4;
export const SPARK_MAX = 4;

const ACROSS = 10;
const STEP_X = 120;
const STEP_Y = 60;

export function sparkLeft(index: number): number {
  return 10 + (index % ACROSS) * STEP_X;
}

export function sparkTop(index: number): number {
  return 10 + Math.floor(index / ACROSS) * STEP_Y;
}

/** Sample `at` of a series: a slow wave, a fast one and noise. */
export function sampleOf(series: number, at: number): number {
  const noise = (((at * 7919 + series * 104_729) % 1009) / 1009 - 0.5) * 1.5;
  return Math.sin(at / 17 + series) * 2 + Math.sin(at / 3) * 0.7 + noise;
}

/** Where sample `at` of those shown stands: x and y from the corner of its box. */
export function placeOf(at: number, value: number, out: Float64Array): void {
  out[0] = LINE_WIDTH / 2 + ((SPARK_WIDTH - LINE_WIDTH) * at) / (SAMPLES - 1);
  const share = (value - SPARK_MIN) / (SPARK_MAX - SPARK_MIN);
  out[1] = LINE_WIDTH / 2 + (SPARK_HEIGHT - LINE_WIDTH) * (1 - share);
}
