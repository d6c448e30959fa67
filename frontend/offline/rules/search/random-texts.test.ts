import { assert, property } from 'fast-check';
import '../../testing/same-histories';
import { describe, expect, it } from 'vitest';
import { anything, letters } from '../../testing/random-texts';
import { catalogue, follow, indexOf, single } from '../../testing/searched';
import { folded } from './folding';

describe('the search with random texts', () => {
  it.each([
    ['texts of both scripts', letters],
    ['any text', anything],
  ])('finds a text by itself, in either Unicode form: %s', (_, texts) => {
    assert(
      property(texts, texts, (title, other) => {
        const index = single(title, `${other} other`);
        if (index.find(title, 1).counts.lectures + index.find(title, 1).counts.scholars > 0) {
          expect(index.find(title, 10).lectures).toContain(title);
        } else {
          expect(/[\p{L}\p{N}]/u.test(folded(title))).toBe(false);
        }
        expect(index.find(title.normalize('NFD'), 10)).toEqual(index.find(title.normalize('NFC'), 10));
      }),
    );
  });

  it('does not change a folded text when it is folded again', () => {
    assert(
      property(anything, (text) => {
        expect(folded(folded(text))).toBe(folded(text));
      }),
    );
  });

  it('finds with an updated index the same as with a new one', () => {
    assert(
      property(letters, letters, letters, letters, (one, two, three, query) => {
        const works = (...titles: readonly string[]) =>
          catalogue({ scholar: 'Somebody', series: 'A series', lectures: [...new Set(titles)] });
        const index = indexOf(works(one, two));
        follow(index, works(three, two));
        expect(index.find(query, 10)).toEqual(indexOf(works(three, two)).find(query, 10));
      }),
    );
  });
});
