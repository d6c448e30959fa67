import { folded } from './folding';
import { meanings, queryWords } from './words';

/**
 * Looks through a short list without an index: whether each word of a query stands in one of the texts, or is the
 * number of the lesson.
 *
 * @returns is given all texts of an entry, and its number in its series (0 without one)
 */
export function finderOf(query: string): (texts: readonly string[], number: number) => boolean {
  const words = queryWords(query).map((word) => ({ forms: meanings(word), number: numberOf(word.written) }));
  return (texts, number) => {
    const all = folded(texts.join('\n'));
    return words.every(
      (word) =>
        (word.number !== null && word.number === number) || word.forms.some((form) => all.includes(form)),
    );
  };
}

/** The number that a query is, in the digits of any script; null when it is something else. */
export function numberIn(query: string): number | null {
  return numberOf(folded(query).trim());
}

function numberOf(word: string): number | null {
  return /^[0-9]{1,6}$/.test(word) ? Number(word) : null;
}
