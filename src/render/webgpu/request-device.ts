import { SOFTWARE } from '../gpu-clock';

/** How long a device may take to come before WebGL draws instead, ms. */
const ANSWER_MS = 1000;

/** A browser whose graphics process is just starting, or starting anew, has no adapter yet, and says at once that it has none. */
const STARTING_MS = 100;

/** A device of the browser's choice, which can time passes where it is no software; undefined where there is none, or none in time. */
export async function requestDevice(): Promise<GPUDevice | undefined> {
  const gpu = (globalThis.navigator as Navigator | undefined)?.gpu as GPU | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isLate = false;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => {
      isLate = true;
      resolve(undefined);
    }, ANSWER_MS);
  });
  const asked = ask(gpu).then((device) => {
    // Nobody waits for it any more.
    if (isLate) device?.destroy();
    return device;
  });
  const device = await Promise.race([asked, late]);
  clearTimeout(timer);
  return device;
}

async function ask(gpu: GPU | undefined): Promise<GPUDevice | undefined> {
  try {
    if (!gpu) return undefined;
    const adapter = (await gpu.requestAdapter()) ?? (await adapterOfStarted(gpu));
    if (!adapter) return undefined;
    const { architecture, description } = adapter.info;
    const isTimed =
      adapter.features.has('timestamp-query') && !SOFTWARE.test(`${architecture} ${description}`);
    return await adapter.requestDevice(isTimed ? { requiredFeatures: ['timestamp-query'] } : {});
  } catch {
    // A browser that refuses says so in its own words; the caller has another way.
    return undefined;
  }
}

async function adapterOfStarted(gpu: GPU): Promise<GPUAdapter | null> {
  await new Promise((resolve) => setTimeout(resolve, STARTING_MS));
  return gpu.requestAdapter();
}
