import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attachBrowserInput, type InputSink } from '../../src/app/browser-input';
import {
  INPUT_KEY_DOWN,
  INPUT_KEY_UP,
  INPUT_POINTER_CANCEL,
  INPUT_POINTER_DOWN,
  INPUT_POINTER_LEAVE,
  INPUT_POINTER_MOVE,
  INPUT_POINTER_UP,
  KEY_DOWN,
  KEY_END,
  KEY_ENTER,
  KEY_ESCAPE,
  KEY_HOME,
  KEY_LEFT,
  KEY_OTHER,
  KEY_PAGE_DOWN,
  KEY_PAGE_UP,
  KEY_RIGHT,
  KEY_SPACE,
  KEY_TAB,
  KEY_UP,
  MODIFIER_ALT,
  MODIFIER_CONTROL,
  MODIFIER_META,
  MODIFIER_SHIFT,
} from '../../src/ecs/stores';
import { POINTER_MOUSE, POINTER_PEN, POINTER_TOUCH } from '../../src/systems/input';

let canvas: HTMLCanvasElement;
let field: HTMLInputElement;
let records: unknown[][];
let times: number[];
let names: (string | undefined)[];
let scrollable: boolean;
let asked: number[][];
let acting: boolean;
/** Keys that do something. */
let taken: number[];
let pages: [across: number, along: number];
let detach: () => void;

const sink: InputSink = {
  pointer(kind, id, x, y, button, modifiers, time, pointerType) {
    records.push([kind, id, x, y, button, modifiers, pointerType]);
    times.push(time);
  },
  wheel(x, y, deltaX, deltaY, modifiers, time) {
    records.push(['wheel', x, y, deltaX, deltaY, modifiers]);
    times.push(time);
  },
  key(kind, code, modifiers, time, key) {
    records.push([kind, code, modifiers]);
    names.push(key);
    times.push(time);
  },
  blur(time) {
    records.push(['blur']);
    times.push(time);
  },
  takesWheel(x, y, deltaX, deltaY) {
    asked.push([x, y, deltaX, deltaY]);
    return scrollable;
  },
  pageAt: (_x, _y, deltaX) => pages[deltaX === 0 ? 1 : 0]!,
  takesKey: (code) => acting && taken.includes(code),
};

beforeEach(() => {
  canvas = document.createElement('canvas');
  canvas.style.cssText = 'position: absolute; left: 100px; top: 50px; width: 300px; height: 200px';
  field = document.createElement('input');
  document.body.append(canvas, field);
  records = [];
  times = [];
  names = [];
  asked = [];
  scrollable = true;
  pages = [0, 0];
  acting = true;
  taken = [KEY_PAGE_DOWN, KEY_END];
  detach = attachBrowserInput(canvas, sink);
});

afterEach(() => {
  detach();
  canvas.remove();
  field.remove();
  document.body.style.height = '';
  scrollTo(0, 0);
});

describe('browser input', () => {
  it('tells of pointers in the canvas’s own CSS pixels', () => {
    point('pointerdown', { clientX: 110, clientY: 70, pointerId: 7, button: 0, buttons: 1 });
    point('pointermove', {
      clientX: 120.5,
      clientY: 71,
      pointerId: 7,
      button: -1,
      buttons: 1,
      shiftKey: true,
    });
    point('pointerup', { clientX: 121, clientY: 72, pointerId: 7, button: 0, metaKey: true });
    point('pointercancel', { clientX: 0, clientY: 0, pointerId: 8, pointerType: 'touch' });
    point('pointerleave', {
      clientX: 99,
      clientY: 49,
      pointerId: 9,
      pointerType: 'pen',
      button: 2,
    });
    expect(records).toEqual([
      [INPUT_POINTER_DOWN, 7, 10, 20, 0, 0, POINTER_MOUSE],
      [INPUT_POINTER_MOVE, 7, 20.5, 21, -1, MODIFIER_SHIFT, POINTER_MOUSE],
      [INPUT_POINTER_UP, 7, 21, 22, 0, MODIFIER_META, POINTER_MOUSE],
      [INPUT_POINTER_CANCEL, 8, -100, -50, 0, 0, POINTER_TOUCH],
      [INPUT_POINTER_LEAVE, 9, -1, -1, 2, 0, POINTER_PEN],
    ]);
    for (const time of times) expect(Math.abs(time - performance.now())).toBeLessThan(10_000);
  });

  it('follows the canvas when the page scrolls, is resized, or a press finds it elsewhere', () => {
    document.body.style.height = '5000px';
    moveTo(110, 70);
    canvas.style.left = '200px';
    moveTo(210, 70);
    expect(lastPlace()).toEqual([INPUT_POINTER_MOVE, 1, 110, 20]);
    point('pointerdown', { clientX: 210, clientY: 70 });
    expect(lastPlace()).toEqual([INPUT_POINTER_DOWN, 1, 10, 20]);
    point('pointerup', { clientX: 210, clientY: 70 });
    canvas.style.left = '100px';
    window.dispatchEvent(new Event('resize'));
    moveTo(110, 70);
    expect(lastPlace()).toEqual([INPUT_POINTER_MOVE, 1, 10, 20]);
    scrollTo(0, 30);
    document.dispatchEvent(new Event('scroll'));
    moveTo(110, 70);
    expect(lastPlace()).toEqual([INPUT_POINTER_MOVE, 1, 10, 50]);
    canvas.style.left = '50px';
    point('pointerenter', { clientX: 110, clientY: 70 });
    moveTo(110, 70);
    expect(lastPlace()).toEqual([INPUT_POINTER_MOVE, 1, 60, 50]);
  });

  it('undoes CSS transforms and borders', () => {
    canvas.style.transform = 'scale(2, 0.5)';
    canvas.style.transformOrigin = '0 0';
    canvas.style.borderLeft = '5px solid';
    canvas.style.borderTop = '3px solid';
    moveTo(100 + 2 * (5 + 40), 50 + 0.5 * (3 + 60));
    expect(records).toHaveLength(1);
    expect(lastPlace()).toEqual([INPUT_POINTER_MOVE, 1, 40, 60]);
  });

  it('reads the layout once for many moves', () => {
    let reads = 0;
    const { getBoundingClientRect } = canvas;
    canvas.getBoundingClientRect = () => {
      reads++;
      return getBoundingClientRect.call(canvas);
    };
    for (let x = 100; x < 200; x++) moveTo(x, 60);
    expect(records).toHaveLength(100);
    expect(reads).toBe(1);
  });

  it('ends a press whose release nobody told of', () => {
    point('pointerdown', { clientX: 110, clientY: 70, buttons: 2, button: 2 });
    moveTo(120, 80);
    point('pointerdown', { clientX: 110, clientY: 70, buttons: 1 });
    point('lostpointercapture', { clientX: 110, clientY: 70 });
    point('pointerdown', { clientX: 110, clientY: 70, buttons: 1 });
    point('pointerup', { clientX: 110, clientY: 70 });
    point('lostpointercapture', { clientX: 110, clientY: 70 });
    moveTo(121, 81);
    expect(records.map(([kind]) => kind)).toEqual([
      INPUT_POINTER_DOWN,
      INPUT_POINTER_CANCEL,
      INPUT_POINTER_MOVE,
      INPUT_POINTER_DOWN,
      INPUT_POINTER_CANCEL,
      INPUT_POINTER_DOWN,
      INPUT_POINTER_UP,
      INPUT_POINTER_MOVE,
    ]);
  });

  it('brings wheel turns to pixels and keeps the page still over what scrolls', () => {
    expect(wheel({ deltaX: 1, deltaY: 2.5 })).toBe(true);
    expect(wheel({ deltaY: 3, deltaMode: WheelEvent.DOM_DELTA_LINE })).toBe(true);
    expect(wheel({ deltaX: 1, deltaY: -1, deltaMode: 2, altKey: true })).toBe(true);
    pages = [70, 50];
    expect(wheel({ deltaX: 1, deltaY: -2, deltaMode: 2 })).toBe(true);
    expect(wheel({ deltaY: 3, ctrlKey: true })).toBe(false);
    scrollable = false;
    expect(wheel({ deltaY: 4 })).toBe(false);
    expect(records).toEqual([
      ['wheel', 10, 20, 1, 2.5, 0],
      ['wheel', 10, 20, 0, 48, 0],
      ['wheel', 10, 20, 300, -200, MODIFIER_ALT],
      ['wheel', 10, 20, 70, -100, 0],
      ['wheel', 10, 20, 0, 3, MODIFIER_CONTROL],
      ['wheel', 10, 20, 0, 4, 0],
    ]);
    expect(asked).toEqual([
      [10, 20, 1, 2.5],
      [10, 20, 0, 48],
      [10, 20, 300, -200],
      [10, 20, 70, -100],
      [10, 20, 0, 4],
    ]);
  });

  it('maps keys, and keeps from the page those it acts on while the canvas has focus', () => {
    canvas.focus();
    const keys: [string, number, boolean][] = [
      ['Enter', KEY_ENTER, true],
      [' ', KEY_SPACE, true],
      ['Tab', KEY_TAB, true],
      ['ArrowUp', KEY_UP, true],
      ['ArrowDown', KEY_DOWN, true],
      ['ArrowLeft', KEY_LEFT, false],
      ['ArrowRight', KEY_RIGHT, false],
      ['PageUp', KEY_PAGE_UP, true],
      ['PageDown', KEY_PAGE_DOWN, true],
      ['Home', KEY_HOME, true],
      ['End', KEY_END, true],
      ['Escape', KEY_ESCAPE, false],
      ['a', KEY_OTHER, false],
    ];
    for (const [key, code, isPrevented] of keys) {
      records = [];
      expect(press(canvas, key)).toBe(isPrevented);
      canvas.dispatchEvent(new KeyboardEvent('keyup', { key, bubbles: true }));
      expect(records).toEqual([
        [INPUT_KEY_DOWN, code, 0],
        [INPUT_KEY_UP, code, 0],
      ]);
      expect(names.slice(-2)).toEqual([key, key]);
    }
    taken.push(KEY_LEFT);
    expect(press(canvas, 'ArrowLeft')).toBe(true);
    records = [];
    expect(press(canvas, 'Home', { ctrlKey: true })).toBe(false);
    expect(press(canvas, 'Enter', { repeat: true })).toBe(true);
    expect(press(canvas, 'ArrowDown', { repeat: true })).toBe(true);
    expect(records).toEqual([
      [INPUT_KEY_DOWN, KEY_HOME, MODIFIER_CONTROL],
      [INPUT_KEY_DOWN, KEY_DOWN, 0],
    ]);
  });

  it('hears keys while nothing has focus, keeps those it acts on, and leaves Tab to the page', () => {
    (document.activeElement as HTMLElement | null)?.blur();
    expect(press(document.body, 'PageDown')).toBe(true);
    expect(press(document.body, 'PageDown', { ctrlKey: true })).toBe(false);
    expect(press(document.body, 'a')).toBe(false);
    expect(press(document.body, 'Tab')).toBe(false);
    acting = false;
    expect(press(document.body, 'PageDown')).toBe(false);
    expect(records).toEqual([
      [INPUT_KEY_DOWN, KEY_PAGE_DOWN, 0],
      [INPUT_KEY_DOWN, KEY_PAGE_DOWN, MODIFIER_CONTROL],
      [INPUT_KEY_DOWN, KEY_OTHER, 0],
      [INPUT_KEY_DOWN, KEY_PAGE_DOWN, 0],
    ]);
    field.focus();
    records = [];
    press(field, 'PageDown');
    field.dispatchEvent(new KeyboardEvent('keyup', { key: 'PageDown', bubbles: true }));
    expect(records).toEqual([]);
  });

  it('shares a page: only the canvas used last hears keys while nothing has focus', () => {
    (document.activeElement as HTMLElement | null)?.blur();
    const other = document.createElement('canvas');
    document.body.append(other);
    const heard: string[] = [];
    const stop = attachBrowserInput(other, {
      ...sink,
      key: (kind) => heard.push(kind === INPUT_KEY_DOWN ? 'down' : 'up'),
    });
    const strike = (): boolean => {
      const isPrevented = press(document.body, 'End');
      document.body.dispatchEvent(new KeyboardEvent('keyup', { key: 'End', bubbles: true }));
      return isPrevented;
    };
    const both = (): number[] => {
      const counts = [names.length, heard.length];
      names = [];
      heard.length = 0;
      return counts;
    };
    expect(strike()).toBe(false);
    expect(both()).toEqual([0, 0]);
    other.dispatchEvent(new PointerEvent('pointerdown', { pointerId: 5 }));
    expect(strike()).toBe(true);
    expect(both()).toEqual([0, 2]);
    wheel({ deltaY: 1 });
    strike();
    expect(both()).toEqual([2, 0]);
    other.tabIndex = 0;
    other.focus();
    press(other, 'End');
    expect(both()).toEqual([0, 1]);
    other.blur();
    other.dispatchEvent(new WheelEvent('wheel', { deltaY: 1 }));
    stop();
    stop();
    strike();
    expect(both()).toEqual([2, 0]);
    other.remove();
  });

  it('does not hear keys that others handled or that compose text', () => {
    canvas.focus();
    canvas.addEventListener('keydown', (event) => event.preventDefault(), { once: true });
    press(canvas, 'Home');
    press(canvas, 'Enter', { isComposing: true });
    expect(records).toEqual([]);
  });

  it('lets Tab leave the canvas after Escape', () => {
    canvas.focus();
    expect(press(canvas, 'Tab')).toBe(true);
    press(canvas, 'Escape');
    press(canvas, 'Shift', { shiftKey: true });
    records = [];
    expect(press(canvas, 'Tab', { shiftKey: true })).toBe(false);
    expect(records).toEqual([]);
    expect(press(canvas, 'Tab')).toBe(true);
    press(canvas, 'Escape');
    press(canvas, 'ArrowDown');
    expect(press(canvas, 'Tab')).toBe(true);
  });

  it('works the same in a shadow tree', () => {
    const host = document.createElement('div');
    host.attachShadow({ mode: 'open' }).append(canvas);
    document.body.append(host);
    canvas.focus();
    expect(press(canvas, 'Home', { composed: true })).toBe(true);
    expect(records).toEqual([[INPUT_KEY_DOWN, KEY_HOME, 0]]);
    host.remove();
  });

  it('tells when the page loses the user', () => {
    window.dispatchEvent(new Event('blur'));
    expect(records).toEqual([['blur']]);
  });

  it('takes nothing new while it is not active, and still ends what began', () => {
    detach();
    let active = true;
    detach = attachBrowserInput(canvas, sink, { isActive: () => active });
    canvas.focus();
    point('pointerdown', { clientX: 110, clientY: 70, buttons: 1 });
    active = false;
    records = [];
    moveTo(120, 80, 1);
    point('pointerdown', { clientX: 110, clientY: 70, pointerId: 2 });
    expect(wheel({ deltaY: 1 })).toBe(false);
    expect(press(canvas, 'Home')).toBe(false);
    point('pointerup', { clientX: 120, clientY: 80 });
    expect(records).toHaveLength(1);
    expect(lastPlace()).toEqual([INPUT_POINTER_UP, 1, 20, 30]);
  });

  it('gives the canvas focus and touches, and its own attributes back at the end', () => {
    const { style } = canvas;
    expect([canvas.tabIndex, style.outlineStyle, style.touchAction]).toEqual([0, 'none', 'none']);
    detach();
    expect(canvas.hasAttribute('tabindex')).toBe(false);
    expect(canvas.getAttribute('style')).toBe(
      'position: absolute; left: 100px; top: 50px; width: 300px; height: 200px;',
    );

    canvas.removeAttribute('style');
    attachBrowserInput(canvas, sink)();
    expect(canvas.hasAttribute('style')).toBe(false);

    style.cssText = 'outline: red solid 2px; touch-action: pan-y;';
    canvas.tabIndex = 3;
    const stop = attachBrowserInput(canvas, sink);
    expect([canvas.tabIndex, style.outlineColor]).toEqual([3, 'red']);
    stop();
    expect(canvas.tabIndex).toBe(3);
    expect([style.outlineColor, style.touchAction]).toEqual(['red', 'pan-y']);
  });

  it('has no listener left after the end, which may come twice', () => {
    const signals = signalsOf(() => {
      const stop = attachBrowserInput(canvas, sink);
      stop();
      stop();
    });
    // The test page keeps the window's own to itself; what is told below shows that they are gone.
    expect(signals.length).toBeGreaterThanOrEqual(8);
    expect(signals.filter((signal) => !signal?.aborted)).toEqual([]);
    detach();
    records = [];
    point('pointerdown', { clientX: 110, clientY: 70 });
    wheel({ deltaY: 1 });
    press(canvas, 'Home');
    window.dispatchEvent(new Event('blur'));
    expect(records).toEqual([]);
  });
});

function point(type: string, init: PointerEventInit): void {
  const event = new PointerEvent(type, {
    pointerId: 1,
    pointerType: 'mouse',
    bubbles: true,
    cancelable: true,
    ...init,
  });
  canvas.dispatchEvent(event);
}

function moveTo(clientX: number, clientY: number, buttons = 0): void {
  point('pointermove', { clientX, clientY, button: -1, buttons });
}

/** Kind, pointer and place of the last record. */
function lastPlace(): unknown[] | undefined {
  return records.at(-1)?.slice(0, 4);
}

/** Returns whether the page was kept from reacting. */
function wheel(init: WheelEventInit): boolean {
  const event = new WheelEvent('wheel', {
    clientX: 110,
    clientY: 70,
    bubbles: true,
    cancelable: true,
    ...init,
  });
  return !canvas.dispatchEvent(event);
}

function press(target: EventTarget, key: string, init: KeyboardEventInit = {}): boolean {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init });
  return !target.dispatchEvent(event);
}

/** The signals of all listeners that are added while something runs. */
function signalsOf(run: () => void): (AbortSignal | undefined)[] {
  const { addEventListener } = EventTarget.prototype;
  const signals: (AbortSignal | undefined)[] = [];
  EventTarget.prototype.addEventListener = function (
    this: EventTarget,
    ...args: Parameters<EventTarget['addEventListener']>
  ) {
    const [, , options] = args;
    // The leak check listens to the signals themselves.
    if (!(this instanceof AbortSignal)) {
      signals.push(typeof options === 'object' ? options.signal : undefined);
    }
    addEventListener.apply(this, args);
  };
  try {
    run();
  } finally {
    EventTarget.prototype.addEventListener = addEventListener;
  }
  return signals;
}
