/**
 * The order in which names and titles are listed, and the letter under which one is found. What stands before the name
 * proper does not count: the article in both scripts, and what honours a scholar ("Shaykh", الإمام).
 */

const LATIN_HONOURS =
  /^(?:(?:the|his eminence|ash?-|al-)?[ ]?(?:shaykh|sheikh|shaikh|sheykh|imam|dr|doctor|ustadh|mufti|allamah|sh)\b\.? +)+/;
const LATIN_ARTICLES = /^(?:(?:a[lnrstdz]|ash|ath|adh)[- ]|(?:the|an?) )(?=.)/;
const ARABIC_HONOURS =
  /^(?:(?:فضيلة|سماحة|معالي|صاحب الفضيلة) +|(?:ال)?(?:شيخ|علامة|امام|دكتور|محدث|مفتي|استاذ) +)+/;
const ARABIC_ARTICLE = /^ال(?=\p{L}{2})/u;
/** Vowel signs, tatweel, and signs for hamza and ain; quotation marks and other signs before the first letter. */
const NOT_HEARD = /[\p{M}\u0640\u02B0-\u02FF\u2018\u2019'`]/gu;
const BEFORE_LETTERS = /^[^\p{L}\p{N}]+/u;

const known = new Map<string, string>();
const KNOWN_AT_MOST = 20_000;

/** What a name is sorted by. */
export function sortName(name: string): string {
  let plain = known.get(name);
  if (plain === undefined) {
    plain = sortNameAnew(name);
    if (known.size >= KNOWN_AT_MOST) {
      known.clear();
    }
    known.set(name, plain);
  }
  return plain;
}

function sortNameAnew(name: string): string {
  const whole = name.normalize('NFD').replace(NOT_HEARD, '').toLowerCase().replace(BEFORE_LETTERS, '');
  const plain = whole
    .replace(LATIN_HONOURS, '')
    .replace(ARABIC_HONOURS, '')
    .replace(LATIN_ARTICLES, '')
    .replace(ARABIC_ARTICLE, '');
  return plain === '' ? whole : plain;
}

/** The letter under which a name is found; "#" for one that begins with none. */
export function letterOf(name: string): string {
  const [letter = ''] = sortName(name);
  return /\p{L}/u.test(letter) ? letter.toUpperCase() : '#';
}

const collators = new Map<string, Intl.Collator>();

/** Compares names as the language orders them. Numbers count as numbers: "Part 2" comes before "Part 10". */
export function titleOrder(locale: string): (a: string, b: string) => number {
  const collator = collators.get(locale) ?? new Intl.Collator(locale, { numeric: true });
  collators.set(locale, collator);
  return (a, b) => collator.compare(sortName(a), sortName(b)) || collator.compare(a, b);
}
