/**
 * Text without what people leave out, or write in another way, when they search: case, vowel signs, tatweel, the
 * forms of alef and hamza, ta marbuta and alef maqsura, the marks of transliteration, the script of digits.
 *
 * Folding goes character by character, so that a place in folded text is a place in the text as it is shown.
 */

/** Written apart from their letters, or not decomposed by Unicode, yet the same to who searches. */
const SAME: Readonly<Record<string, string>> = {
  ٱ: 'ا',
  ى: 'ي',
  ی: 'ي',
  ے: 'ي',
  ة: 'ه',
  ہ: 'ه',
  ھ: 'ه',
  ە: 'ه',
  ک: 'ك',
  ı: 'i',
  ß: 'ss',
  ø: 'o',
  đ: 'd',
  ł: 'l',
  æ: 'ae',
  œ: 'oe',
  ς: 'σ',
};

/** Flags, invisible characters, tatweel, a hamza of its own, and every sign that stands for hamza or ain. */
const LEFT_OUT = /[\p{M}\p{Cf}\u0640\u0621\u02B0-\u02FF\u2018-\u201B\u2032'`´]/gu;
const HYPHEN = /^[-\u2010\u2011]$/;
const DIGIT = /\p{Nd}/u;

/** A hamza on its seat, in a text that was folded by {@link foldedWithHamza}. */
export const HAMZA_ON_SEAT = '\u0654';
/** A hamza on its own there. */
export const HAMZA_ALONE = '\u0621';

const known = new Map<number, string>();
const knownWithHamza = new Map<number, string>();

function fold(codePoint: number): string {
  let folded = known.get(codePoint);
  if (folded === undefined) {
    folded = foldAnew(String.fromCodePoint(codePoint));
    known.set(codePoint, folded);
  }
  return folded;
}

function foldWithHamza(codePoint: number): string {
  let folded = knownWithHamza.get(codePoint);
  if (folded === undefined) {
    const parts = String.fromCodePoint(codePoint).normalize('NFKD');
    const hamza = parts.includes('\u0621') ? HAMZA_ALONE : /[\u0654\u0655]/.test(parts) ? HAMZA_ON_SEAT : '';
    folded = fold(codePoint) + hamza;
    knownWithHamza.set(codePoint, folded);
  }
  return folded;
}

/** Letters and digits become what they are found by, hyphens stay, the rest is left out or a space. */
function foldAnew(character: string): string {
  if (HYPHEN.test(character)) {
    return '-';
  }
  const plain = character.replace(LEFT_OUT, '').normalize('NFKD').toLowerCase().replace(LEFT_OUT, '');
  return Array.from(plain)
    .map((letter) => SAME[letter] ?? (DIGIT.test(letter) ? String(digitOf(letter)) : letter))
    .map((letter) => (/[\p{L}\p{N}]/u.test(letter) ? letter : ' '))
    .join('');
}

/** Unicode keeps the ten digits of a script together, the zero first, at a multiple of ten from none other. */
function digitOf(digit: string): number {
  const codePoint = digit.codePointAt(0) ?? 0;
  let zero = codePoint;
  while (codePoint - zero < 9 && DIGIT.test(String.fromCodePoint(zero - 1))) {
    zero--;
  }
  return codePoint - zero;
}

export function folded(text: string): string {
  let whole = '';
  for (const character of text) {
    whole += fold(character.codePointAt(0) ?? 0);
  }
  return whole;
}

/** Folded text in which hamza is told from its seat, so that a seat can be left out together with it. */
export function foldedWithHamza(text: string): string {
  let whole = '';
  for (const character of text) {
    whole += foldWithHamza(character.codePointAt(0) ?? 0);
  }
  return whole;
}

/** Folded text with, for each of its characters and for its end, where in `text` it comes from. */
export function foldedWithOrigins(text: string): {
  readonly folded: string;
  readonly origins: readonly number[];
} {
  let whole = '';
  const origins: number[] = [];
  let index = 0;
  for (const character of text) {
    const part = fold(character.codePointAt(0) ?? 0);
    whole += part;
    for (let i = 0; i < part.length; i++) {
      origins.push(index);
    }
    index += character.length;
  }
  origins.push(text.length);
  return { folded: whole, origins };
}
