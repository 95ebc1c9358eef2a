/** Pictures drawn here, so that the example has no files of others. */

const hills: readonly (readonly [sky: string, sun: string, far: string, near: string])[] = [
  ['#f9b58b', '#fff3d6', '#8a5a83', '#3f2b56'],
  ['#9ad7f5', '#ffffff', '#6fa08b', '#2f5d50'],
  ['#2a2f63', '#f4efc9', '#3d3f7a', '#161a3d'],
];

/** A landscape of 960 x 640 pixels. */
export function landscape(index: number): OffscreenCanvas {
  const [sky, sun, far, near] = hills[index % hills.length]!;
  const canvas = new OffscreenCanvas(960, 640);
  const context = canvas.getContext('2d')!;
  const fade = context.createLinearGradient(0, 0, 0, 640);
  fade.addColorStop(0, sky);
  fade.addColorStop(1, sun);
  context.fillStyle = fade;
  context.fillRect(0, 0, 960, 640);
  context.fillStyle = sun;
  context.beginPath();
  context.arc(660, 210, 70, 0, 7);
  context.fill();
  ridge(context, far, 360, 70, 210, index);
  ridge(context, near, 470, 50, 130, index + 2);
  return canvas;
}

function ridge(
  context: OffscreenCanvasRenderingContext2D,
  color: string,
  top: number,
  height: number,
  width: number,
  phase: number,
): void {
  context.fillStyle = color;
  context.beginPath();
  context.moveTo(0, 640);
  for (let x = 0; x <= 960; x += 8) {
    const wave = Math.sin(x / width + phase) + 0.4 * Math.sin(x / (width * 0.37) + phase * 3);
    context.lineTo(x, top + height * wave);
  }
  context.lineTo(960, 640);
  context.fill();
}

/** A face on a coloured ground, 256 pixels a side. */
export function face(index: number): OffscreenCanvas {
  const grounds = ['#ffb86b', '#7bd3ea', '#c3a6ff', '#8ee3a8'];
  const canvas = new OffscreenCanvas(256, 256);
  const context = canvas.getContext('2d')!;
  context.fillStyle = grounds[index % grounds.length]!;
  context.fillRect(0, 0, 256, 256);
  context.fillStyle = '#2b2d42';
  context.beginPath();
  context.arc(128, 300, 120, 0, 7);
  context.fill();
  context.fillStyle = '#f3d2b3';
  context.beginPath();
  context.arc(128, 116, 62, 0, 7);
  context.fill();
  context.fillStyle = '#3b2a20';
  context.beginPath();
  context.ellipse(128, 84, 66, 44, 0, Math.PI, 0);
  context.fill();
  return canvas;
}

/** A frame with round corners that may be of any size: 48 pixels a side, its corners 16. */
export function frame(line: string, ground: string): OffscreenCanvas {
  const canvas = new OffscreenCanvas(48, 48);
  const context = canvas.getContext('2d')!;
  context.fillStyle = ground;
  context.strokeStyle = line;
  context.lineWidth = 2;
  context.beginPath();
  context.roundRect(3, 3, 42, 42, 10);
  context.fill();
  context.stroke();
  context.fillStyle = line;
  for (const [x, y] of [
    [11, 11],
    [37, 11],
    [11, 37],
    [37, 37],
  ] as const) {
    context.beginPath();
    context.arc(x, y, 2.5, 0, 7);
    context.fill();
  }
  return canvas;
}

const paths: Readonly<Record<string, string>> = {
  bolt: '<path d="M13 2 4 14h6l-1 8 9-12h-6z"/>',
  drop: '<path d="M12 2c4 5.500 7 8.700 7 12.500A7 7 0 0 1 5 14.500C5 10.700 8 7.500 12 2z"/>',
  heart:
    '<path d="M12 21 3.500 12.500a5.300 5.300 0 0 1 8.500-6.300 5.300 5.300 0 0 1 8.500 6.300z"/>',
  moon: '<path d="M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500z"/>',
  star: '<path d="m12 2 3 6.600 7 .8-5.200 4.800 1.400 7L12 17.700 5.800 21.200l1.400-7L2 9.400l7-.8z"/>',
  sun: '<circle cx="12" cy="12" r="5"/><path d="M11 1h2v4h-2zM11 19h2v4h-2zM1 11h4v2H1zM19 11h4v2h-4z"/>',
};

export const iconNames: readonly string[] = Object.keys(paths);

/** A white icon of 24 pixels, to be tinted; sharp at any size. */
export function icon(name: string): Blob {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" fill="#fff">${paths[name]}</svg>`;
  return new Blob([svg], { type: 'image/svg+xml' });
}
