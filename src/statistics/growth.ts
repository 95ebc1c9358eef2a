/** How a cost grows with its size, from the slowest. */
export type GrowthModel = 'O(1)' | 'O(log n)' | 'O(n)' | 'O(n log n)';

/** One model laid through the points: value = constant + slope * f(n), logarithms to base 2, both at least 0. */
export type GrowthFit = {
  model: GrowthModel;
  constant: number;
  slope: number;
  /** 1 less the mean square of the relative residuals. */
  r2: number;
  /** Root mean square of the relative residuals: 0.05 is 5 % off. */
  residual: number;
};

/** The simplest model that fits, and all of them for comparison. */
export type Growth = Omit<GrowthFit, 'residual'> & { fits: readonly GrowthFit[] };

const SHAPES: readonly [GrowthModel, (n: number) => number][] = [
  ['O(1)', () => 0],
  ['O(log n)', Math.log2],
  ['O(n)', (n) => n],
  ['O(n log n)', (n) => n * Math.log2(n)],
];

/**
 * Tells how values grow with n: the simplest model that adds no more than `margin` to the best one's relative residuals.
 *
 * Residuals are relative to the values (weights 1 / value^2), so that 1,000 and 100,000 count alike. R^2 is 1 less their
 * mean square: not centred, because around its mean a constant explains nothing. Margin 0.1: measured values stray 5 %,
 * and over a factor of 100 in n neighbouring models differ by 20 %.
 *
 * Undefined for fewer than 3 different n, an n below 1, or values of which some, not all, are 0 or below; zeros
 * throughout are O(1).
 */
export function fitGrowth(
  points: readonly (readonly [n: number, value: number])[],
  { margin = 0.1 }: { margin?: number } = {},
): Growth | undefined {
  if (new Set(points.map(([n]) => n)).size < 3 || !points.every(([n]) => n >= 1)) return undefined;
  if (points.every(([, value]) => value === 0)) {
    const fits = SHAPES.map(([model]) => ({ model, constant: 0, slope: 0, r2: 1, residual: 0 }));
    return { model: 'O(1)', constant: 0, slope: 0, r2: 1, fits };
  }
  if (!points.every(([, value]) => value > 0)) return undefined;
  const fits = SHAPES.map(([model, shape]) => fitModel(model, shape, points));
  // Added as independent errors are: beside a bad best fit the margin counts for nothing.
  const best = Math.min(...fits.map(({ residual }) => residual));
  const chosen = fits.find(({ residual }) => residual <= Math.hypot(best, margin))!;
  const { model, constant, slope, r2 } = chosen;
  return { model, constant, slope, r2, fits };
}

function fitModel(
  model: GrowthModel,
  shape: (n: number) => number,
  points: readonly (readonly [number, number])[],
): GrowthFit {
  // Divided by the value every point reads 1 = constant * u + slope * v.
  let [uu, uv, vv, u1, v1] = [0, 0, 0, 0, 0];
  for (const [n, value] of points) {
    const u = 1 / value;
    const v = shape(n) / value;
    uu += u * u;
    uv += u * v;
    vv += v * v;
    u1 += u;
    v1 += v;
  }
  const determinant = uu * vv - uv * uv;
  const candidates: [number, number][] = [[u1 / uu, 0]];
  if (vv > 0) candidates.push([0, v1 / vv]);
  if (determinant > 0) {
    const constant = (u1 * vv - v1 * uv) / determinant;
    const slope = (v1 * uu - u1 * uv) / determinant;
    if (constant >= 0 && slope >= 0) candidates.push([constant, slope]);
  }
  let best: GrowthFit | undefined;
  for (const [constant, slope] of candidates) {
    let squares = 0;
    for (const [n, value] of points) squares += ((constant + slope * shape(n)) / value - 1) ** 2;
    const square = squares / points.length;
    if (!best || square < best.residual ** 2) {
      best = { model, constant, slope, r2: 1 - square, residual: Math.sqrt(square) };
    }
  }
  return best!;
}
