import { keysAmong, type Transliterations } from './transliterations';
import { typosOf, type Typos } from './typos';
import { meanings, type Word } from './words';

/** A word of a query with all by which it is sought in the index. */
export interface SoughtWord {
  readonly written: string;
  readonly bare: string;
  /** Other spellings, and the word in the other script. */
  readonly others: readonly string[];
  readonly nameKeys: readonly string[];
  /** The term of the lessons with this number; null for a word that is no number. */
  readonly numberTerm: string | null;
  /** Null where no mistake is forgiven. */
  readonly typos: Typos | null;
}

const NUMBER_SIGN = '#';
/** With a number they name a lesson, whatever its title is. */
const LESSON_WORDS = new Set(['lesson', 'lecture', 'part', 'number', 'درس', 'محاضره', 'حلقه', 'رقم']);

/** The term under which lessons with a number are indexed. */
export function numberTerm(number: number): string {
  return `${NUMBER_SIGN}${number}`;
}

export function isNumberTerm(term: string): boolean {
  return term.startsWith(NUMBER_SIGN);
}

function numberOf({ written }: Word): number | null {
  return /^[0-9]{1,6}$/.test(written) ? Number(written) : null;
}

/** The words that have to be found. Beside a number a word such as "lesson" may be missing. */
export function soughtWords(words: readonly Word[], transliterations: Transliterations): SoughtWord[] {
  const hasNumber = words.some((word) => numberOf(word) !== null);
  const needed = hasNumber ? words.filter(({ bare }) => !LESSON_WORDS.has(bare)) : words;
  return needed.map((word) => soughtWord(word, transliterations));
}

function soughtWord(word: Word, transliterations: Transliterations): SoughtWord {
  const [written = '', ...spellings] = meanings(word);
  const foreign = keysAmong(transliterations.of(word));
  const number = numberOf(word);
  return {
    written,
    bare: word.bare,
    others: [...spellings, ...foreign.words],
    nameKeys: [...(word.nameKey === null ? [] : [word.nameKey]), ...foreign.keys],
    numberTerm: number === null ? null : numberTerm(number),
    typos: typosOf(word.bare),
  };
}
