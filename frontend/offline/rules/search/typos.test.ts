import { assert, constantFrom, property, string } from 'fast-check';
import '../../testing/same-histories';
import { describe, expect, it } from 'vitest';
import { lettersOf, typosOf } from './typos';

/** The number of mistakes between two whole words, slowly and by the definition. */
function mistakes(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, line) =>
    Array.from({ length: b.length + 1 }, (__, at) => (line === 0 ? at : at === 0 ? line : 0)),
  );
  const cell = (line: number, at: number) => table[line]?.[at] ?? Infinity;
  for (let line = 1; line <= a.length; line++) {
    for (let at = 1; at <= b.length; at++) {
      const swapped = line > 1 && at > 1 && a[line - 1] === b[at - 2] && a[line - 2] === b[at - 1];
      const row = table[line] ?? [];
      row[at] = Math.min(
        cell(line - 1, at - 1) + Number(a[line - 1] !== b[at - 1]),
        cell(line - 1, at) + 1,
        cell(line, at - 1) + 1,
        swapped ? cell(line - 2, at - 2) + 1 : Infinity,
      );
    }
  }
  return cell(a.length, b.length);
}

const begins = (word: string, term: string) => typosOf(word)?.begin(term, lettersOf(term)) ?? false;

describe('mistakes in a word', () => {
  it.each([
    ['a wrong letter', 'towhid', 'tawhid'],
    ['the first letter wrong', 'dawhid', 'tawhid'],
    ['a letter too many', 'tawwhid', 'tawhid'],
    ['a letter missing', 'tahid', 'tawhid'],
    ['two letters exchanged', 'twahid', 'tawhid'],
    ['a wrong letter in Arabic', 'توخيد', 'توحيد'],
    ['a mistake while one still types', 'princpl', 'principles'],
    ['two mistakes in ten letters', 'princpoles', 'principles'],
  ])('are forgiven, one in five letters: %s', (_, word, term) => {
    expect(begins(word, term)).toBe(true);
  });

  it.each([
    ['in a word of four letters', 'fikh', 'fiqh'],
    ['twice in nine letters', 'explonati', 'explanation'.slice(0, 8) + 'xx'],
    ['twice in five letters', 'twhdi', 'tawhid'],
    ['in a number', '12345', '12346'],
  ])('are not forgiven %s', (_, word, term) => {
    expect(begins(word, term)).toBe(false);
  });

  it('are counted as by the definition, for each beginning of the term', () => {
    const letters = string({ unit: constantFrom('a', 'b', 'c', 'd'), maxLength: 14 });
    assert(
      property(letters, letters, (word, term) => {
        const most = Math.floor(word.length / 5);
        const least = Math.min(
          ...Array.from({ length: term.length + 1 }, (_, length) => mistakes(word, term.slice(0, length))),
        );
        expect(begins(word, term)).toBe(most > 0 && least <= most);
      }),
    );
  });
});
