/** BCP 47 tags of the languages that `paragraphs` writes. */
export const languages = [
  'en',
  'de',
  'fr',
  'es',
  'pl',
  'ru',
  'el',
  'vi',
  'ja',
  'zh',
  'ko',
  'ar',
  'he',
  'hi',
  'th',
] as const;

export type Language = (typeof languages)[number];

/** Words of a language and what stands between them. */
export type Vocabulary = {
  words: string;
  /** Between words: nothing in scripts written without spaces. */
  space: '' | ' ';
  /** What ends a clause and a sentence, each with its space. */
  commas: readonly string[];
  stops: readonly string[];
  quotes: readonly (readonly [string, string])[];
  brackets: readonly (readonly [string, string])[];
  /** Pieces with signs of this language: prices, dates, times, units. */
  pieces: readonly string[];
};

const ASCII_BRACKETS = [
  ['(', ')'],
  ['[', ']'],
] as const;

/** By language. */
export const vocabularies: Record<Language, Vocabulary> = {
  en: {
    words:
      'the river window quickly copper market station yellow under twelve garden letters whenever small orchestra bright engine paper morning follow distant well-known re-enter state-of-the-art don’t o’clock it’s kitchen harbour velvet remember',
    space: ' ',
    commas: [', ', '; ', ' – ', '—', ': ', '… '],
    stops: ['. ', '! ', '? ', '?! '],
    quotes: [
      ['“', '”'],
      ['‘', '’'],
      ['"', '"'],
      ["'", "'"],
    ],
    brackets: ASCII_BRACKETS,
    pieces: [
      '$12.50',
      '£3',
      '12/05/2024',
      '9:30am',
      '50%',
      '#42',
      '20 °C',
      'a/b',
      'and/or',
      '3–5',
      '1,000,000',
      '+44 20 7946',
      '5’10”',
      'R&D',
      'C++',
      '§ 7',
      '©2024',
      'x=y+1',
      '1st',
    ],
  },
  de: {
    words:
      'der Fluss Fenster schnell Kupfer Markt Bahnhof gelb unter zwölf Garten Briefe Straße größer Übergang Schifffahrt Rhein-Main-Gebiet E-Mail Nord-Süd Äpfel Kaffeehaus Donaudampf heute morgen überall süß Fußgänger-Zone bzw. z.B. d.h. Vor- und Nachteil',
    space: ' ',
    commas: [', ', '; ', ' – ', ': ', ' … '],
    stops: ['. ', '! ', '? '],
    quotes: [
      ['„', '“'],
      ['»', '«'],
      ['‚', '‘'],
    ],
    brackets: ASCII_BRACKETS,
    pieces: [
      '12,50 €',
      '€ 3',
      '05.12.2024',
      '9:30 Uhr',
      '50 %',
      '50 %',
      'Nr. 42',
      '20 °C',
      '§ 7',
      '3–5',
      '1.000.000',
      'km/h',
      'm²',
      '½',
      '„A“/„B“',
      '100-prozentig',
    ],
  },
  fr: {
    words:
      'le fleuve fenêtre vite cuivre marché gare jaune sous douze jardin lettres l’été d’ailleurs qu’il aujourd’hui là-bas peut-être grand-mère cœur naïve Noël façade après où ça théâtre s’il vous plaît est-ce dix-sept',
    space: ' ',
    commas: [', ', '\u00a0; ', ' – ', '\u00a0: ', '… ', '\u202f; '],
    stops: ['. ', '\u00a0! ', '\u202f? ', ' ! '],
    quotes: [
      ['«\u00a0', '\u00a0»'],
      ['« ', ' »'],
      ['«', '»'],
      ['“', '”'],
    ],
    brackets: ASCII_BRACKETS,
    pieces: [
      '12,50\u00a0€',
      '3 €',
      '05/12/2024',
      '9\u00a0h\u00a030',
      '50\u00a0%',
      'n°\u00a042',
      '20\u202f°C',
      '1\u202f000\u202f000',
      '1er',
      'XIXe',
      'km/h',
    ],
  },
  es: {
    words:
      'el río ventana rápido cobre mercado estación amarillo bajo doce jardín cartas mañana corazón pingüino niño teórico-práctico acción árbol según también canción físico-químico',
    space: ' ',
    commas: [', ', '; ', '—', ': ', '... '],
    stops: ['. ', '! ', '? '],
    quotes: [
      ['«', '»'],
      ['¿', '?'],
      ['¡', '!'],
      ['“', '”'],
    ],
    brackets: ASCII_BRACKETS,
    pieces: [
      '12,50 €',
      '$3',
      '5-12-2024',
      '1.º',
      '2.ª',
      '50 %',
      'N.º 42',
      '20 ºC',
      'EE. UU.',
      '3-5',
    ],
  },
  pl: {
    words:
      'rzeka okno szybko miedź rynek dworzec żółty pod dwanaście ogród listy źdźbło gęś łódka śnieg ćma biało-czerwony jesień wrzesień książka pięćdziesiąt północno-wschodni',
    space: ' ',
    commas: [', ', '; ', ' – ', ': ', '… '],
    stops: ['. ', '! ', '? '],
    quotes: [
      ['„', '”'],
      ['«', '»'],
      ['‚', '’'],
    ],
    brackets: ASCII_BRACKETS,
    pieces: [
      '12,50 zł',
      '05.12.2024 r.',
      'godz. 9:30',
      '50%',
      'nr 42',
      '20°C',
      '1 000 000',
      'w/w',
      '§7',
    ],
  },
  ru: {
    words:
      'река окно быстро медь рынок вокзал жёлтый под двенадцать сад письма какой-нибудь по-русски из-за утро подъезд сердце объявление юго-запад чаще всего кто-то время',
    space: ' ',
    commas: [', ', '; ', ' — ', ' – ', ': ', '… '],
    stops: ['. ', '! ', '? '],
    quotes: [
      ['«', '»'],
      ['„', '“'],
      ['"', '"'],
    ],
    brackets: ASCII_BRACKETS,
    pieces: [
      '12,50 ₽',
      '300 руб.',
      '05.12.2024',
      '9:30',
      '50 %',
      '№ 42',
      '№42',
      '20 °C',
      'т. д.',
      'и/или',
      '3—5',
      '5-й',
      'XIX в.',
      'км/ч',
    ],
  },
  el: {
    words:
      'το ποτάμι παράθυρο γρήγορα χαλκός αγορά σταθμός κίτρινο κάτω δώδεκα κήπος γράμματα πρωί καρδιά θάλασσα απ’ όλα ελληνο-γαλλικός ύστερα ήλιος ώρα μέρα εξοχή ψωμί',
    space: ' ',
    commas: [', ', '· ', ' – ', ': ', '… '],
    stops: ['. ', '! ', '; ', '; '],
    quotes: [
      ['«', '»'],
      ['“', '”'],
    ],
    brackets: ASCII_BRACKETS,
    pieces: ['12,50 €', '5/12/2024', '9:30 π.μ.', '50%', 'αρ. 42', '20 °C', 'και/ή', '1ος', '3-5'],
  },
  vi: {
    words:
      'dòng sông cửa sổ nhanh đồng chợ ga vàng dưới mười hai vườn thư buổi sáng trái tim người nước Việt đường phố trường học tiếng ngữ nghĩa ước mơ',
    space: ' ',
    commas: [', ', '; ', ' – ', ': ', '... '],
    stops: ['. ', '! ', '? '],
    quotes: [
      ['“', '”'],
      ['"', '"'],
    ],
    brackets: ASCII_BRACKETS,
    pieces: ['12.500 ₫', '12.500đ', '05/12/2024', '9h30', '50%', 'số 42', '20°C', 'và/hoặc'],
  },
  ja: {
    words:
      '川 窓 速く 銅 市場 駅 黄色い 下 十二 庭 手紙 コンピューター ちょっと キャッシュ きょう 東京都 人々 学校 りんご ファイル データベース ソフトウェア 美しい 食べる 時々 っぽい ヴァイオリン ー',
    space: '',
    commas: ['、', '・', '——', '……', '：', '〜', '，'],
    stops: ['。', '！', '？', '！？', '。」'],
    quotes: [
      ['「', '」'],
      ['『', '』'],
      ['“', '”'],
      ['〝', '〟'],
    ],
    brackets: [
      ['（', '）'],
      ['【', '】'],
      ['［', '］'],
      ['(', ')'],
      ['〈', '〉'],
    ],
    pieces: [
      '¥1,250',
      '１２５０円',
      '￥300',
      '2024年12月5日',
      '午前9時30分',
      '50%',
      '５０％',
      '20℃',
      '第3回',
      '№7',
      'A4',
      'Web',
      'iPhone 15',
      '㈱',
      '3〜5',
      '1/2',
      '※注',
      '→',
      '★',
    ],
  },
  zh: {
    words:
      '河流 窗户 快速 铜 市场 车站 黄色 下面 十二 花园 信件 计算机 早晨 心脏 学校 软件 数据库 美丽 苹果 城市 时间 朋友 语言 中华人民共和国',
    space: '',
    commas: ['，', '、', '；', '——', '……', '：', '·'],
    stops: ['。', '！', '？', '。”'],
    quotes: [
      ['“', '”'],
      ['‘', '’'],
      ['「', '」'],
      ['《', '》'],
    ],
    brackets: [
      ['（', '）'],
      ['【', '】'],
      ['(', ')'],
      ['〔', '〕'],
    ],
    pieces: [
      '¥12.50',
      '￥300',
      '2024年12月5日',
      '上午9:30',
      '50%',
      '20℃',
      '第3章',
      'A座',
      'APP',
      '3～5',
      '1/2',
      '$5',
      '12元',
      'GB/T 2312',
      '→',
    ],
  },
  ko: {
    words:
      '강 창문 빨리 구리 시장 역 노란 아래 열둘 정원 편지 컴퓨터 아침 마음 학교 소프트웨어 데이터베이스 아름다운 사과 도시 시간 친구 한국어 대한민국',
    space: ' ',
    commas: [', ', ' — ', ': ', '… ', '·', '~'],
    stops: ['. ', '! ', '? '],
    quotes: [
      ['“', '”'],
      ['‘', '’'],
      ['「', '」'],
      ['"', '"'],
    ],
    brackets: [
      ['(', ')'],
      ['[', ']'],
      ['（', '）'],
    ],
    pieces: [
      '12,500원',
      '₩300',
      '2024년 12월 5일',
      '오전 9:30',
      '50%',
      '20℃',
      '제3장',
      'A동',
      '3~5',
      '1/2',
      '㈜',
      'KTX',
    ],
  },
  ar: {
    words:
      'النهر نافذة بسرعة نحاس سوق محطة أصفر تحت عشر حديقة رسائل الصباح قلب مدرسة لغة العربيّة مدينة وقت صديق كتاب مُعَلِّم بيت شمس',
    space: ' ',
    commas: ['، ', '؛ ', ' – ', ': ', '… '],
    stops: ['. ', '! ', '؟ '],
    quotes: [
      ['«', '»'],
      ['“', '”'],
      ['"', '"'],
    ],
    brackets: ASCII_BRACKETS,
    pieces: [
      '١٢٫٥٠ ر.س',
      '٥/١٢/٢٠٢٤',
      '٥٠٪',
      '50%',
      '٩:٣٠',
      'رقم ٤٢',
      '١٬٠٠٠',
      'USB-C',
      '٣-٥',
      '12.5$',
    ],
  },
  he: {
    words:
      'נהר חלון מהר נחושת שוק תחנה צהוב מתחת עשר גן מכתבים בוקר לב בית־ספר בית-ספר צה״ל ז׳אנר שפה עברית עיר זמן חבר שָׁלוֹם ארה״ב',
    space: ' ',
    commas: [', ', '; ', ' – ', ': ', '… '],
    stops: ['. ', '! ', '? '],
    quotes: [
      ['"', '"'],
      ['”', '“'],
      ['„', '”'],
    ],
    brackets: ASCII_BRACKETS,
    pieces: [
      '12.50 ₪',
      '₪12',
      '5/12/2024',
      '50%',
      '9:30',
      'מס׳ 42',
      'ו/או',
      '3-5',
      'ה-5',
      'USB-C',
      '1,000',
    ],
  },
  hi: {
    words:
      'नदी खिड़की जल्दी ताँबा बाज़ार स्टेशन पीला नीचे बारह बगीचा पत्र सुबह हृदय विद्यालय भाषा हिन्दी शहर समय मित्र किताब माता-पिता धीरे-धीरे क्षेत्र ज्ञान श्री',
    space: ' ',
    commas: [', ', '; ', ' – ', ': ', '… '],
    stops: ['। ', '॥ ', '! ', '? '],
    quotes: [
      ['“', '”'],
      ['‘', '’'],
      ['"', '"'],
    ],
    brackets: ASCII_BRACKETS,
    pieces: [
      '₹12.50',
      '₹ १२',
      '५/१२/२०२४',
      '50%',
      '५०%',
      'सुबह 9:30',
      'सं. ४२',
      '3-5',
      'डॉ.',
      'और/या',
    ],
  },
  th: {
    words:
      'แม่น้ำ หน้าต่าง รวดเร็ว ทองแดง ตลาด สถานี สีเหลือง ข้างล่าง สิบสอง สวน จดหมาย ตอนเช้า หัวใจ โรงเรียน ภาษาไทย เมือง เวลา เพื่อน หนังสือ บ้าน คอมพิวเตอร์ ต่างๆ กรุงเทพฯ',
    space: '',
    commas: [' ', ' ', ', ', ' – '],
    stops: [' ', '. ', '! ', ' ฯลฯ '],
    quotes: [
      ['“', '”'],
      ['"', '"'],
    ],
    brackets: ASCII_BRACKETS,
    pieces: ['฿12.50', ' 300 บาท', '5/12/2567', ' 9.30 น.', '50%', '๕๐%', ' ๔๒ ', 'USB', '3-5'],
  },
};

/** The words that `paragraphs` chooses from. */
export function wordsOf(language: Language): string[] {
  return vocabularies[language].words.split(' ');
}
