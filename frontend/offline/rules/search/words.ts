import { foldedWithHamza, HAMZA_ALONE, HAMZA_ON_SEAT } from './folding';
import { nameKeyOf } from './names';

/**
 * Words as they are compared. The article is optional in both scripts ("al-", "ash-", "ال", "وال"), and a Latin
 * word is found by the usual English spelling of its long vowels, too ("usool", "tawheed").
 */
export interface Word {
  /** Folded, without article; "bin" for every spelling of "son of". What titles are compared by from their start. */
  readonly bare: string;
  /** Folded as written, a hyphen left out. */
  readonly written: string;
  /** With long vowels and doubled letters written once; the same as `bare` where there are none. */
  readonly loose: string;
  /** Other spellings: without hamza and its seat, or of "son of". */
  readonly others: readonly string[];
  /** What a name of two words has in common, however it is written (`names.ts`); null for any other word. */
  readonly nameKey: string | null;
}

const LATIN_ARTICLES = /^(?:a[lnrstdz]|ash|ath|adh|el|ul)-(?=.)/;
const ARABIC_ARTICLES = /^(?:[وفبك]?ال|لل)(?=..)/;
const LATIN = /^[a-z0-9]+$/;
const ANY_HAMZA = new RegExp(`[${HAMZA_ON_SEAT}${HAMZA_ALONE}]`, 'g');
const FIRST_SEAT = new RegExp(`^([اوي])${HAMZA_ON_SEAT}`);
const HAMZA_AND_SEAT = new RegExp(`[اوي]${HAMZA_ON_SEAT}|${HAMZA_ALONE}`, 'g');
/** A shorter word without its hamzas says too little. */
const SEATLESS_FROM = 3;
const SON_OF: Readonly<Record<string, string>> = { ibn: 'bin', bin: 'bin', ben: 'bin', ابن: 'بن', بن: 'بن' };

/** Titles have few distinct words, so each is analysed once. */
const known = new Map<string, readonly Word[]>();

export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const token of foldedWithHamza(text).split(' ')) {
    let apart = known.get(token);
    if (apart === undefined) {
      apart = apartOf(token);
      known.set(token, apart);
    }
    words.push(...apart);
  }
  return words;
}

/** What stands between two spaces: one word, or several that hyphens join. */
function apartOf(token: string): Word[] {
  const bareToken = token.replace(/^-+|-+$/g, '').replace(LATIN_ARTICLES, '');
  const parts = bareToken.split('-').filter((part) => part.replace(ANY_HAMZA, '') !== '');
  if (parts.length > 1) {
    return parts.map((part) => word(part, part));
  }
  return parts.map((part) => word(part, token.replace(/-/g, '')));
}

function word(token: string, written: string): Word {
  const whole = token.replace(ANY_HAMZA, '');
  const plain = whole.replace(ARABIC_ARTICLES, '');
  const bare = SON_OF[plain] ?? plain;
  const loose = LATIN.test(bare) ? loosened(bare) : bare;
  const seatless = token.replace(ARABIC_ARTICLES, '').replace(FIRST_SEAT, '$1').replace(HAMZA_AND_SEAT, '');
  const others = [
    ...(seatless !== bare && seatless.length >= SEATLESS_FROM ? [seatless] : []),
    ...(bare === 'b' ? ['bin'] : []),
  ];
  return {
    ...{ bare, loose, others },
    written: written.replace(ANY_HAMZA, ''),
    nameKey: nameKeyOf(LATIN.test(bare) ? loose : whole),
  };
}

function loosened(bare: string): string {
  return bare
    .replace(/oo|ou|uu/g, 'u')
    .replace(/ee|ii|ie/g, 'i')
    .replace(/([a-z])\1+/g, '$1');
}

/**
 * A word of a query with all that it may have been meant as.
 *
 * @returns folded forms, the likeliest first; never empty
 */
export function meanings({ bare, written, loose, others }: Word): string[] {
  const unarticled = /^al[a-z]{3}/.test(written) ? [written.slice(2), loosened(written.slice(2))] : [];
  return [...new Set([written, bare, loose, ...others, ...unarticled])];
}

/** The words of a query. An article that stands alone is left out when there are others. */
export function queryWords(query: string): Word[] {
  const words = wordsOf(query);
  const telling = words.filter(({ written }) => written !== 'al' && written !== 'el' && written !== 'ال');
  return telling.length > 0 ? telling : words;
}
