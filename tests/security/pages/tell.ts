/** Puts a fact where a test can read it without running code in the page. */
export function tell(name: string, fact: string): void {
  document.documentElement.dataset[name] = fact;
}
