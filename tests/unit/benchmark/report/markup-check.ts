/** What is wrong with a document as XML: tags that do not balance, attributes without quotes, bare `<` and `&`. Empty where it is well-formed. */
export function malformed(document: string): string[] {
  const open: string[] = [];
  const errors: string[] = [];
  let rest = document.replace(/^<\?xml[^>]*\?>|^<!doctype html>/, '');
  while (rest !== '') {
    const text = /^[^<]+/.exec(rest)?.[0];
    const tag = TAG.exec(rest);
    if (text !== undefined) {
      if (/&(?!#\d+;|#x[0-9a-f]+;|(?:amp|lt|gt|quot);)/i.test(text))
        errors.push(`bare & in ${text}`);
      rest = rest.slice(text.length);
    } else if (tag) {
      const [all, slash, name = '', attributes = '', empty] = tag;
      if (attributes.includes('<')) errors.push(`< in an attribute of ${name}`);
      if (slash) {
        const expected = open.pop();
        if (expected !== name) errors.push(`</${name}> closes <${expected}>`);
      } else if (!empty) {
        open.push(name);
      }
      rest = rest.slice(all.length);
      // Raw text: the parser looks for nothing but the end tag.
      if (!slash && (name === 'script' || name === 'style'))
        rest = rest.slice(rest.indexOf(`</${name}`));
    } else {
      errors.push(`bare < at ${rest.slice(0, 30)}`);
      break;
    }
  }
  return open.length > 0 ? [...errors, `never closed: ${open.join(' ')}`] : errors;
}

const TAG = /^<(\/?)([a-z][\w-]*)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>/i;
