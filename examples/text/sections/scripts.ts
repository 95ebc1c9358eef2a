import { box, text } from 'rafter-ui';
import { families } from '../fonts';
import { caption, GAP, grid, paragraph, type Section, sample } from '../sheet';

/** The same sentence, "Ink dries slowly on old paper", in twelve scripts. */
export const scriptSamples: readonly {
  name: string;
  content: string;
  /** For Han characters, which each of three countries draws in its own way. */
  fontFamily?: string;
}[] = [
  { name: 'Arabic', content: 'الحبر يجفّ ببطء على الورق القديم.' },
  { name: 'Hebrew', content: 'הדיו מתייבש לאט על הנייר הישן.' },
  { name: 'Devanagari, Hindi', content: 'पुराने काग़ज़ पर स्याही धीरे-धीरे सूखती है।' },
  { name: 'Thai', content: 'หมึกแห้งช้าๆ บนกระดาษเก่า' },
  { name: 'Chinese', content: '墨水在旧纸上慢慢变干。', fontFamily: families.chinese },
  {
    name: 'Japanese',
    content: 'インクは古い紙の上でゆっくり乾く。',
    fontFamily: families.japanese,
  },
  {
    name: 'Korean',
    content: '잉크는 낡은 종이 위에서 천천히 마른다.',
    fontFamily: families.korean,
  },
  { name: 'Greek', content: 'Το μελάνι στεγνώνει αργά στο παλιό χαρτί.' },
  { name: 'Cyrillic, Russian', content: 'Чернила медленно сохнут на старой бумаге.' },
  { name: 'Georgian', content: 'მელანი ნელა შრება ძველ ქაღალდზე.' },
  { name: 'Armenian', content: 'Թանաքը դանդաղ չորանում է հին թղթի վրա։' },
  { name: 'Emoji', content: '👩‍👩‍👧‍👦 👨🏿‍🚀 👩🏽‍🔬 🧑🏽‍🎨 ✍🏼 🧑🏾‍🌾 🇯🇵 🇰🇪 🇳🇴 🇧🇷 🖋️' },
];

const mixed = [
  ['A word of Hebrew in English', 'The Hebrew word דיו means ink, and has 3 letters.'],
  ['A name and numbers in Hebrew', 'הספר Typography יצא לאור ב־1967, במחיר 4.50 לירות.'],
  ['English and figures in Arabic', 'طُبع كتاب Rafter في 3 أيام، بسعر 12.75 (نسخة 2.0).'],
] as const;

const directions = [
  ['auto', 'Direction by the first letter'],
  ['ltr', 'Left to right'],
  ['rtl', 'Right to left'],
] as const;

export const scripts: Section = {
  title: 'Twelve scripts',
  note: 'Ink dries slowly on old paper. Where letters join or stack, whole words are shaped at once; all come from the same atlas.',
  full: true,
  build(sheet, parent) {
    const cells = grid(sheet, parent, sheet.room === 'wide' ? 2 : 1, scriptSamples.length);
    scriptSamples.forEach(({ name, ...look }, i) => {
      caption(sheet, cells[i]!, name);
      paragraph(sheet, cells[i]!, look.content, {
        fontSize: 22,
        lineHeight: 36 / 22,
        textAlign: 'left',
        ...(look.fontFamily ? { fontFamily: look.fontFamily } : {}),
      });
    });
  },
};

export const bidi: Section = {
  title: 'Both ways',
  note: 'Sentences that change their direction, and brackets and figures that must not.',
  build(sheet, parent) {
    const page = box(sheet.world, { parent, flexDirection: 'column', gap: GAP, maxWidth: 590 });
    for (const [name, content] of mixed) {
      paragraph(sheet, sample(sheet, page, name), content, { fontSize: 22, lineHeight: 34 / 22 });
    }
    for (const [direction, name] of directions) {
      const cell = sample(sheet, page, name);
      text(sheet.world, {
        parent: cell,
        content: 'דיו ונייר (Rafter 2.0) — 1967!',
        direction,
        fontSize: 22,
        lineHeight: 34 / 22,
      });
    }
  },
};
