/** Markup whose texts are escaped. Only this module makes it, so that no text can become markup by accident. */
export type Markup = { readonly markup: string };

/** What an element may hold; texts and numbers are escaped, nothing is left out silently but `undefined`. */
export type Child = Markup | string | number | undefined | readonly Child[];

export type Attributes = { readonly [name: string]: string | number | undefined };

/** An element with escaped attributes and children. An element without children is closed at once where it must be. */
export function element(name: string, attributes: Attributes, ...children: Child[]): Markup {
  const opening = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeMarkup(String(value))}"`)
    .join('');
  if (children.length === 0 && EMPTY.has(name)) return { markup: `<${name}${opening}/>` };
  return { markup: `<${name}${opening}>${join(children)}</${name}>` };
}

/** Markup written in this folder, not to be escaped: styles, the script, the document type. */
export function trusted(markup: string): Markup {
  return { markup };
}

/** Children as they stand in a document. */
export function join(children: readonly Child[]): string {
  return children
    .map((child) => {
      if (child === undefined) return '';
      if (typeof child === 'string' || typeof child === 'number')
        return escapeMarkup(String(child));
      return 'markup' in child ? child.markup : join(child);
    })
    .join('');
}

/** A text for HTML and XML, in elements and quoted attributes; characters that XML 1.0 does not allow are left out. */
export function escapeMarkup(text: string): string {
  return text.replace(ILLEGAL, '').replace(/[&<>"'\r]/g, (character) => ENTITIES[character] ?? '');
}

// All that XML 1.0 does not list as a character; with the u flag a lone surrogate matches too.
const ILLEGAL = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

const ENTITIES: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\r': '&#13;',
};

const EMPTY: ReadonlySet<string> = new Set([
  'br',
  'hr',
  'input',
  'link',
  'meta',
  'circle',
  'line',
  'path',
  'polyline',
  'rect',
]);
