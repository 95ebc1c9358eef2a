// What the smoke run puts into the page. Each function is sent there as text, so each stands alone.

/**
 * Runs before any script of the page: counts what reaches WebGL and how often a frame is asked for, at the prototypes, and can
 * follow the demo frame by frame. Leaves itself in `window.smoke`.
 */
export function installProbe() {
  const requestFrame = window.requestAnimationFrame.bind(window);
  const counts = { draws: 0, clears: 0, uploads: 0, uniforms: 0, frameRequests: 0 };
  const kinds = [
    ['draws', /^(draw(Arrays|Elements|RangeElements)|blitFramebuffer)/],
    ['clears', /^clear(Buffer\w+)?$/],
    ['uploads', /^(buffer(Sub)?Data|(compressed)?[tT]ex(Sub)?Image|texStorage|copy(Buffer|Tex))/],
    ['uniforms', /^uniform(Matrix)?\d/],
  ];
  const { prototype } = WebGL2RenderingContext;
  for (const name of Object.getOwnPropertyNames(prototype)) {
    const [kind] = kinds.find(([, pattern]) => pattern.test(name)) ?? [];
    if (!kind) continue;
    const call = prototype[name];
    prototype[name] = function (...values) {
      counts[kind]++;
      return call.apply(this, values);
    };
  }
  window.requestAnimationFrame = (callback) => {
    counts.frameRequests++;
    return requestFrame(callback);
  };

  /** Frames of the app since `follow`; what each of them cost. */
  const seen = {
    frames: 0,
    pixels: 0,
    mostDraws: 0,
    mostPartDraws: 0,
    blank: 0,
    samples: 0,
    gap: 0,
    still: 0,
  };
  const series = { work: [], intervals: [], records: [], bytes: [] };
  let following = false;

  function follow(sampleEvery) {
    const { app } = window.flights;
    let frame = app.frameCount;
    let { draws } = counts;
    let { scrollTop } = window.flights.screen.list;
    let last = performance.now();
    let lastPicture = 0;
    const surface = document.querySelector('#surface');
    following = true;
    requestFrame(tick);

    // Asked for after the app has asked for its own frame: this runs right after it, while its picture is in the canvas.
    function tick(now) {
      if (!following) return;
      requestFrame(tick);
      if (app.frameCount === frame) return;
      const { list } = window.flights.screen;
      const stats = app.renderer.stats();
      seen.frames++;
      seen.pixels += Math.abs(list.scrollTop - scrollTop);
      const drawn = Math.max(counts.draws - draws, stats.draws);
      if (stats.damagedPixels < surface.width * surface.height) {
        seen.mostPartDraws = Math.max(seen.mostPartDraws, drawn / Math.max(1, stats.damageRects));
      } else {
        seen.mostDraws = Math.max(seen.mostDraws, drawn);
      }
      seen.blank = Math.max(seen.blank, list.blank);
      series.intervals.push(now - last);
      series.work.push(app.telemetry.lastFrameMs);
      series.records.push(stats.recordsWritten);
      series.bytes.push(stats.bytesUploaded);
      if (seen.frames % sampleEvery === 0) {
        const picture = look();
        seen.samples++;
        seen.gap = Math.max(seen.gap, picture.gap);
        if (picture.hash === lastPicture) seen.still++;
        lastPicture = picture.hash;
      }
      frame = app.frameCount;
      draws = counts.draws;
      scrollTop = list.scrollTop;
      last = now;
    }
  }

  let copy;
  /**
   * Looks at the rows in the canvas, independent of what the list says of itself: the most lines of pixels in a row without
   * anything on them, in CSS pixels, and a hash to tell one picture from the next.
   */
  function look() {
    const source = document.querySelector('#surface');
    const scale = source.width / source.clientWidth;
    // The list lies between the column heads and the status line; its scrollbar is left out.
    const [left, top, right, bottom] = [20, 144, source.clientWidth - 30, source.clientHeight - 31];
    const width = Math.round((right - left) * scale);
    const height = Math.round((bottom - top) * scale);
    copy ??= new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    copy.drawImage(source, left * scale, top * scale, width, height, 0, 0, width, height);
    const pixels = new Uint32Array(copy.getImageData(0, 0, width, height).data.buffer);
    let gap = 0;
    let run = 0;
    let hash = 0;
    for (let y = 0; y < height; y++) {
      const first = pixels[y * width];
      let empty = true;
      for (let x = 1; x < width; x++) {
        const pixel = pixels[y * width + x];
        if (pixel !== first) empty = false;
        hash = (Math.imul(hash, 31) + pixel) | 0;
      }
      run = empty ? run + 1 : 0;
      gap = Math.max(gap, run);
    }
    return { gap: gap / scale, hash };
  }

  window.smoke = {
    counts,
    seen,
    series,
    follow,
    stop() {
      following = false;
    },
    look,
    nextFrame: () => new Promise((resolve) => requestFrame(resolve)),
  };
}

/** Scrolls a little in every frame, turning round at half time. */
export async function runScrollBy(frames) {
  const { smoke } = window;
  const until = smoke.seen.frames + frames;
  for (let i = 0; smoke.seen.frames < until && i < frames * 2; i++) {
    window.flights.screen.list.scrollBy((i < frames / 2 ? 1 : -1) * (20 + ((i * 37) % 120)));
    await smoke.nextFrame();
  }
}

/** Waits until the loop sleeps, then counts what happens all the same: by the app's own account and at the prototypes. */
export async function runIdle(idleMs) {
  const { app } = window.flights ?? window.specimen;
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const deadline = performance.now() + 5000;
  while (!app.asleep && performance.now() < deadline) await wait(50);
  if (!app.asleep) return undefined;
  const read = () => {
    const { totalRecordsWritten: records, totalBytesUploaded: bytes } = app.renderer.stats();
    return { frames: app.frameCount, records, bytes, ...window.smoke.counts };
  };
  const before = read();
  await wait(idleMs);
  const after = read();
  return Object.fromEntries(Object.keys(after).map((name) => [name, after[name] - before[name]]));
}
