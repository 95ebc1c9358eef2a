import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Entity, ROW_MASK, resource, ValueError } from '../../../src/ecs';
import { TextSpans } from '../../../src/ecs/stores';
import { createHeadlessApp, type HeadlessApp } from '../../../src/testing/headless-app';
import { setText, type TextContent, text, textOf } from '../../../src/ui';

let app: HeadlessApp;
let note: Entity;

beforeEach(() => {
  app = createHeadlessApp();
  note = text(app.world, { content: 'before' });
  app.frames(1);
});

afterEach(() => app.dispose());

describe('content of a text', () => {
  it.each([
    [null, /text is null/],
    [5, /text is 5/],
    [{ text: 'x' }, /text is \[object Object\]/],
    [[null], /a part of a text is null; give strings and spans/],
    [[undefined], /a part of a text is undefined/],
    [new Array(1), /a part of a text is undefined/],
    [['x', 5], /a part of a text is 5/],
    [[true], /a part of a text is true/],
    [[[]], /text of a span is undefined/],
    [[{}], /text of a span is undefined/],
    [[{ text: 'x', size: 3 }], /span 'size' is not known/],
    [[{ text: 'x', underline: 'yes' }], /underline is yes; give true or false/],
    [[{ text: 'x', underline: null }], /underline is null/],
    [[{ text: 'x', strike: 1 }], /strike is 1; give true or false/],
    [[{ text: 'x', italic: 'yes' }], /italic is yes; give true or false/],
    [[{ text: 'x', fontSize: '13' }], /fontSize is 13/],
    [[{ text: 'x', fontWeight: '400' }], /fontWeight is 400/],
    [[{ text: 'x', fontFamily: 5 }], /font family is '5'/],
    [[{ text: 'x', color: null }], /colour is null/],
    [[{ text: 'x', background: 'nice' }], /colour 'nice'/],
  ])('is refused as %j, and the text stays', (content, message) => {
    const set = () => setText(app.world, note, content as TextContent);
    expect(set).toThrow(ValueError);
    expect(set).toThrow(message);
    expect(textOf(app.world, note)).toBe('before');
  });

  it('is refused when a text is made', () => {
    expect(() => text(app.world, { content: [null] as never })).toThrow(ValueError);
  });
});

describe('the link of a part', () => {
  it.each([
    'https://example.com',
    'http://example.com:80/a?b#c',
    'HTTPS://EXAMPLE.COM/',
    'https://user:p@example.com/',
    'https://:p@example.com',
    'https://[::1]:8080/',
    'https://例え.jp/パス',
    'https://a?b@c',
    'https://x.y/%E2%80%AE',
    'mailto:',
    'mailto:someone@example.com?subject=a b',
  ])('may be %s', (link) => {
    setText(app.world, note, [{ text: 'x', link }]);
    expect(resource(app.world, TextSpans).of(note & ROW_MASK)!.links).toEqual([link]);
  });

  it.each([
    null,
    5,
    '',
    'javascript:alert(1)',
    ' https://x.y',
    '/notes',
    'ftp://x.y',
    'https:',
    'https:x.y',
    'https:/x.y',
    'http://',
    'https:///x',
    'https://?x',
    'https://#x',
    'https://:80',
    'https://user@',
    'https://user@/x',
    'https://user@:80/x',
    'https://\\x',
    'https:// /x',
  ])('is refused as %j', (link) => {
    expect(() => setText(app.world, note, [{ text: 'x', link: link as string }])).toThrow(
      /^link is '.*'; give an address that begins with https:\/\/, http:\/\/ and a host, or mailto:$/,
    );
  });

  it.each([
    ['https://x.y/\n\u202e', /U\+000a at 12/],
    ['https://x.y/\u202egnp', /U\+202e at 12/],
    ['https://x.y/\u061c', /U\+061c at 12/],
    ['https://x\u200ey', /U\+200e at 9/],
    ['https://x.y/\u2066', /U\+2066/],
    ['https://x.y/\0', /U\+0000/],
    ['https://x.y/\x7f', /U\+007f/],
    ['https://x.y/\x85', /U\+0085/],
    ['mailto:a@b\r\nbcc:c', /U\+000d at 10/],
  ])('is refused with what is not seen: %j', (link, message) => {
    const set = () => setText(app.world, note, [{ text: 'x', link }]);
    expect(set).toThrow(ValueError);
    expect(set).toThrow(message);
    expect(set).toThrow(/encodeURIComponent/);
  });
});
