// Short strings of common words in many scripts, put together here: with digits and punctuation of each, composed and decomposed
// marks, letters that fonts join, and changes of direction.

/** Strings of one script, the same every time. */
export type ScriptStrings = {
  /** As in `testFamilies`. */
  readonly script: string;
  /** BCP 47. */
  readonly language: string;
  readonly strings: readonly string[];
};

const PER_SCRIPT = 25;
const MAX_WORDS = 6;

type Recipe = {
  script: string;
  language: string;
  /** Divided by spaces. */
  words: string;
  /** Taken as they are. */
  special: readonly string[];
  /** What stands between words. @default a space */
  space?: string;
  comma?: string;
  endings?: readonly string[];
  numbers?: readonly string[];
};

const recipes: readonly Recipe[] = [
  {
    script: 'Latin',
    language: 'en',
    words:
      'water bread house light window morning garden people letter number open save quickly yellow winter paper river city market answer Straße naïve café Ærø Łódź São',
    special: [
      'office',
      'an affluent office',
      'fjord, fluffy fish',
      'affine ffi ffl fi fl ff fj',
      'AVATAR To Wave Yo',
      'e\u0301tude \u00e9tude',
      'A\u030angstrom \u00c5ngstr\u00f6m',
      'n\u0303andu \u00f1and\u00fa',
      'o\u0323\u0302 \u1ed9 Vi\u1ec7t Nam',
      '“quoted” ‘word’ — dash – en…',
      'Total: 1,234.56 €',
      'LATIN \u05e9\u05dc\u05d5\u05dd end',
    ],
  },
  {
    script: 'Greek',
    language: 'el',
    words:
      'νερό ψωμί σπίτι φως παράθυρο πρωί κήπος άνθρωποι γράμμα αριθμός άνοιξε γρήγορα κίτρινο χειμώνας χαρτί ποτάμι πόλη αγορά ΑΥΤΟ ΤΑΧΥΔΡΟΜΕΙΟ',
    special: [
      'Αθήνα, Ελλάδα',
      'α\u0301λλο \u03acλλο',
      'ι\u0308\u0301διος',
      'ΓΑΛΑ ΑΥΤΟΣ ΤΥΡΙ',
      'Τι κάνεις;',
      'ᾠδή ἀρχή ῥήτωρ',
      'σπίτι σας, 12η',
      '«λόγος» · τέλος',
      'π = 3,14',
    ],
    endings: ['.', ';', '!', ''],
  },
  {
    script: 'Cyrillic',
    language: 'ru',
    words:
      'вода хлеб дом свет окно утро сад люди письмо число открыть быстро жёлтый зима бумага река город рынок ответ ГОД АТУ Київ їжак ґанок',
    special: [
      'и\u0306 й Й И\u0306',
      'е\u0308ж ёж',
      'Москва, 2024 г.',
      'подъезд объём',
      'щука жужжит',
      'Ђорђе Ћирић Љубав',
      'а\u0301том зам\u0301ок',
      '«Слово» — дело',
      '№ 5, 7 %',
      'ТУРГАЙ ДУГА ГА',
    ],
  },
  {
    script: 'Armenian',
    language: 'hy',
    words:
      'ջուր հաց տուն լույս պատուհան առավոտ այգի մարդիկ նամակ թիվ բացել արագ դեղին ձմեռ թուղթ գետ քաղաք շուկա պատասխան Հայաստան',
    special: [
      'Երևան',
      'Հայաստան, 1991',
      'և ու',
      'Ի՞նչ է սա',
      'մեն մի մեծ',
      '«բառ» ու խոսք։',
      'ԵՐԵՎԱՆ ՔԱՂԱՔ',
      'մնում են',
    ],
    endings: ['։', '՜', ''],
  },
  {
    script: 'Georgian',
    language: 'ka',
    words:
      'წყალი პური სახლი შუქი ფანჯარა დილა ბაღი ხალხი წერილი რიცხვი გახსნა სწრაფად ყვითელი ზამთარი ქაღალდი მდინარე ქალაქი ბაზარი პასუხი ენა',
    special: [
      'თბილისი',
      'საქართველო, 1918',
      'გამარჯობა!',
      'როგორ ხარ?',
      '„სიტყვა“ და საქმე',
      'ᲗᲑᲘᲚᲘᲡᲘ ᲥᲐᲚᲐᲥᲘ',
      'ჯდომა ჰაერი',
      '25 ლარი',
    ],
  },
  {
    script: 'Hebrew',
    language: 'he',
    words:
      'מים לחם בית אור חלון בוקר גן אנשים מכתב מספר לפתוח מהר צהוב חורף נייר נהר עיר שוק תשובה שלום',
    special: [
      'שָׁלוֹם',
      'בְּרֵאשִׁית',
      'שלום 123',
      'שלום world שוב',
      'מחיר: 25.50 ₪',
      '(סוגריים) כאן',
      'צה״ל ג׳ירפה',
      'בית־ספר',
      'עמוד 12-15',
      'ש\u05c1\u05b8לו\u05b9ם \ufb2aלום',
    ],
  },
  {
    script: 'Arabic',
    language: 'ar',
    words:
      'ماء خبز بيت ضوء نافذة صباح حديقة ناس رسالة رقم افتح بسرعة أصفر شتاء ورق نهر مدينة سوق جواب سلام الكتاب لا إلى',
    special: [
      'السلام عليكم',
      'لا إله الأمل',
      'مُحَمَّد',
      'كِتَابٌ جَدِيدٌ',
      'السعر ٢٥٫٥٠',
      'نص text مختلط',
      'صفحة 12 من 30',
      'هل أنت هنا؟',
      'پنجره گل چای',
      'اُردو زبان ہے',
      'می\u200cخواهم',
      'آب أ\u0627\u0653 \u0627\u0654',
    ],
    comma: '،',
    endings: ['.', '؟', '!', ''],
    numbers: ['٣', '٤٢', '2024'],
  },
  {
    script: 'Devanagari',
    language: 'hi',
    words:
      'पानी रोटी घर रोशनी खिड़की सुबह बगीचा लोग चिट्ठी संख्या खोलो जल्दी पीला सर्दी कागज़ नदी शहर बाज़ार उत्तर हिन्दी',
    special: [
      'क्षत्रिय ज्ञान श्री',
      'र्कि र्त्स्न्य',
      'नमस्ते दुनिया',
      'क\u093cलम \u0958लम',
      'विद्यार्थी',
      'द्वितीय बुद्ध',
      'कीमत ₹ १२३',
      'ॐ शान्तिः',
      'हिन्दी text में',
      'क्\u200dष क्\u200cष',
      'ट्रेन ड्राइवर',
    ],
    endings: ['।', '?', '!', ''],
    numbers: ['३', '४२', '2024'],
  },
  {
    script: 'Bengali',
    language: 'bn',
    words: 'জল রুটি বাড়ি আলো জানালা সকাল বাগান মানুষ চিঠি সংখ্যা খোলা দ্রুত হলুদ শীত কাগজ নদী শহর বাজার উত্তর বাংলা',
    special: [
      'ক্ষমতা জ্ঞান',
      'কো কৌ কে কি',
      'ক\u09c7\u09be \u0995\u09cb',
      'স্ত্রী রাষ্ট্র',
      'র‍্যাব র্য',
      'দাম ৳ ১২৩',
      'বাংলা text আছে',
      'উৎসব চাঁদ দুঃখ',
      'ঐশ্বর্য',
    ],
    endings: ['।', '?', '!', ''],
    numbers: ['৩', '৪২', '2024'],
  },
  {
    script: 'Gurmukhi',
    language: 'pa',
    words:
      'ਪਾਣੀ ਰੋਟੀ ਘਰ ਰੋਸ਼ਨੀ ਖਿੜਕੀ ਸਵੇਰ ਬਾਗ਼ ਲੋਕ ਚਿੱਠੀ ਗਿਣਤੀ ਖੋਲ੍ਹੋ ਜਲਦੀ ਪੀਲਾ ਸਰਦੀ ਕਾਗਜ਼ ਨਦੀ ਸ਼ਹਿਰ ਬਜ਼ਾਰ ਜਵਾਬ ਪੰਜਾਬੀ',
    special: [
      'ਸਤਿ ਸ੍ਰੀ ਅਕਾਲ',
      'ਪ੍ਰੇਮ ਸ੍ਵਰ',
      'ਸ\u0a3c \u0a36',
      'ਕੀਮਤ ੧੨੩',
      'ਪੰਜਾਬੀ text ਹੈ',
      'ੴ ਸਤਿਨਾਮੁ',
      'ਉੱਤਰ ਵਿੱਚ',
      'ਕਿੰਨਾ?',
    ],
    endings: ['।', '?', '!', ''],
    numbers: ['੩', '੪੨', '2024'],
  },
  {
    script: 'Gujarati',
    language: 'gu',
    words:
      'પાણી રોટલી ઘર પ્રકાશ બારી સવાર બગીચો લોકો પત્ર સંખ્યા ખોલો જલદી પીળો શિયાળો કાગળ નદી શહેર બજાર જવાબ ગુજરાતી',
    special: [
      'ક્ષણ જ્ઞાન શ્રી',
      'ર્કિ વિદ્યાર્થી',
      'નમસ્તે',
      'ત્ર દ્વ હ્ર',
      'કિંમત ₹ ૧૨૩',
      'ગુજરાતી text છે',
      'રૂ. ૫૦',
      'ઑફિસ ઍપ',
    ],
    numbers: ['૩', '૪૨', '2024'],
  },
  {
    script: 'Tamil',
    language: 'ta',
    words:
      'தண்ணீர் ரொட்டி வீடு ஒளி ஜன்னல் காலை தோட்டம் மக்கள் கடிதம் எண் திற வேகமாக மஞ்சள் குளிர்காலம் காகிதம் ஆறு நகரம் சந்தை பதில் தமிழ்',
    special: [
      'கொ கோ கௌ கெ கே கை',
      'க\u0bc6\u0bbe \u0b95\u0bca',
      'ஸ்ரீ க்ஷ',
      'வணக்கம் உலகம்',
      'லு ளு ணு னு',
      'விலை ₹ 123',
      'தமிழ் text உள்ளது',
      'ஔவையார்',
    ],
    numbers: ['3', '௪௨', '2024'],
  },
  {
    script: 'Telugu',
    language: 'te',
    words:
      'నీరు రొట్టె ఇల్లు వెలుగు కిటికీ ఉదయం తోట ప్రజలు ఉత్తరం సంఖ్య తెరువు త్వరగా పసుపు చలికాలం కాగితం నది నగరం బజారు జవాబు తెలుగు',
    special: [
      'క్షమ జ్ఞానం శ్రీ',
      'నమస్కారం',
      'స్త్రీ రాష్ట్రం',
      'కై కొ కౌ',
      'ధర ₹ 123',
      'తెలుగు text ఉంది',
      'క్రోధం ప్రేమ',
      'ఋషి దుఃఖం',
    ],
    numbers: ['3', '౪౨', '2024'],
  },
  {
    script: 'Kannada',
    language: 'kn',
    words: 'ನೀರು ರೊಟ್ಟಿ ಮನೆ ಬೆಳಕು ಕಿಟಕಿ ಬೆಳಗ್ಗೆ ತೋಟ ಜನರು ಪತ್ರ ಸಂಖ್ಯೆ ತೆರೆ ಬೇಗ ಹಳದಿ ಚಳಿಗಾಲ ಕಾಗದ ನದಿ ನಗರ ಸಂತೆ ಉತ್ತರ ಕನ್ನಡ',
    special: [
      'ಕ್ಷಮೆ ಜ್ಞಾನ ಶ್ರೀ',
      'ನಮಸ್ಕಾರ',
      'ಸ್ತ್ರೀ ರಾಷ್ಟ್ರ',
      'ಕೊ ಕೋ ಕೈ ಕೌ',
      'ಕ\u0cc6\u0cc2 \u0c95\u0cca',
      'ಬೆಲೆ ₹ 123',
      'ಕನ್ನಡ text ಇದೆ',
      'ಅರ್ಥ ಸೂರ್ಯ',
    ],
    numbers: ['3', '೪೨', '2024'],
  },
  {
    script: 'Malayalam',
    language: 'ml',
    words:
      'വെള്ളം അപ്പം വീട് വെളിച്ചം ജനൽ രാവിലെ തോട്ടം ആളുകൾ കത്ത് സംഖ്യ തുറക്കുക വേഗം മഞ്ഞ ശീതകാലം കടലാസ് പുഴ നഗരം ചന്ത ഉത്തരം മലയാളം',
    special: [
      'ക്ഷമ ജ്ഞാനം ശ്രീ',
      'നമസ്കാരം',
      'കൊ കോ കൌ കെ',
      'ക\u0d46\u0d3e \u0d15\u0d4a',
      'സ്ത്രീ രാഷ്ട്രം',
      'അവൻ അവൾ പാൽ',
      'ന്\u200d ൻ',
      'വില ₹ 123',
      'മലയാളം text ഉണ്ട്',
    ],
    numbers: ['3', '42', '2024'],
  },
  {
    script: 'Sinhala',
    language: 'si',
    words:
      'වතුර පාන් ගෙදර එළිය ජනේලය උදේ වත්ත මිනිස්සු ලිපිය අංකය අරින්න ඉක්මනට කහ සීතල කඩදාසි ගඟ නගරය වෙළඳපොළ පිළිතුර සිංහල',
    special: [
      'ශ්\u200dරී ලංකාව',
      'ක්\u200dෂ ප්\u200dරේමය',
      'ආයුබෝවන්',
      'කො කෝ කෞ කෙ',
      'ක\u0dd9\u0dcf \u0d9a\u0ddc',
      'විද්\u200dයාව',
      'මිල රු. 123',
      'සිංහල text ඇත',
    ],
    numbers: ['3', '42', '2024'],
  },
  {
    script: 'Thai',
    language: 'th',
    words:
      'น้ำ ขนมปัง บ้าน แสง หน้าต่าง เช้า สวน คน จดหมาย ตัวเลข เปิด เร็ว เหลือง หนาว กระดาษ แม่น้ำ เมือง ตลาด คำตอบ ภาษาไทย',
    special: [
      'สวัสดีครับ',
      'กรุงเทพมหานคร',
      'ที่นี่ ที่นั่น',
      'ปี่ ป้า ฟื้น',
      'น\u0e4d\u0e49า น้ำ',
      'ราคา ๑๒๓ บาท',
      'ไทย text ผสม',
      'ญู ฐู ฏุ ฎุ',
      'เท่าไหร่?',
    ],
    space: '',
    comma: ' ',
    endings: ['', ' ๆ', '?', ''],
    numbers: ['๓', '๔๒', '2024'],
  },
  {
    script: 'Lao',
    language: 'lo',
    words:
      'ນ້ຳ ເຂົ້າຈີ່ ເຮືອນ ແສງ ປ່ອງຢ້ຽມ ເຊົ້າ ສວນ ຄົນ ຈົດໝາຍ ຕົວເລກ ເປີດ ໄວ ເຫຼືອງ ໜາວ ເຈ້ຍ ແມ່ນ້ຳ ເມືອງ ຕະຫຼາດ ຄຳຕອບ ພາສາລາວ',
    special: ['ສະບາຍດີ', 'ວຽງຈັນ', 'ລາຄາ ໑໒໓', 'ລາວ text ປົນ', 'ຫຼວງພະບາງ', 'ນ\u0ecd\u0ec9າ ນ້ຳ'],
    space: '',
    comma: ' ',
    endings: ['', '?', ''],
    numbers: ['໓', '໔໒', '2024'],
  },
  {
    script: 'Khmer',
    language: 'km',
    words:
      'ទឹក នំប៉័ង ផ្ទះ ពន្លឺ បង្អួច ព្រឹក សួន មនុស្ស សំបុត្រ លេខ បើក លឿន លឿង រងា ក្រដាស ទន្លេ ទីក្រុង ផ្សារ ចម្លើយ ភាសាខ្មែរ',
    special: [
      'សួស្តី',
      'ភ្នំពេញ',
      'ស្ត្រី ស្រី',
      'ក្រុម គ្រួ ក្រៅ',
      'តម្លៃ ១២៣ ៛',
      'ខ្មែរ text លាយ',
      'កន្ត្រៃ',
      'ម៉ោង ៧',
    ],
    space: '',
    comma: ' ',
    endings: ['។', '?', ''],
    numbers: ['៣', '៤២', '2024'],
  },
  {
    script: 'Myanmar',
    language: 'my',
    words:
      'ရေ ပေါင်မုန့် အိမ် အလင်း ပြတင်း မနက် ဥယျာဉ် လူများ စာ ဂဏန်း ဖွင့် မြန်မြန် အဝါ ဆောင်း စက္ကူ မြစ် မြို့ ဈေး အဖြေ မြန်မာ',
    special: [
      'မင်္ဂလာပါ',
      'ရန်ကုန်',
      'ကြွက် ကျွန်',
      'ဗုဒ္ဓ သတ္တဝါ',
      'ဈေး ၁၂၃ ကျပ်',
      'မြန်မာ text ရော',
      'ဩဂုတ် ဪ',
      'ကို့ ကို ကိုး',
    ],
    space: '',
    comma: '၊ ',
    endings: ['။', ''],
    numbers: ['၃', '၄၂', '2024'],
  },
  {
    script: 'Ethiopic',
    language: 'am',
    words: 'ውሃ ዳቦ ቤት ብርሃን መስኮት ጠዋት አትክልት ሰዎች ደብዳቤ ቁጥር ክፈት ፈጣን ቢጫ ክረምት ወረቀት ወንዝ ከተማ ገበያ መልስ አማርኛ',
    special: [
      'ሰላም',
      'አዲስ አበባ',
      'ዋጋ 123 ብር',
      'አማርኛ text አለ',
      'እንዴት ነህ፧',
      'ቋንቋ ጓደኛ',
      '፲፪ ሰዓት',
      'ኢትዮጵያ፡ሀገር',
    ],
    comma: '፣',
    endings: ['።', '፧', ''],
  },
  {
    script: 'Han',
    language: 'zh-Hans',
    words:
      '水 面包 房子 灯光 窗户 早晨 花园 人们 信件 数字 打开 快速 黄色 冬天 纸张 河流 城市 市场 答案 中文',
    special: [
      '你好，世界！',
      '北京 2024年',
      '“引号”和《书名》',
      '价格：￥123.45',
      '中文text混排',
      '（括号）【方】',
      '爨龘 饕餮',
      '一二三四五六',
      '上海—广州…',
    ],
    space: '',
    comma: '，',
    endings: ['。', '？', '！', ''],
  },
  {
    script: 'Kana',
    language: 'ja',
    words:
      'みず パン いえ ひかり まど あさ にわ ひと てがみ すうじ ひらく はやく きいろ ふゆ かみ かわ まち いちば こたえ にほんご',
    special: [
      'こんにちは、世界！',
      'か\u3099 が は\u309a ぱ',
      'ガギグ カ\u3099キ\u3099',
      'ｶﾅ ﾊﾟﾝ ｶﾞ',
      '「かぎ」と『二重』',
      'きょうは12月3日',
      '日本語text混在',
      'コンピューター',
      'ー〜・…',
      '𠮷野家 𩸽',
      'っゃゅょァィ',
    ],
    space: '',
    comma: '、',
    endings: ['。', '？', '！', ''],
  },
  {
    script: 'Hangul',
    language: 'ko',
    words:
      '물 빵 집 빛 창문 아침 정원 사람들 편지 숫자 열기 빨리 노란 겨울 종이 강 도시 시장 대답 한국어',
    special: [
      '안녕하세요',
      '서울 2024년',
      '한글 글꼴',
      '가격: ₩1,234',
      '한국어 text 섞기',
      '괜찮아요? 네!',
      '값 닭 삶 읽다',
      '“따옴표”와 ‘말’',
    ],
  },
  {
    script: 'Emoji',
    language: 'en',
    words: '😀 😂 🥰 😎 🤔 👍 🙏 🎉 🔥 🌍 🍕 🚗 🏠 📱 💡 🐶 🐱 🌸 ⭐ ⚽ ❤️ ☀️ ☕ ✅ 🎵',
    special: [
      '👨‍👩‍👧‍👦',
      '👩‍💻 🧑‍🚀 👩‍🚒',
      '🏳️‍🌈 🏴‍☠️',
      '🇩🇪 🇯🇵 🇧🇷 🇺🇸',
      '❤️ 1️⃣ 2️⃣ #️⃣ ✈️',
      '👍🏻 👍🏼 👍🏽 👍🏾 👍🏿',
      '👋🏽👋🏿',
      '🏴󠁧󠁢󠁳󠁣󠁴󠁿 🏴󠁧󠁢󠁷󠁬󠁳󠁿',
      '❤️‍🔥 👁️‍🗨️',
      '🤝🏽 🫱🏻‍🫲🏿',
      '👩🏽‍🤝‍👨🏿 👬🏻',
    ],
    endings: ['', '!', ''],
    numbers: ['3', '42'],
  },
];

/** 25 strings for each script. */
export const textStrings: readonly ScriptStrings[] = cookAll();

function cookAll(): ScriptStrings[] {
  const seen = new Set<string>();
  return recipes.map((recipe, at) => ({
    script: recipe.script,
    language: recipe.language,
    strings: cook(recipe, at, seen),
  }));
}

function cook(recipe: Recipe, seed: number, seen: Set<string>): string[] {
  const {
    space = ' ',
    comma = ',',
    endings = ['.', '?', '!', ''],
    numbers = ['3', '42', '2024'],
  } = recipe;
  const words = recipe.words.split(' ');
  let state = 12345 + seed;
  const next = (limit: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const strings = [...recipe.special];
  while (strings.length < PER_SCRIPT) {
    const count = 1 + (strings.length % MAX_WORDS);
    let content = '';
    for (let i = 0; i < count; i++) {
      const word = next(6) === 0 ? numbers[next(numbers.length)]! : words[next(words.length)]!;
      const mark = next(5) === 0 ? comma : '';
      content += i === 0 ? word : `${mark}${space || (mark || next(4) ? '' : ' ')}${word}`;
    }
    content += endings[next(endings.length)];
    if (!seen.has(content)) strings.push(content);
    seen.add(content);
  }
  return strings;
}
