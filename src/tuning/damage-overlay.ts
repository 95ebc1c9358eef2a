import { keepAwake, type System, type World } from '../ecs';
import { type Below, createOverlayCanvas } from './overlay-canvas';

/** What of `renderer.stats()` it reads. */
export type RedrawStats = {
  readonly framesDrawn: number;
  readonly damage: Int32Array;
  readonly damageRects: number;
  readonly damagedPixels: number;
};

/** What an overlay shows. */
export type DamageMarks = {
  /** Flashes of what was drawn again: red where all of the surface was. */
  redraws: boolean;
};

export type DamageOverlay = {
  readonly marks: DamageMarks;
  readonly system: System;
  dispose(): void;
};

const FLASH_MS = 300;
const PART = '0, 200, 120';
const ALL = '255, 64, 64';
/** Numbers of a flash: when it began, whether it is of all, and its rectangle. */
const FLASH_NUMBERS = 6;

/**
 * A canvas over an app's own that flashes what the renderer drew again. Flashes fade on frames of the app, which it asks for as long
 * as there are any; those draw nothing and flash nothing.
 */
export function createDamageOverlay(
  world: World,
  below: Below,
  stats: () => RedrawStats,
): DamageOverlay {
  const overlay = createOverlayCanvas(below);
  const marks: DamageMarks = { redraws: false };
  let flashes: number[] = [];
  let seen = stats().framesDrawn;

  function note(now: number): void {
    const { framesDrawn, damage, damageRects, damagedPixels } = stats();
    if (framesDrawn === seen) return;
    seen = framesDrawn;
    const isAll = damagedPixels === below.canvas.width * below.canvas.height ? 1 : 0;
    for (let rect = 0; rect < damageRects; rect++) {
      flashes.push(now, isAll, ...damage.subarray(rect * 4, rect * 4 + 4));
    }
  }

  function draw(now: number): void {
    const { context } = overlay;
    overlay.clear();
    for (let at = 0; at < flashes.length; at += FLASH_NUMBERS) {
      const [start, isAll, left, top, right, bottom] = flashes.slice(at, at + FLASH_NUMBERS) as [
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      const share = Math.max(0, 1 - (now - start) / FLASH_MS);
      const color = isAll === 1 ? ALL : PART;
      context.fillStyle = `rgba(${color}, ${(0.25 * share).toFixed(3)})`;
      context.fillRect(left, top, right - left, bottom - top);
      context.strokeStyle = `rgba(${color}, ${share.toFixed(3)})`;
      context.strokeRect(left + 0.5, top + 0.5, right - left - 1, bottom - top - 1);
    }
    overlay.spare();
  }

  function forgetOld(now: number): void {
    let old = 0;
    while (old < flashes.length && now - flashes[old]! >= FLASH_MS) old += FLASH_NUMBERS;
    flashes = flashes.slice(old);
  }

  return {
    marks,
    system: {
      name: 'tuning/damage-overlay',
      phase: 'report',
      reads: [],
      writes: [],
      update({ now }) {
        if (!marks.redraws) {
          seen = stats().framesDrawn;
          if (flashes.length > 0) flashes = [];
          overlay.remove();
          return;
        }
        note(now);
        forgetOld(now);
        draw(now);
        if (flashes.length > 0) keepAwake(world);
      },
      dispose() {},
    },
    dispose() {
      overlay.remove();
    },
  };
}
