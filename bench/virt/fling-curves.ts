/** Where a fling is some milliseconds after it began, pixels, and when it rests. */
export type Curve = { at(ms: number): number; restMs: number };

/** Makes the curve of a fling that begins with a speed, pixels per ms. */
export type Family = (speed: number) => Curve;

/** Keeps a share of its speed every millisecond: scroll views of iOS (0.998, fast 0.99), Firefox, GTK, and momentum of trackpads. */
export function exponential(kept: number): Family {
  const tau = -1 / Math.log(kept);
  return (speed) => ({
    at: (ms) => speed * tau * (1 - Math.exp(-ms / tau)),
    // Slower than 20 px a second nobody sees it move.
    restMs: tau * Math.log(Math.max(1, speed / 0.02)),
  });
}

/** Loses so much speed every millisecond, px per ms²: inertia of Windows' manipulations. */
export function evenlySlowed(loss: number): Family {
  return (speed) => {
    const restMs = speed / loss;
    return {
      restMs,
      at(ms) {
        const t = Math.min(ms, restMs);
        return speed * t - (loss * t * t) / 2;
      },
    };
  };
}

/**
 * Chromium's curve for flings of a touchpad: a falling exponential less a constant, the same curve for every speed, entered where it
 * is that fast.
 */
export function chromiumTouchpad(speed: number): Curve {
  const alpha = -5707.62;
  const beta = 172;
  const gamma = 3.7;
  const place = (s: number) => alpha * Math.exp(-gamma * s) - beta * s - alpha;
  const end = -Math.log(beta / (-alpha * gamma)) / gamma;
  const begin = Math.min(end, -Math.log((speed * 1000 + beta) / (-alpha * gamma)) / gamma);
  return {
    restMs: (end - begin) * 1000,
    at: (ms) => place(Math.min(begin + ms / 1000, end)) - place(begin),
  };
}

/** Android's scroller: distance and duration are powers of the speed, and a spline lies between. 160 pixels an inch. */
export function androidSpline(speed: number): Curve {
  const friction = 0.015 * 9.80665 * 39.37 * 160 * 0.84;
  const rate = Math.log(0.78) / Math.log(0.9);
  const inflexion = 0.35;
  const l = Math.log((inflexion * speed * 1000) / friction);
  const restMs = 1000 * Math.exp(l / (rate - 1));
  const distance = friction * Math.exp((rate / (rate - 1)) * l);
  return { restMs, at: (ms) => distance * spline(Math.min(1, ms / restMs)) };

  function spline(share: number): number {
    let low = 0;
    let high = 1;
    for (let i = 0; i < 40; i++) {
      const x = (low + high) / 2;
      const time = 3 * x * (1 - x) * ((1 - x) * 0.5 * inflexion + x * inflexion) + x ** 3;
      if (time < share) low = x;
      else high = x;
    }
    return 3 * low * (1 - low) * ((1 - low) * 0.5 + low) + low ** 3;
  }
}
