import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * What draws: the software rasteriser, or what the switches in `RAFTER_CHROMIUM_GRAPHICS` say, for a machine with a graphics card. On
 * Linux with Vulkan: `--use-angle=vulkan --enable-features=Vulkan --disable-vulkan-surface`.
 */
const graphics = process.env.RAFTER_CHROMIUM_GRAPHICS?.split(' ').filter(Boolean) ?? [
  '--enable-unsafe-swiftshader',
  '--use-angle=swiftshader',
];

/** Switches for a Chromium that draws with the software rasteriser, talks to nobody and can measure memory. */
export const chromiumArgs = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  ...graphics,
  '--enable-unsafe-webgpu',
  '--js-flags=--expose-gc',
  '--enable-precise-memory-info',
];

/**
 * The same for tests. Such a browser puts its windows together itself rather than by WebGL, which software would do at a third of a core
 * for each in which anything moves, if only the sign that a page is loading; what canvases show they draw as before. Not for what
 * measures frames.
 */
export const testChromiumArgs = [...chromiumArgs, '--disable-gpu-compositing'];

/**
 * Path of a Chromium or Chrome on this machine: `RAFTER_CHROMIUM`, then the usual places; as root on Debian the
 * distribution's package is installed. Throws an error that says how to get one otherwise.
 */
export function findChromium() {
  const forced = process.env.RAFTER_CHROMIUM;
  if (forced) {
    if (existsSync(forced)) return forced;
    throw new Error(`RAFTER_CHROMIUM is ${forced}, but there is no such file.`);
  }
  const found = usualPlaces().find((place) => existsSync(place));
  if (found) return found;
  if (isDebian() && process.getuid?.() === 0) {
    installFromDebian();
    const installed = usualPlaces().find((place) => existsSync(place));
    if (installed) return installed;
  }
  throw new Error(
    [
      'No Chromium or Chrome found. Install one and run again:',
      '  Debian, Ubuntu: sudo apt-get install chromium (Ubuntu: chromium-browser)',
      '  Fedora: sudo dnf install chromium',
      '  macOS: brew install --cask chromium',
      '  Windows: winget install Google.Chrome',
      'or set RAFTER_CHROMIUM to the path of the executable.',
    ].join('\n'),
  );
}

function usualPlaces() {
  const { env, platform } = process;
  if (platform === 'darwin') {
    return ['/Applications', path.join(env.HOME ?? '', 'Applications')].flatMap((folder) => [
      `${folder}/Chromium.app/Contents/MacOS/Chromium`,
      `${folder}/Google Chrome.app/Contents/MacOS/Google Chrome`,
      `${folder}/Microsoft Edge.app/Contents/MacOS/Microsoft Edge`,
    ]);
  }
  if (platform === 'win32') {
    return [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]
      .filter((folder) => folder !== undefined)
      .flatMap((folder) => [
        path.join(folder, 'Chromium', 'Application', 'chrome.exe'),
        path.join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
        path.join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
      ]);
  }
  const folders = new Set(['/usr/bin', '/usr/local/bin', '/snap/bin', ...pathFolders()]);
  return COMMANDS.flatMap((command) => [...folders].map((folder) => path.join(folder, command)));
}

function pathFolders() {
  return (process.env.PATH ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
}

function isDebian() {
  if (process.platform !== 'linux' || !existsSync('/etc/os-release')) return false;
  return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

function installFromDebian() {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // stdout stays free: callers print the path there.
  const stdio = /** @type {const} */ (['ignore', 2, 2]);
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const { status, error } = spawnSync('apt-get', args, { env, stdio });
    if (status === 0) continue;
    throw new Error(
      `apt-get ${args.join(' ')} failed (${error?.message ?? `exit ${status}`}); install chromium by hand or set RAFTER_CHROMIUM.`,
    );
  }
}

if (process.argv[1] && import.meta.filename === path.resolve(process.argv[1])) {
  console.log(findChromium());
}
