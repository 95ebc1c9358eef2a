/** Fetches a file. What it throws goes on after the file's name and says what to do. */
export async function fetchFile(address: string, signal: AbortSignal): Promise<Blob> {
  let response: Response;
  try {
    response = await fetch(address, { signal });
  } catch (cause) {
    throw new Error(
      `could not be fetched (${messageOf(cause)}); check the address, the server's CORS headers and the page's connect-src`,
      { cause },
    );
  }
  if (!response.ok) {
    throw new Error(
      `could not be fetched: the server answered ${response.status}; check the address, or serve the file there`,
    );
  }
  try {
    return await response.blob();
  } catch (cause) {
    throw new Error(
      `broke off on its way (${messageOf(cause)}); check that the server sends the whole file`,
      { cause },
    );
  }
}

/** An error's message without its full stop, to stand in brackets. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
}
