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
} from '../ecs/stores';
import { type Input, POINTER_MOUSE, POINTER_PEN, POINTER_TOUCH } from '../systems/input';

export type BrowserInputOptions = {
  /** While it returns false nothing new is taken: no press, move, wheel or key. @default always true */
  isActive?: () => boolean;
};

/** Where records go: an `Input` without its systems. */
export type InputSink = Pick<
  Input,
  'pointer' | 'wheel' | 'key' | 'blur' | 'takesWheel' | 'takesKey'
> &
  Partial<Pick<Input, 'takesShortcut' | 'pageAt'>>;

/** CSS pixels of a wheel step given in lines, which some browsers do. */
const LINE_HEIGHT = 16;

const keyCodes: ReadonlyMap<string, number> = new Map([
  ['Enter', KEY_ENTER],
  [' ', KEY_SPACE],
  ['Tab', KEY_TAB],
  ['Escape', KEY_ESCAPE],
  ['ArrowUp', KEY_UP],
  ['ArrowDown', KEY_DOWN],
  ['ArrowLeft', KEY_LEFT],
  ['ArrowRight', KEY_RIGHT],
  ['PageUp', KEY_PAGE_UP],
  ['PageDown', KEY_PAGE_DOWN],
  ['Home', KEY_HOME],
  ['End', KEY_END],
]);

/** How many canvases of a page have input, and the one that a pointer was used on last. */
type Shared = { attached: number; used: HTMLCanvasElement | undefined };

/** What the canvases of a page must know of each other: only one may hear keys while nothing has focus. */
const sharedByPage = new WeakMap<Document, Shared>();

/** Keys with a reaction of the framework's own, which must not be the page's too. */
const ownKeys: readonly number[] = [
  KEY_ENTER,
  KEY_SPACE,
  KEY_TAB,
  KEY_UP,
  KEY_DOWN,
  KEY_PAGE_UP,
  KEY_PAGE_DOWN,
  KEY_HOME,
  KEY_END,
];

const SHORTCUT = MODIFIER_CONTROL | MODIFIER_ALT | MODIFIER_META;

/**
 * Hands the input of a canvas to the framework. The canvas takes focus; keys are heard while it has it, or nothing on the page
 * has it and it is the canvas that was last used, or the only one. Escape, then Tab, leaves the canvas. Returns how to stop, which gives the canvas its own attributes back.
 */
export function attachBrowserInput(
  canvas: HTMLCanvasElement,
  input: InputSink,
  { isActive = () => true }: BrowserInputOptions = {},
): () => void {
  const page = canvas.ownerDocument;
  const view = page.defaultView ?? window;
  const listeners = new AbortController();
  const restore = dress(canvas);
  const place = createPlace(canvas);
  const down = new Set<number>();
  let mayLeave = false;
  const shared = sharedByPage.get(page) ?? { attached: 0, used: undefined };
  sharedByPage.set(page, shared);
  shared.attached++;

  function send(kind: number, event: PointerEvent): void {
    place.locate(event);
    const { pointerId, button, timeStamp } = event;
    input.pointer(
      kind,
      pointerId,
      place.x,
      place.y,
      button,
      modifiersOf(event),
      timeStamp,
      pointerTypeOf(event),
    );
  }

  function end(kind: number, event: PointerEvent): void {
    down.delete(event.pointerId);
    send(kind, event);
  }

  function onDown(event: PointerEvent): void {
    if (!isActive()) return;
    mayLeave = false;
    shared.used = canvas;
    // Whatever moved the canvas since, a press must be where it is seen.
    place.forget();
    down.add(event.pointerId);
    try {
      canvas.setPointerCapture(event.pointerId);
    } catch {
      // Made by a script: there is no such pointer to capture.
    }
    send(INPUT_POINTER_DOWN, event);
  }

  function onMove(event: PointerEvent): void {
    // A context menu or a debugger may swallow the release.
    const isReleased = event.pointerType === 'mouse' && event.buttons === 0;
    if (isReleased && down.has(event.pointerId)) end(INPUT_POINTER_CANCEL, event);
    if (isActive()) send(INPUT_POINTER_MOVE, event);
  }

  function onLostCapture(event: PointerEvent): void {
    if (down.has(event.pointerId)) end(INPUT_POINTER_CANCEL, event);
  }

  function onWheel(event: WheelEvent): void {
    if (!isActive()) return;
    shared.used = canvas;
    place.locate(event);
    const { deltaMode, timeStamp } = event;
    const { x, y } = place;
    let { deltaX, deltaY } = event;
    if (deltaMode === WheelEvent.DOM_DELTA_LINE) {
      deltaX *= LINE_HEIGHT;
      deltaY *= LINE_HEIGHT;
    } else if (deltaMode === WheelEvent.DOM_DELTA_PAGE) {
      // Of what is scrolled there: a page of the canvas would skip most of a small list.
      deltaX *= input.pageAt?.(x, y, deltaX, 0) || canvas.clientWidth;
      deltaY *= input.pageAt?.(x, y, 0, deltaY) || canvas.clientHeight;
    }
    // With control it zooms, pinches on touchpads included.
    if (!event.ctrlKey && input.takesWheel(x, y, deltaX, deltaY)) event.preventDefault();
    input.wheel(x, y, deltaX, deltaY, modifiersOf(event), timeStamp);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const isOurs = hasFocus(canvas);
    if (event.defaultPrevented || event.isComposing || !isActive()) return;
    if (!isOurs && !hearsPage()) return;
    const code = keyCodes.get(event.key) ?? KEY_OTHER;
    const modifiers = modifiersOf(event);
    const leaves = mayLeave;
    // Shift alone must not end it: Shift+Tab leaves too.
    if (event.key !== 'Shift') mayLeave = code === KEY_ESCAPE;
    // Without a way out the canvas would be a trap for the keyboard.
    if (code === KEY_TAB && (leaves || !isOurs)) return;
    // Without focus the page keeps what does nothing here.
    const acts = (isOurs && ownKeys.includes(code)) || input.takesKey(code);
    const isShortcut = (modifiers & SHORTCUT) !== 0;
    if (acts && !isShortcut) event.preventDefault();
    // Select all of a text must not be select all of the page.
    if (isOurs && isShortcut && input.takesShortcut?.(event.key, modifiers)) event.preventDefault();
    if (event.repeat && (code === KEY_ENTER || code === KEY_SPACE)) return;
    input.key(INPUT_KEY_DOWN, code, modifiers, event.timeStamp, event.key);
  }

  function onKeyUp(event: KeyboardEvent): void {
    if (!isActive() || !(hasFocus(canvas) || hearsPage())) return;
    const code = keyCodes.get(event.key) ?? KEY_OTHER;
    input.key(INPUT_KEY_UP, code, modifiersOf(event), event.timeStamp, event.key);
  }

  /** True if keys that are meant for nobody are this canvas's: it is the last used, or the only one. */
  function hearsPage(): boolean {
    return isNobodys(page) && (shared.used === canvas || shared.attached === 1);
  }

  function onBlur(event: Event): void {
    down.clear();
    input.blur(event.timeStamp);
  }

  const { signal } = listeners;
  canvas.addEventListener('pointerdown', onDown, { signal });
  canvas.addEventListener('pointermove', onMove, { signal });
  canvas.addEventListener('pointerup', (event) => end(INPUT_POINTER_UP, event), { signal });
  canvas.addEventListener('pointercancel', (event) => end(INPUT_POINTER_CANCEL, event), { signal });
  canvas.addEventListener('pointerleave', (event) => end(INPUT_POINTER_LEAVE, event), { signal });
  canvas.addEventListener('pointerenter', place.forget, { signal });
  canvas.addEventListener('lostpointercapture', onLostCapture, { signal });
  canvas.addEventListener('wheel', onWheel, { signal, passive: false });
  view.addEventListener('keydown', onKeyDown, { signal });
  view.addEventListener('keyup', onKeyUp, { signal });
  view.addEventListener('blur', onBlur, { signal });
  view.addEventListener('resize', place.forget, { signal });
  // Scrolling does not bubble: anything that scrolls the canvas is seen on the way down.
  view.addEventListener('scroll', place.forget, { signal, capture: true, passive: true });

  return () => {
    if (signal.aborted) return;
    listeners.abort();
    shared.attached--;
    if (shared.used === canvas) shared.used = undefined;
    for (const pointer of down) {
      if (canvas.hasPointerCapture(pointer)) canvas.releasePointerCapture(pointer);
    }
    restore();
  };
}

/** Turns page positions into CSS pixels of the canvas's content, whose place is read once and kept until `forget`. */
function createPlace(canvas: HTMLCanvasElement) {
  let known = false;
  let left = 0;
  let top = 0;
  let scaleX = 1;
  let scaleY = 1;
  const place = {
    x: 0,
    y: 0,
    locate({ clientX, clientY }: MouseEvent): void {
      if (!known) {
        const rect = canvas.getBoundingClientRect();
        left = rect.left;
        top = rect.top;
        // A CSS transform scales what is seen, not the layout.
        scaleX = scaleOf(rect.width, canvas.offsetWidth);
        scaleY = scaleOf(rect.height, canvas.offsetHeight);
        known = true;
      }
      place.x = (clientX - left) / scaleX - canvas.clientLeft;
      place.y = (clientY - top) / scaleY - canvas.clientTop;
    },
    forget(): void {
      known = false;
    },
  };
  return place;
}

function scaleOf(seen: number, laidOut: number): number {
  // `offsetWidth` is rounded, so that a difference below a pixel says nothing.
  return Math.abs(seen - laidOut) < 1 ? 1 : seen / laidOut;
}

/** Makes the canvas one that takes focus and touches; returns how to undo it. */
function dress(canvas: HTMLCanvasElement): () => void {
  const { style } = canvas;
  const hadTabIndex = canvas.hasAttribute('tabindex');
  const hadStyle = canvas.hasAttribute('style');
  const { outline, touchAction, userSelect } = style;
  if (!hadTabIndex) canvas.tabIndex = 0;
  if (outline === '') style.outline = 'none';
  style.touchAction = 'none';
  // A drag that leaves the canvas must not select the page's text.
  style.userSelect = 'none';
  return () => {
    if (!hadTabIndex) canvas.removeAttribute('tabindex');
    style.outline = outline;
    style.touchAction = touchAction;
    style.userSelect = userSelect;
    if (!hadStyle && canvas.getAttribute('style') === '') canvas.removeAttribute('style');
  };
}

function hasFocus(canvas: HTMLCanvasElement): boolean {
  return (canvas.getRootNode() as Document | ShadowRoot).activeElement === canvas;
}

function isNobodys({ activeElement, body }: Document): boolean {
  return activeElement === null || activeElement === body;
}

function modifiersOf(event: MouseEvent | KeyboardEvent): number {
  return (
    (event.shiftKey ? MODIFIER_SHIFT : 0) |
    (event.ctrlKey ? MODIFIER_CONTROL : 0) |
    (event.altKey ? MODIFIER_ALT : 0) |
    (event.metaKey ? MODIFIER_META : 0)
  );
}

function pointerTypeOf({ pointerType }: PointerEvent): number {
  if (pointerType === 'touch') return POINTER_TOUCH;
  return pointerType === 'pen' ? POINTER_PEN : POINTER_MOUSE;
}
