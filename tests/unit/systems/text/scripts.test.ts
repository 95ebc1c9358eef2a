import { describe, expect, it } from 'vitest';
import { isRtl, isWordShaped, joinsBefore } from '../../../../src/systems/text/scripts';

const SHAPED =
  'Hebrew Arabic Syriac Thaana Nko Samaritan Mandaic Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala Thai Lao Tibetan Myanmar Tagalog Hanunoo Buhid Tagbanwa Khmer Mongolian Limbu Tai_Le New_Tai_Lue Buginese Tai_Tham Balinese Sundanese Batak Lepcha Syloti_Nagri Phags_Pa Saurashtra Kayah_Li Rejang Javanese Cham Tai_Viet Meetei_Mayek';
const ofShapedScript = anyOf('Script');
/** Letters of no script of their own, used with some of these. */
const usedInShapedScript = anyOf('Script_Extensions');

function anyOf(property: string): RegExp {
  return new RegExp(
    `[${SHAPED.split(' ')
      .map((name) => `\\p{${property}=${name}}`)
      .join('')}]`,
    'u',
  );
}

// Inside Indic blocks and hardly ever written: cheaper to shape than to tell apart.
const RARE_PUNCTUATION =
  '9fd a76 af0 c77 c84 df4 f85 a8f8 a8f9 a8fa a8fc aade aadf aaf0 aaf1'.split(' ');

describe('a shaped word', () => {
  it('is begun by every letter and every mark of a script that needs it, and by no other letter', () => {
    const missing: string[] = [];
    const extra: string[] = [];
    for (let code = 0; code < 0x10000; code++) {
      const character = String.fromCharCode(code);
      if (!/[\p{L}\p{M}]/u.test(character)) continue;
      const isShaped = isWordShaped(code);
      if (ofShapedScript.test(character) && !isShaped) missing.push(code.toString(16));
      if (isShaped && !usedInShapedScript.test(character)) extra.push(code.toString(16));
    }
    expect(missing).toEqual([]);
    // Marks that are deprecated or of one manuscript.
    expect(extra).toEqual(['953', '954', '1cfa']);
  });

  it('is begun by no digit and no punctuation', () => {
    const extra: string[] = [];
    for (let code = 0; code < 0x10000; code++) {
      const isOther = /[\p{Nd}\p{P}]/u.test(String.fromCharCode(code));
      if (isOther && isWordShaped(code)) extra.push(code.toString(16));
    }
    expect(extra.filter((code) => !RARE_PUNCTUATION.includes(code))).toEqual([]);
  });

  it('is joined by marks and joiners of no script of their own, and by nothing else', () => {
    for (const code of [0x200c, 0x200d, 0x34f, 0x301, 0xfe0f, 0x1ab0, 0x20dd]) {
      expect(joinsBefore(code), code.toString(16)).toBe(true);
    }
    for (const code of [0x20, 0x41, 0x416, 0x660, 0x966, 0x60c, 0x4e00, 0xd83d, 0x5be, 0x200b]) {
      expect(joinsBefore(code), code.toString(16)).toBe(false);
    }
  });

  it('is begun by the first half of letters outside the BMP: Adlam, Rohingya, Brahmi; and by no emoji', () => {
    for (const character of ['𞤀', '𐴀', '𑀓'])
      expect(isWordShaped(character.charCodeAt(0))).toBe(true);
    for (const character of ['😀', '𠀀', '𝐀', '🇩']) {
      expect(isWordShaped(character.charCodeAt(0))).toBe(false);
    }
  });
});

describe('right-to-left text', () => {
  it('is found by any unit of a right-to-left script, number or direction', () => {
    const missing: string[] = [];
    for (let code = 0; code < 0x10000; code++) {
      const character = String.fromCharCode(code);
      const isOfScript =
        /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}]/u;
      if (isOfScript.test(character) && !isRtl(code)) missing.push(code.toString(16));
    }
    expect(missing).toEqual([]);
    for (const character of ['\u200f', '\u202b', '\u202e', '\u2067', '𞤀', '𐤀', '٣']) {
      expect(isRtl(character.charCodeAt(0)), character).toBe(true);
    }
  });

  it('is not found in left-to-right text of any other script', () => {
    for (const character of 'aé\u0301ЖΩԱअก中あ한“”…€→\u200e\u2066\u2068ﬁ！') {
      expect(isRtl(character.charCodeAt(0)), character).toBe(false);
    }
    for (const character of ['😀', '𠀀', '𝐀']) expect(isRtl(character.charCodeAt(0))).toBe(false);
  });
});
