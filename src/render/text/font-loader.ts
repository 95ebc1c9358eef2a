import type { FaceRequest, FontHost, LoadedFace } from '../../ecs/stores';
import { after } from '../after';
import { fetchFile, messageOf } from '../fetch-file';

type Listener = (families: readonly string[]) => void;

// The page has one set of faces for all its apps, and adding a loaded face to it fires no event: apps tell each other.
const listeners = new Set<Listener>();

/** The faces of a page, or of a worker. Where the host has none, every load fails and nothing is ever told. */
export function createFontLoader(): FontHost {
  const faces = faceSet();
  let size = faces?.size ?? 0;
  let counts = countFamilies(faces);
  return {
    async load(request, signal): Promise<LoadedFace> {
      if (!faces) {
        throw new Error('cannot be used: this host has no FontFace; go without the font here');
      }
      const { source } = request;
      const bytes = typeof source === 'string' ? await bytesOf(source, signal) : source;
      const face = await decode(request, bytes);
      return {
        add() {
          faces.add(face);
          tell(request.family);
        },
        remove() {
          if (faces.delete(face)) tell(request.family);
        },
      };
    },
    listen(listener) {
      const onLoaded = (event: Event): void => {
        const { fontfaces } = event as FontFaceSetLoadEvent;
        if (fontfaces.length > 0) listener(fontfaces.map(({ family }) => unquoted(family)));
      };
      // A wrapper, so that the same function given twice is two entries.
      const entry: Listener = (families) => listener(families);
      listeners.add(entry);
      faces?.addEventListener('loadingdone', onLoaded);
      return () => {
        listeners.delete(entry);
        faces?.removeEventListener('loadingdone', onLoaded);
      };
    },
    poll() {
      // Faces that are added once they are loaded, and style sheets that come or go, fire no event.
      if (!faces || faces.size === size) return undefined;
      const before = counts;
      size = faces.size;
      counts = countFamilies(faces);
      return [...new Set([...before.keys(), ...counts.keys()])].filter(
        (family) => before.get(family) !== counts.get(family),
      );
    },
    after,
  };
}

function faceSet(): FontFaceSet | undefined {
  if (typeof FontFace === 'undefined') return undefined;
  const worker = globalThis as { fonts?: FontFaceSet };
  return globalThis.document?.fonts ?? worker.fonts;
}

function countFamilies(faces: FontFaceSet | undefined): Map<string, number> {
  const counts = new Map<string, number>();
  for (const face of faces ?? []) {
    const family = unquoted(face.family);
    counts.set(family, (counts.get(family) ?? 0) + 1);
  }
  return counts;
}

/** By `fetch` and not by the face itself, which can neither be given up nor tell a 404 from a broken file. */
async function bytesOf(source: string, signal: AbortSignal): Promise<ArrayBuffer> {
  return (await fetchFile(source, signal)).arrayBuffer();
}

async function decode(
  { family, weight, style, unicodeRange }: FaceRequest,
  bytes: ArrayBuffer,
): Promise<FontFace> {
  try {
    const range = unicodeRange === '' ? {} : { unicodeRange };
    const face = new FontFace(family, bytes, { weight, style, ...range });
    return await face.load();
  } catch (cause) {
    throw new Error(
      `holds no font that can be read (${messageOf(cause)}); give a whole WOFF2, WOFF, TTF or OTF file`,
      { cause },
    );
  }
}

function tell(family: string): void {
  for (const listener of [...listeners]) listener([family]);
}

function unquoted(family: string): string {
  return family.replace(/^(["'])(.*)\1$/, '$2');
}
