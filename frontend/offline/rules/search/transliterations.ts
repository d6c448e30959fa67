import { isNameKey, nameKeyOfPair } from './names';
import { wordsOf, type Word } from './words';

/** The beginning of a word finds its other script from so many letters on. */
const BEGINNING_FROM = 3;
const ARABIC = /\p{Script=Arabic}/u;

/**
 * The same word in Arabic and in Latin letters, as the catalogue has it in the names of its scholars: from الفوزان with
 * the translation "al-Fawzan" it learns both words. Names in which the scripts have different numbers of words teach
 * nothing.
 */
export class Transliterations {
  /** By word, or by the key of a name of two words: the same in the other script, and how many names have the pair. */
  readonly #pairs = new Map<string, Map<string, number>>();

  /** @param names of one scholar, in whatever scripts */
  learn(names: readonly string[]): void {
    this.#count(names, 1);
  }

  forget(names: readonly string[]): void {
    this.#count(names, -1);
  }

  /** The same word, or the words that begin so, in the other script. */
  of({ bare, loose, nameKey }: Word): string[] {
    const found = new Set<string>();
    for (const form of new Set([bare, loose, ...(nameKey === null ? [] : [nameKey])])) {
      for (const [known, others] of this.#pairs) {
        if (known === form || (form.length >= BEGINNING_FROM && known.startsWith(form))) {
          [...others.keys()].forEach((other) => found.add(other));
        }
      }
    }
    return [...found];
  }

  #count(names: readonly string[], by: 1 | -1): void {
    const arabic = names.filter((name) => ARABIC.test(name)).map(partsOf);
    const latin = names.filter((name) => !ARABIC.test(name)).map(partsOf);
    for (const parts of arabic) {
      for (const others of latin.filter(({ length }) => length === parts.length)) {
        parts.forEach((part, at) => {
          this.#link(part, others[at] ?? part, by);
        });
      }
    }
  }

  #link(a: string, b: string, by: 1 | -1): void {
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const others = this.#pairs.get(one) ?? new Map<string, number>();
      const count = (others.get(other) ?? 0) + by;
      if (count > 0) {
        others.set(other, count);
      } else {
        others.delete(other);
      }
      if (others.size > 0) {
        this.#pairs.set(one, others);
      } else {
        this.#pairs.delete(one);
      }
    }
  }
}

/** The words of a name; one of two words counts as one, however it is written. */
function partsOf(name: string): string[] {
  const words = wordsOf(name);
  const parts: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const [word, next] = [words[at], words[at + 1]];
    const pair = word === undefined || next === undefined ? null : nameKeyOfPair(word, next);
    if (pair !== null) {
      at++;
    }
    parts.push(pair ?? word?.nameKey ?? word?.loose ?? '');
  }
  return parts;
}

/** Of forms, those that are keys of names, and the others. */
export function keysAmong(forms: readonly string[]): { readonly keys: string[]; readonly words: string[] } {
  return { keys: forms.filter(isNameKey), words: forms.filter((form) => !isNameKey(form)) };
}
