import { foldedWithOrigins } from './folding';
import { nameKeyOfPair } from './names';
import { lettersOf, typosOf } from './typos';
import { meanings, queryWords, wordsOf, type Word } from './words';

/** A piece of a shown text; `found` where it is what the listener looked for. */
export interface Piece {
  readonly text: string;
  readonly found: boolean;
}

/** From one place in a folded text to another, exclusively. */
type Range = readonly [from: number, to: number];

/**
 * The text in pieces, marked where a word of the query begins a word in it, else where it stands inside one, else where
 * a name or a word with a mistake is meant.
 */
export function piecesOf(text: string, query: string): Piece[] {
  const { folded, origins } = foldedWithOrigins(text);
  const marked = new Uint8Array(text.length);
  for (const word of queryWords(query)) {
    for (const [from, to] of rangesOf(folded, word)) {
      marked.fill(1, origins[from], origins[to]);
    }
  }
  const pieces: Piece[] = [];
  for (let start = 0, end = 0; start < text.length; start = end) {
    while (end < text.length && marked[end] === marked[start]) {
      end++;
    }
    pieces.push({ text: text.slice(start, end), found: marked[start] === 1 });
  }
  return pieces;
}

function rangesOf(folded: string, word: Word): Range[] {
  for (const meaning of meanings(word)) {
    const places = placesOf(folded, meaning);
    if (places.length > 0) {
      return places.map((place) => [place, place + meaning.length]);
    }
  }
  const names = namesIn(folded, word.nameKey);
  return names.length > 0 ? names : mistakesIn(folded, word.bare);
}

/** Two words that are the name which the query writes as one. */
function namesIn(folded: string, key: string | null): Range[] {
  if (key === null) {
    return [];
  }
  const tokens = [...folded.matchAll(/[^ ]+/g)].map((token) => ({ token, word: wordsOf(token[0])[0] }));
  return tokens.flatMap(({ token, word }, at): Range[] => {
    const next = tokens[at + 1];
    const pair = word === undefined || next?.word === undefined ? null : nameKeyOfPair(word, next.word);
    return next !== undefined && pair?.startsWith(key) === true
      ? [[token.index, next.token.index + next.token[0].length]]
      : [];
  });
}

function mistakesIn(folded: string, bare: string): Range[] {
  const typos = typosOf(bare);
  return typos === null
    ? []
    : [...folded.matchAll(/[^ -]+/g)]
        .filter(([token]) => typos.begin(token, lettersOf(token)))
        .map(({ index, 0: token }) => [index, index + token.length]);
}

function placesOf(folded: string, word: string): number[] {
  const everywhere: number[] = [];
  for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1)) {
    everywhere.push(at);
  }
  const atStart = everywhere.filter((at) => at === 0 || /[ -]/.test(folded[at - 1] ?? ' '));
  return atStart.length > 0 ? atStart : everywhere;
}
