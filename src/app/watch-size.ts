/** How often the size is read where nobody tells of it, ms. */
const POLL_MS = 250;

/** Calls the listener when an element may have another size, and once soon after the start. Returns how to stop. */
export function watchSize(element: HTMLElement, listener: () => void): () => void {
  if (typeof ResizeObserver !== 'undefined') {
    const observer = new ResizeObserver(listener);
    observer.observe(element);
    return () => observer.disconnect();
  }
  let width = -1;
  let height = -1;
  const read = (): void => {
    const { clientWidth, clientHeight } = element;
    if (clientWidth === width && clientHeight === height) return;
    width = clientWidth;
    height = clientHeight;
    listener();
  };
  const timer = setInterval(read, POLL_MS);
  addEventListener('resize', read);
  read();
  return () => {
    clearInterval(timer);
    removeEventListener('resize', read);
  };
}
