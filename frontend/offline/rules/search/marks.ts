import { foldedWithOrigins } from './folding';
import { meanings, queryWords } from './words';

/** A piece of a shown text; `found` where it is what the listener looked for. */
export interface Piece {
  readonly text: string;
  readonly found: boolean;
}

/** The text in pieces, marked where a word of the query begins a word in it, else where it stands inside one. */
export function piecesOf(text: string, query: string): Piece[] {
  const { folded, origins } = foldedWithOrigins(text);
  const marked = new Uint8Array(text.length);
  for (const word of queryWords(query)) {
    for (const meaning of meanings(word)) {
      const places = placesOf(folded, meaning);
      for (const place of places) {
        marked.fill(1, origins[place], origins[place + meaning.length]);
      }
      if (places.length > 0) {
        break;
      }
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

function placesOf(folded: string, word: string): number[] {
  const everywhere: number[] = [];
  for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1)) {
    everywhere.push(at);
  }
  const atStart = everywhere.filter((at) => at === 0 || /[ -]/.test(folded[at - 1] ?? ' '));
  return atStart.length > 0 ? atStart : everywhere;
}
