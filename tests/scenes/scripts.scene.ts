import { text } from '../../src/ui';
import { at, type Scene } from './scene';

const lines: readonly (readonly [family: string, content: string])[] = [
  ['Noto Sans Arabic Variable', 'مرحبا بالعالم'],
  ['Noto Sans Hebrew Variable', 'שלום עולם'],
  ['Noto Sans Devanagari Variable', 'नमस्ते दुनिया'],
  ['Noto Sans Thai Variable', 'สวัสดีชาวโลก'],
  ['Noto Sans KR Variable', '안녕하세요'],
  ['Noto Sans SC Variable', '你好，世界。'],
];

export const scene: Scene = {
  fonts: {
    families: lines.map(([family]) => family),
    letters: lines.map(([, content]) => content).join(''),
  },
  furnish(world, page) {
    for (const [i, [fontFamily, content]] of lines.entries()) {
      text(world, {
        parent: page,
        ...at(10 + (i % 2) * 116, 10 + Math.floor(i / 2) * 54, 108, 44),
        content,
        fontFamily,
        fontSize: 17,
        lineHeight: 1.8,
        color: '#101820',
      });
    }
  },
};
