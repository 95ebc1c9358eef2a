/** How often the size is read where nobody tells of it, ms. */
const POLL_MS = 250;

/** Calls the listener when an element may have another size. Returns how to stop. */
export function watchSize(element: HTMLElement, listener: () => void): () => void {
  if (typeof ResizeObserver === 'undefined') {
    const timer = setInterval(listener, POLL_MS);
    return () => clearInterval(timer);
  }
  const observer = new ResizeObserver(listener);
  observer.observe(element);
  return () => observer.disconnect();
}
