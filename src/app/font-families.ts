import { ValueError } from '../ecs';
import { type FontSpec, familiesOf, type GlyphRasteriser, type TextMeasurer } from '../ecs/stores';

const GENERIC =
  /^(serif|sans-serif|monospace|cursive|fantasy|system-ui|emoji|math|fangsong|ui-(serif|sans-serif|monospace|rounded)|generic\(.*\)|inherit|initial|unset|revert|revert-layer|default)$/i;
const UNSAFE_NAME = /["'\\\n\r\f]/;

/** Checks the name of one family as a `FontFace` takes it. Throws `ValueError`. */
export function checkedFamily(family: unknown): string {
  if (typeof family !== 'string' || family.trim() === '' || UNSAFE_NAME.test(family)) {
    throw new ValueError(
      `family of a font is ${shown(family)}; give its name, such as 'Inter', without quotes or backslashes`,
    );
  }
  if (family.includes(',')) {
    throw new ValueError(`family of a font is ${shown(family)}; give one name, not a list`);
  }
  if (GENERIC.test(family.trim())) {
    throw new ValueError(
      `family of a font is ${shown(family)}, which CSS keeps for itself; give the font a name of its own`,
    );
  }
  return family.trim();
}

/** Families of a list, each as CSS writes it. Throws `ValueError` for one that is no CSS, which would void the whole list. */
export function checkedFamilies(families: string | readonly string[]): string[] {
  if (typeof families === 'string') {
    if (families.trim() === '') return [];
    return familiesOf('fallback family', families);
  }
  if (!Array.isArray(families)) {
    throw new ValueError(
      `fallback families are ${shown(families)}; give a CSS list such as 'Inter, sans-serif', or an array of names`,
    );
  }
  return families.map((family: unknown) => {
    if (typeof family === 'string' && GENERIC.test(family.trim())) return family.trim();
    return `"${checkedFamily(family)}"`;
  });
}

/** A family as names are compared: without quotes, in lower case. */
export function familyKey(family: string): string {
  return unquoted(family).toLowerCase();
}

function unquoted(family: string): string {
  return family.replace(/^(["'])(.*)\1$/, '$2');
}

/** The families that every font falls back to, and the ports that see to it. */
export class FontFallback {
  private list = '';
  private keys = new Set<string>();
  private generation = 0;
  private version = 0;
  /** What each font is measured and drawn as. Weak, as fonts that nothing shows are forgotten. */
  private readonly fonts = new WeakMap<FontSpec, { spec: FontSpec; version: number }>();

  /** Replaces the families, each as CSS writes it; false if they are what they were. */
  replace(families: readonly string[]): boolean {
    const list = families.join(', ');
    if (list === this.list) return false;
    this.list = list;
    this.keys = new Set(families.map(familyKey));
    this.version++;
    return true;
  }

  /** Has every font looked up anew: faces came or went. */
  renew(): void {
    this.generation++;
    this.version++;
  }

  /** Whether a family, as `familyKey` gives it, is among them. */
  has(key: string): boolean {
    return this.keys.has(key);
  }

  /** A port whose methods get their font, where they take one first, with these families at its end. */
  port<T extends TextMeasurer | GlyphRasteriser>(inner: T): T {
    const port = Object.create(inner) as T;
    for (const [name, member] of Object.entries(inner)) {
      if (typeof member !== 'function') continue;
      const method = (first: unknown, ...rest: unknown[]): unknown =>
        member.call(inner, isFont(first) ? this.specOf(first) : first, ...rest);
      Object.defineProperty(port, name, { value: method });
    }
    return port;
  }

  /** Another object whenever the families are others, as the canvas ports know a font by its object. */
  private specOf(font: FontSpec): FontSpec {
    const known = this.fonts.get(font);
    if (known?.version === this.version) return known.spec;
    const spec = this.over(font);
    this.fonts.set(font, { spec, version: this.version });
    return spec;
  }

  private over(font: FontSpec): FontSpec {
    if (this.list === '' && this.generation === 0) return font;
    const families = this.list === '' ? [font.family] : [font.family, this.list];
    // A family that nobody has: in a worker, Chromium 156 looks up the same list of families only once.
    if (this.generation > 0) families.push(`rafter-${this.generation}`);
    return { ...font, family: families.join(', ') };
  }
}

function isFont(value: unknown): value is FontSpec {
  return typeof value === 'object' && value !== null && 'family' in value;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}
