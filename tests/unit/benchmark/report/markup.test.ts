import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { element, escapeMarkup, join } from '../../../../src/benchmark/report/markup';
import { nastyText } from './arbitraries';
import { malformed } from './markup-check';

describe('markup', () => {
  it('keeps every legal character of a text', () => {
    fc.assert(
      fc.property(nastyText(), (text) => {
        const kept = escapeMarkup(text);
        expect(kept).not.toMatch(/[<>"']/);
        expect(unescaped(kept)).toBe([...text].filter(isText).join(''));
      }),
    );
  });

  it('escapes attributes as well as children, however deep', () => {
    fc.assert(
      fc.property(nastyText(), (text) => {
        const inner = element('b', { title: text }, text, [[text], element('i', {}, text)]);
        const { markup } = element('p', { 'aria-label': text, id: undefined }, inner, undefined, 3);
        expect(malformed(markup)).toEqual([]);
        expect(markup.match(/<\w+/g)).toEqual(['<p', '<b', '<i']);
        expect(markup).not.toContain('id=');
      }),
    );
  });

  it('closes at once only what must be', () => {
    expect(join([element('br', {}), element('p', {}), element('rect', { x: 1 })])).toBe(
      '<br/><p></p><rect x="1"/>',
    );
  });
});

describe('the check itself', () => {
  it('finds what is malformed', () => {
    for (const broken of [
      '<p>',
      '</p>',
      '<p></b>',
      '<p a=1></p>',
      'a < b',
      'a & b',
      '<p a="<"></p>',
    ]) {
      expect(malformed(broken), broken).not.toEqual([]);
    }
    expect(malformed('<p a="&lt;">a &amp; b<br/></p>')).toEqual([]);
  });
});

function unescaped(text: string): string {
  return text
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

/** No control character but tab and line ends, no lone surrogate, no U+FFFE or U+FFFF. */
function isText(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return code === 9 || code === 10 || code === 13;
  return (code < 0xd800 || code > 0xdfff) && code !== 0xfffe && code !== 0xffff;
}
