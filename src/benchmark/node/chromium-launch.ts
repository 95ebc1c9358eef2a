import type { Browser, BrowserContext, CDPSession, Page } from 'playwright';
import { BenchError, messageOf } from '../errors';
import type { PageStation } from '../page/serve-station';

export type LaunchOptions = {
  executablePath: string;
  args: readonly string[];
  headless: boolean;
};

/** A browser and the line to its processes. */
export type Launched = { browser: Browser; processes: CDPSession };

/** A page with the station in it. */
export type OpenPage = {
  readonly page: Page;
  readonly session: CDPSession;
  /**
   * Calls the station. Rejects with what it throws, with an error that the page reports meanwhile or reported since the last call, and
   * when the page is gone.
   */
  call<K extends keyof PageStation>(
    method: K,
    ...args: Parameters<PageStation[K]>
  ): Promise<Awaited<ReturnType<PageStation[K]>>>;
  /** Ends it at once, even in an endless loop; resolves when it is gone. */
  close(): Promise<void>;
};

const LOAD_LIMIT_MS = 30_000;
const CLOSE_LIMIT_MS = 2_000;
const CLOSED = 'the page was closed';

/** Starts the browser. Throws `BenchError` where playwright is not installed or the browser does not start. */
export async function launchBrowser(options: LaunchOptions): Promise<Launched> {
  const { chromium } = await loadPlaywright();
  try {
    const browser = await chromium.launch({
      ...options,
      args: [...options.args],
      // The command ends it itself, and with an exit code of its own.
      handleSIGINT: false,
      handleSIGTERM: false,
    });
    return { browser, processes: await browser.newBrowserCDPSession() };
  } catch (error) {
    const [reason] = messageOf(error).split('\n');
    throw new BenchError(`the browser ${options.executablePath} does not start: ${reason}`);
  }
}

async function loadPlaywright(): Promise<typeof import('playwright')> {
  try {
    return await import('playwright');
  } catch {
    throw new BenchError(
      'benches with host chromium are driven by playwright, which is not installed; npm install --save-dev playwright (no browser needs to be downloaded)',
    );
  }
}

/** Opens the page of the benches in a context of its own. */
export async function openPage(
  { browser, processes }: Launched,
  url: string,
  viewport: { width: number; height: number },
): Promise<OpenPage> {
  const context = await browser.newContext({ viewport, deviceScaleFactor: 1 });
  const close = () => closeContext(context, processes);
  try {
    const page = await context.newPage();
    const trouble = watchTrouble(page);
    await page.goto(url, { timeout: LOAD_LIMIT_MS });
    const served = page.waitForFunction(() => window.rafterStation !== undefined, undefined, {
      timeout: LOAD_LIMIT_MS,
    });
    await trouble.during(served);
    const session = await context.newCDPSession(page);
    return {
      page,
      session,
      call: (method, ...args) => trouble.during(evaluate(session, method, args)),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Calls by the protocol alone: playwright's own way leaves objects on the page's heap. */
async function evaluate<T>(
  session: CDPSession,
  method: string,
  args: readonly unknown[],
): Promise<T> {
  const expression = `rafterStation.${method}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`;
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression,
    awaitPromise: true,
    returnByValue: true,
  });
  if (!exceptionDetails) return result.value as T;
  const { exception, text } = exceptionDetails;
  throw new BenchError(withoutStack(exception?.description ?? String(exception?.value ?? text)));
}

function withoutStack(description: string): string {
  return description.split(/\n\s+at /)[0]!.replace(/^(Bench)?Error: /, '');
}

/** What a call of the browser fails with, or, where it does because its page is gone, an error that says so. */
export function pageError(error: unknown): unknown {
  // The browser answers before it tells of the end of the page, or after.
  return /has been closed/.test(messageOf(error)) ? new BenchError(CLOSED) : error;
}

type Trouble = { during<T>(work: Promise<T>): Promise<T> };

/** Fails what runs, or what runs next, with the first error that the page reports. */
function watchTrouble(page: Page): Trouble {
  let found: BenchError | undefined;
  let onFound: ((error: BenchError) => void) | undefined;
  const report = (message: string) => {
    found ??= new BenchError(message);
    onFound?.(found);
  };
  page.on('pageerror', (error) => report(`page error: ${messageOf(error)}`));
  page.on('crash', () => report('the page crashed'));
  page.on('close', () => report(CLOSED));
  return {
    async during(work) {
      const failing = new Promise<never>((_, reject) => {
        onFound = reject;
        if (found) reject(found);
      });
      try {
        return await Promise.race([work, failing]);
      } catch (error) {
        throw pageError(error);
      } finally {
        onFound = undefined;
        // Whichever lost the race fails unheard.
        work.catch(() => {});
      }
    },
  };
}

async function closeContext(context: BrowserContext, processes: CDPSession): Promise<void> {
  const closed = context.close().catch(() => {});
  if (await withinMs(closed, CLOSE_LIMIT_MS)) return;
  // The browser closes a target that no longer answers.
  const { targetInfos } = await processes.send('Target.getTargets');
  const urls = new Set(context.pages().map((page) => page.url()));
  for (const { targetId, type, url } of targetInfos) {
    if (type !== 'page' || !urls.has(url)) continue;
    await processes.send('Target.closeTarget', { targetId }).catch(() => {});
  }
  await withinMs(closed, CLOSE_LIMIT_MS);
}

async function withinMs(work: Promise<unknown>, limitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), limitMs);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
