import { cdp } from 'vitest/browser';

/** One step of the mouse. `clickCount` of a move above 0: the button is down. */
export type Mouse = {
  type: 'mouseMoved' | 'mousePressed' | 'mouseReleased';
  x: number;
  y: number;
  clickCount?: number;
};

/** The mouse of the machine, not a made up event. Positions are CSS pixels of the canvas, at the page's corner. */
export async function mouse({ type, x, y, clickCount = 0 }: Mouse): Promise<void> {
  const { left, top, scale } = frameOfTest();
  await cdp().send('Input.dispatchMouseEvent', {
    type,
    x: left + x * scale,
    y: top + y * scale,
    button: type === 'mouseMoved' && clickCount === 0 ? 'none' : 'left',
    buttons: type === 'mouseReleased' || clickCount === 0 ? 0 : 1,
    clickCount,
  } as never);
}

/** Presses the mouse at the one place, and releases it at the other. */
export async function drag(x0: number, y0: number, x1: number, y1: number): Promise<void> {
  await mouse({ type: 'mouseMoved', x: x0, y: y0 });
  await mouse({ type: 'mousePressed', x: x0, y: y0, clickCount: 1 });
  await mouse({ type: 'mouseMoved', x: (x0 + x1) / 2, y: y1, clickCount: 1 });
  await mouse({ type: 'mouseMoved', x: x1, y: y1, clickCount: 1 });
  await mouse({ type: 'mouseReleased', x: x1, y: y1, clickCount: 1 });
}

/** The last of so many clicks in one place. */
export async function click(x: number, y: number, clickCount: number): Promise<void> {
  await mouse({ type: 'mouseMoved', x, y });
  await mouse({ type: 'mousePressed', x, y, clickCount });
  await mouse({ type: 'mouseReleased', x, y, clickCount });
}

/** Where the test's frame stands in the page of the test runner, which may show it smaller. */
function frameOfTest(): { left: number; top: number; scale: number } {
  const { left, top, width } = window.frameElement!.getBoundingClientRect();
  return { left, top, scale: width / window.innerWidth };
}
