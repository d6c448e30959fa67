import { assert, property } from 'fast-check';
import '../../testing/same-histories';
import { describe, expect, it } from 'vitest';
import { anything, letters } from '../../testing/random-texts';
import { piecesOf } from './marks';

describe('the highlighting of matches', () => {
  const marked = (text: string, query: string) =>
    piecesOf(text, query)
      .filter((piece) => piece.found)
      .map((piece) => piece.text);

  it.each([
    ['Tawḥīd and faith', 'tawh', ['Tawḥ']],
    ['معرفة العبد ربَّه', 'ربه', ['ربَّه']],
    ['شرح الأصول الثلاثة', 'الاصول', ['الأصول']],
    ['كتاب التوحيد', 'توحيد', ['توحيد']],
    ['كتاب توحيد', 'التوحيد', ['توحيد']],
    ['On faith, unfaithful', 'faith', ['faith']],
    ['Unfaithful', 'faith', ['faith']],
    ['Nothing', 'faith', []],
    ['On patience', 'patiance', ['patience']],
    ['فتاوى عبد العزيز بن باز', 'عبدالعزيز', ['عبد العزيز']],
    ['Fatwas of ʿAbd al-ʿAzīz', 'abdulaziz', ['Abd al-ʿAzīz']],
  ])('highlights in “%s” for “%s”', (text, query, found) => {
    expect(marked(text, query)).toEqual(found);
  });

  it('splits a text into pieces that together are the text, whatever is highlighted', () => {
    assert(
      property(anything, letters, (text, query) => {
        expect(
          piecesOf(text, query)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});
