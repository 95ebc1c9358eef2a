import { openTuning } from 'rafter-ui/tuning';
import { atEnd, type Mounted, pixelsOf } from './page';

/** The panel of an app, and the overlay that it lays over the app's canvas; both go when the test ends. */
export function openOverlay({ app, canvas }: Mounted) {
  const container = document.createElement('div');
  // Beside the canvas: over the panel nothing is drawn.
  container.style.cssText = 'position: absolute; left: 400px; top: 0';
  document.body.append(container);
  const panel = openTuning(app, { container, canvas });
  atEnd(() => {
    panel.dispose();
    container.remove();
  });
  const overlay = () => [...document.querySelectorAll('canvas')].find((each) => each !== canvas);
  return {
    panel,
    overlay,
    /** Colour of a CSS pixel of the overlay, RGBA8. */
    at(x: number, y: number): [red: number, green: number, blue: number, alpha: number] {
      const pixel = pixelsOf(overlay()!)[y * overlay()!.width + x]!;
      return [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255, pixel >>> 24];
    },
    /** Turns a mark of the panel on or off. */
    turn(name: string): void {
      const row = [...container.querySelectorAll('.tp-lblv')].find(
        (each) => each.querySelector('.tp-lblv_l')?.textContent === name,
      );
      row!.querySelector<HTMLInputElement>('input')!.click();
    },
  };
}
