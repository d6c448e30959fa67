import { folded } from './folding';

/**
 * Words as they are compared. The article is optional in both scripts ("al-", "ash-", "ال", "وال"), and a Latin
 * word is found by the usual English spelling of its long vowels, too ("usool", "tawheed").
 */
export interface Word {
  /** Folded, without article. What titles are compared by from their start. */
  readonly bare: string;
  /** Folded as written, a hyphen left out. */
  readonly written: string;
  /** With long vowels and doubled letters written once; the same as `bare` where there are none. */
  readonly loose: string;
}

const LATIN_ARTICLES = /^(?:a[lnrstdz]|ash|ath|adh|el|ul)-(?=.)/;
const ARABIC_ARTICLES = /^(?:[وفبك]?ال|لل)(?=..)/;
const LATIN = /^[a-z0-9]+$/;

/** Titles have few distinct words, so each is analysed once. */
const known = new Map<string, readonly Word[]>();

export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const token of folded(text).split(' ')) {
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
  if (bareToken === '') {
    return [];
  }
  const parts = bareToken.split('-').filter((part) => part !== '');
  if (parts.length > 1) {
    return parts.map((part) => word(part, part));
  }
  return [word(bareToken, token.replace(/-/g, ''))];
}

function word(token: string, written: string): Word {
  const bare = token.replace(ARABIC_ARTICLES, '');
  return { bare, written, loose: LATIN.test(bare) ? loosened(bare) : bare };
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
export function meanings({ bare, written, loose }: Word): string[] {
  const unarticled = /^al[a-z]{3}/.test(written) ? [written.slice(2), loosened(written.slice(2))] : [];
  return [...new Set([written, bare, loose, ...unarticled])];
}

/** The words of a query. An article that stands alone is left out when there are others. */
export function queryWords(query: string): Word[] {
  const words = wordsOf(query);
  const telling = words.filter(({ written }) => written !== 'al' && written !== 'el' && written !== 'ال');
  return telling.length > 0 ? telling : words;
}
