/**
 * Names of two words that some write together: "Abdul Aziz", "Abd al-Aziz" and "Abdulaziz", "Abu Bakr", "Nur ad-Din",
 * عبد العزيز and عبدالعزيز. All spellings of one name have one key. A key begins with a sign that no word has, and
 * with what the name begins with, so that the beginning of a name finds it.
 */
const SIGN = '~';

/** A folded word, as `words.ts` makes it. */
interface NamePart {
  readonly written: string;
  readonly loose: string;
  readonly nameKey: string | null;
}

/** What comes between "abd" and the name that follows: vowels and the article, of which each spelling keeps others. */
const LATIN_JOINT = /^[aeiou]*l*[aeiou]*/;
/** "Abd", "Abdul", "Abdur" before "Rahman", and so on. */
const SERVANT = /^abd(?:[aeiou](?:l|r|n|z|sh?|th?|dh?)?)?$/;
const ARABIC_NAMES = [/^(عبد|عبيد)(?:ال)?(.{2,})$/, /^(اب)[ويا](?:ال)?(.{2,})$/, /^(.{2,})ال(دين|له)$/];

/** Whether a key is one of a name, among other terms. */
export function isNameKey(term: string): boolean {
  return term.startsWith(SIGN);
}

/**
 * The key of a name that is written as one word, or of the beginning of such a name; null for a word that is none.
 *
 * @param joined a folded word: a Latin one with its doubled letters written once, an Arabic one with its article
 */
export function nameKeyOf(joined: string): string | null {
  const servant = /^abd([aeiou].*)$/.exec(joined);
  if (servant !== null) {
    return `${SIGN}abd${(servant[1] ?? '').replace(LATIN_JOINT, '')}`;
  }
  const father = /^ab[aiu](.{3,})$/.exec(joined);
  if (father !== null) {
    return `${SIGN}abu${father[1] ?? ''}`;
  }
  const religion = /^(.{2,}?)[aeiou]din$/.exec(joined);
  if (religion !== null) {
    return `${SIGN}${religion[1] ?? ''}din`;
  }
  const arabic = ARABIC_NAMES.map((name) => name.exec(joined)).find((found) => found !== null);
  return arabic === undefined ? null : `${SIGN}${arabic[1] ?? ''}${arabic[2] ?? ''}`;
}

/** The key of a name of two words; null where they are none. */
export function nameKeyOfPair(first: NamePart, second: NamePart): string | null {
  if (SERVANT.test(first.loose) || /^ab[aiu]$/.test(first.loose)) {
    const joint = first.loose === 'abd' ? 'a' : '';
    return nameKeyOf(`${first.loose}${joint}${second.loose}`.replace(/([a-z])\1+/g, '$1'));
  }
  if (second.loose === 'din') {
    return `${SIGN}${first.loose.replace(/[aeiou]+$/, '')}din`;
  }
  const isArabicName =
    /^(?:عبد|عبيد|اب[ويا])$/.test(first.written) || second.written === 'الدين' || second.written === 'الله';
  return isArabicName ? nameKeyOf(first.written + second.written) : null;
}

/** All terms by which the names in a title are found when a query writes them as one word. */
export function joinedTerms(words: readonly NamePart[]): {
  readonly written: readonly string[];
  readonly keys: readonly string[];
} {
  const written: string[] = [];
  const keys = words.flatMap(({ nameKey }) => nameKey ?? []);
  for (let at = 1; at < words.length; at++) {
    const [first, second] = [words[at - 1], words[at]];
    const key = first === undefined || second === undefined ? null : nameKeyOfPair(first, second);
    if (first !== undefined && second !== undefined && key !== null) {
      written.push(first.written + second.written);
      keys.push(key);
    }
  }
  return { written, keys };
}
